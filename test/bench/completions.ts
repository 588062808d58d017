/**
 * The whole engine, the engine without each of its parts, and a plain copy, on the same cases in turn: how often the
 * line is right, and what it costs. Cold: the first request in a file whose neighbours are open, with an empty KV cache.
 * Warm: the line is typed and accepted as `shortline replay` does it, behind the editor's warm-up. Ctrl+C ends it with the
 * figures of the cases so far.
 */
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { engineParts } from '../../extension/core/completion/engine.ts'
import { commonStart } from '../../extension/core/completion/candidates.ts'
import type { EngineModels, EnginePart } from '../../extension/core/completion/engine.ts'
import type { Outcome, Timings } from '../../extension/core/types.ts'
import { defaultSettings } from '../../extension/engines/cli/default-settings.ts'
import { fileUri, loadFor, openEditor } from '../../extension/engines/cli/fresh-editor.ts'
import type { EngineChoice } from '../../extension/engines/cli/options.ts'
import { typeOut } from '../../extension/engines/cli/replay.ts'
import { root } from '../vscode/install.ts'
import type { BenchOptions } from './benches.ts'
import { casesFor } from './cases.ts'
import type { BenchCase } from './cases.ts'
import { digits, percent, printTable, quantile, spread, spreadNames } from './report.ts'
import { suffixCopy } from './suffix-copy.ts'

const { threshold } = defaultSettings(root)
/** Of the cases, those it is surest of. */
const coverages = [0.2, 0.3, 0.4] as const

/** Milliseconds of each stage, request by request. */
class Stages {
  private readonly spent = { copy: [], prefill: [], decode: [], rank: [], total: [] as number[] }

  add(outcome: Outcome): void {
    if (!('timings' in outcome)) return
    for (const [stage, list] of Object.entries<number[]>(this.spent)) {
      const ms = outcome.timings[stage as keyof Timings]
      if (ms !== undefined) list.push(ms)
    }
  }

  print(title: string): void {
    const rows = Object.entries(this.spent).map(([name, ms]) => [name, ...spread(ms)])
    printTable(title, ['', ...spreadNames], rows)
  }
}

class Tally {
  readonly name: string
  readonly cold: number[] = []
  readonly stages = new Stages()
  cases = 0
  exact = 0
  shown = 0
  clean = 0
  /** Sum over the cases of the share of the target that is shown right. */
  saved = 0
  readonly sure: { readonly confidence: number; readonly exact: boolean }[] = []

  constructor(name: string) {
    this.name = name
  }

  /** @param text whole line @param shown what is sure enough of it */
  count(target: string, text: string, shown: string, ms: number, whole?: Outcome): void {
    this.cases++
    if (text === target) this.exact++
    this.sure.push({ confidence: whole?.kind === 'done' ? whole.confidence : -1, exact: text === target })
    this.saved += commonStart(target, shown) / target.length
    if (shown !== '') this.shown++
    if (shown !== '' && target.startsWith(shown)) this.clean++
    this.cold.push(ms)
    if (whole) this.stages.add(whole)
  }
}

/** Of how many the line is right among the given share of the cases that it is surest of. */
function rightAt({ sure }: Tally, coverage: number): string {
  const most = Math.round(sure.length * coverage)
  const first = sure.toSorted((a, b) => b.confidence - a.confidence).slice(0, most)
  return percent(first.filter(({ exact }) => exact).length, most)
}

