/**
 * The same weights in llama.cpp and here: time from the prompt to the end of the greedy line, in turn, on the same
 * tokens and threads. Cold: nothing is read. Warm: one character further on, each side with what it kept of the
 * request before. The whole engine does more than both (copies, beam, ranking) and is timed from text, not from tokens:
 * for a whole line in any case, and at the threshold that ships, where what would not be shown is not looked for.
 */
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { decodeLine } from '../../extension/core/completion/decode.ts'
import type { LoadedModel } from '../../extension/core/completion/engine.ts'
import { Mixture } from '../../extension/core/completion/mixture.ts'
import { TokenTree } from '../../extension/core/completion/token-tree.ts'
import { defaultSettings } from '../../extension/engines/cli/default-settings.ts'
import { fileUri, openEditor } from '../../extension/engines/cli/fresh-editor.ts'
import { loadModel } from '../../extension/engines/host/load-model.ts'
import { root } from '../vscode/install.ts'
import type { BenchOptions } from './benches.ts'
import { drawCases } from './cases.ts'
import type { BenchCase } from './cases.ts'
import { loadLlamaCpp } from './llama-cpp.ts'
import type { Decoder } from './llama-cpp.ts'
import { promptsOf, typedChars } from './prompts.ts'
import type { PromptAt } from './prompts.ts'
import { digits, percent, printTable, quantile, spread, spreadNames } from './report.ts'

const mostTokens = 40
const draftTokens = 5
const { threshold: shipped } = defaultSettings(root)
const rivals = [
  'llama.cpp',
  'plain decoding',
  'speculative decoding',
  'whole engine',
  'whole engine, as it ships',
] as const
type Rival = (typeof rivals)[number]
type Times = Record<Rival, number[]>

/** A cold and a warm request. */
interface Attempt {
  readonly ms: readonly number[]
  readonly lines?: readonly string[]
  /** Requests that something is shown for. */
  readonly shown?: number
}

export async function benchLlama({ cases: count, threads }: BenchOptions): Promise<void> {
  const modelDir = path.join(root, 'models/completion')
  const { loaded, judge } = await loadModel(modelDir, 'native', threads, availableParallelism())
  const llama = await loadLlamaCpp(threads)
  const whole = async (file: BenchCase, threshold: number): Promise<Attempt> => {
    const engine = openEditor(
      { loaded, judge },
      { threshold, engine: 'native', off: new Set(), threads, modelDir },
      file,
    )
    const offset = file.prefix.length
    const ask = (at: number) => timed(() => engine.complete(file.path, { uri: fileUri, offset: at, threshold }, no))
    const cold = await ask(offset)
    engine.change(fileUri, [{ offset, deleted: 0, inserted: file.target.slice(0, typedChars) }])
    const answers = [cold, await ask(offset + typedChars)]
    return { ms: answers.map(({ ms }) => ms), shown: answers.filter(({ value }) => value.kind === 'done').length }
  }
  const times: [Times, Times] = [noTimes(), noTimes()]
  const same = { llama: 0, speculative: 0, of: 0 }
  let shown = 0
  for (const [number, file] of (await drawCases(count)).entries()) {
    const prompts = promptsOf(loaded, file)
    const attempts: Record<Rival, () => Promise<Attempt>> = {
      'llama.cpp': () => byLlama(llama, loaded, prompts),
      'plain decoding': () => here(loaded, prompts, 0),
      'speculative decoding': () => here(loaded, prompts, draftTokens),
      'whole engine': () => whole(file, 0),
      'whole engine, as it ships': () => whole(file, shipped),
    }
    const results = {} as Record<Rival, Attempt>
    for (let turn = 0; turn < rivals.length; turn++) {
      const rival = rivals[(turn + number) % rivals.length] as Rival
      results[rival] = await attempts[rival]()
    }
    // The first cases warm the code up.
    if (number < 2) continue
    for (const rival of rivals) results[rival].ms.forEach((ms, which) => times[which]![rival].push(ms))
    shown += results['whole engine, as it ships'].shown ?? 0
    results['plain decoding'].lines?.forEach((line, which) => {
      same.of++
      if (results['llama.cpp'].lines?.[which] === line) same.llama++
      if (results['speculative decoding'].lines?.[which] === line) same.speculative++
    })
  }
  await llama.dispose()
  print('cold', times[0])
  print('warm', times[1])
  console.log(
    `\nthe same line as plain decoding: speculative ${percent(same.speculative, same.of)}, ` +
      `llama.cpp ${percent(same.llama, same.of)} (other rounding of 8-bit products)\n` +
      `the whole engine, as it ships, shows something for ${percent(shown, same.of)} of the requests`,
  )
}

async function here(loaded: LoadedModel, prompts: readonly PromptAt[], drafts: number): Promise<Attempt> {
  const { model, tokenizer } = loaded
  const tree = new TokenTree(model)
  const results = []
  for (const { tokens, around } of prompts) {
    results.push(
      await timed(async () => {
        const tip = tree.begin(tokens)
        await tree.read(tip)
        // The n-gram drafts, but has no say in what is chosen.
        const mixture = new Mixture(tokenizer, around, [0])
        const options = { maxTokens: mostTokens, forced: '', draftTokens: drafts, cancelled: no }
        return (await decodeLine(tree, tip, tokenizer, mixture, 0, options)).text
      }),
    )
  }
  return { ms: results.map(({ ms }) => ms), lines: results.map(({ value }) => value) }
}

async function byLlama(llama: Decoder, { tokenizer }: LoadedModel, prompts: readonly PromptAt[]): Promise<Attempt> {
  await llama.forget()
  const results = []
  for (const { tokens } of prompts)
    results.push(await timed(() => llama.line(tokens, (id) => tokenizer.endsLine(id), mostTokens)))
  return { ms: results.map(({ ms }) => ms), lines: results.map(({ value }) => tokenizer.decode(value)) }
}

function print(title: string, times: Times): void {
  const base = times['llama.cpp']
  const rows = rivals.map((rival) => {
    const ratios = base.map((ms, at) => ms / (times[rival][at] as number))
    return [rival, ...spread(times[rival]), `${digits(quantile(ratios, 0.5))} ×`]
  })
  const head = ['', ...spreadNames, 'faster than llama.cpp, median of cases']
  printTable(`${base.length} lines, ${title}`, head, rows)
}

async function timed<T>(run: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const begun = performance.now()
  const value = await run()
  return { ms: performance.now() - begun, value }
}

function noTimes(): Times {
  return Object.fromEntries(rivals.map((rival): [Rival, number[]] => [rival, []])) as Times
}

const no = (): boolean => false