export async function benchCompletions(options: BenchOptions): Promise<void> {
  const { threads } = options

  const whole: EngineChoice = {
    ...{ threshold, engine: 'auto', off: new Set<EnginePart>(), threads },
    modelDir: path.join(root, 'models/completion'),
  }
  const models = await loadFor(whole, availableParallelism())
  const cases = await casesFor(options)
  const tallies = ['whole engine', ...engineParts.map((part) => `without ${part}`)].map((name) => new Tally(name))
  const copy = new Tally('longest-suffix copy')
  const typed: Typed = { stages: new Stages(), ms: [], cpuMs: 0, keystrokes: 0, saved: 0, chars: 0, shown: 0, wrong: 0 }
  const ending = new AbortController()
  process.once('SIGINT', () => ending.abort())
  for (const [number, file] of [...cases.slice(0, 2), ...cases].entries()) {
    if (ending.signal.aborted) break
    // The first two warm the code up and don't count.
    const counts = number >= 2
    for (let turn = 0; turn < tallies.length; turn++) {
      const which = (turn + number) % tallies.length
      const part = engineParts[which - 1]
      const choice = { ...whole, off: new Set(part ? [part] : []) }
      await tryOne(models, choice, file, counts ? (tallies[which] as Tally) : new Tally(''))
    }
    if (!counts) continue
    const begun = performance.now()
    const others = [file.suffix, ...file.neighbours.map(({ content }) => content)]
    const text = suffixCopy(file.prefix, others)
    copy.count(file.target, text, text, performance.now() - begun)
    await typeOne(models, whole, file, typed)
  }
  printAblation([...tallies, copy])
  ;(tallies[0] as Tally).stages.print('stages of the whole engine, cold')
  typed.stages.print('stages of the whole engine, warm, of the keystrokes that nothing was known for')
  printTyped(typed)
}

async function tryOne(models: EngineModels, choice: EngineChoice, file: BenchCase, tally: Tally): Promise<void> {
  const engine = openEditor(models, choice, file)
  const query = { uri: fileUri, offset: file.prefix.length }
  const begun = performance.now()
  const outcome = await engine.complete(file.path, { ...query, threshold: 0 }, () => false)
  const ms = performance.now() - begun
  const shown = await engine.complete(file.path, { ...query, threshold }, () => false)
  tally.count(file.target, textOf(outcome).trimEnd(), textOf(shown), ms, outcome)
}

interface Typed {
  readonly stages: Stages
  readonly ms: number[]
  cpuMs: number
  keystrokes: number
  saved: number
  chars: number
  shown: number
  wrong: number
}

async function typeOne(models: EngineModels, choice: EngineChoice, file: BenchCase, typed: Typed): Promise<void> {
  // The target is typed in: at first it is not there.
  const engine = openEditor(models, choice, file)
  await engine.warm(file.path, fileUri, file.prefix.length)
  const cpu = process.cpuUsage()
  const { ms, keystrokes, charsAccepted, shown, wrong } = await typeOut(
    engine,
    file,
    file.target,
    threshold,
    (outcome) => typed.stages.add(outcome),
  )
  const { user, system } = process.cpuUsage(cpu)
  typed.ms.push(...ms)
  typed.cpuMs += (user + system) / 1000
  typed.keystrokes += keystrokes
  typed.saved += charsAccepted
  typed.chars += file.target.length
  typed.shown += shown
  typed.wrong += wrong
}

function printAblation(tallies: readonly Tally[]): void {
  const { cold: first, cases } = tallies[0] as Tally
  const base = quantile(first, 0.5)
  printTable(
    `${cases} cases, cold; shown, clean and saved at threshold ${threshold}`,
    [
      '',
      'exact',
      'shown',
      'clean of shown',
      'saved',
      ...coverages.map((share) => `surest ${share * 100} %`),
      ...spreadNames,
      'p50 to whole',
    ],
    tallies.map((tally) => {
      const { name, exact, shown, clean, saved, cold } = tally
      return [
        name,
        percent(exact, cases),
        percent(shown, cases),
        percent(clean, shown),
        percent(saved, cases),
        ...coverages.map((share) => rightAt(tally, share)),
        ...spread(cold),
        `${digits(quantile(cold, 0.5) / base)} ×`,
      ]
    }),
  )
}

function printTyped({ ms, cpuMs, keystrokes, saved, chars, shown, wrong }: Typed): void {
  printTable(
    `typing, warm: ${keystrokes} keystrokes, ${percent(saved, chars)} of characters saved, ${percent(wrong, shown)} of shown not clean`,
    ['', ...spreadNames, 'CPU per keystroke'],
    [['keystroke', ...spread(ms), digits(cpuMs / keystrokes)]],
  )
}

function textOf(outcome: Outcome): string {
  return outcome.kind === 'done' ? outcome.text : ''
}
