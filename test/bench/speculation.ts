/**
 * Runs of the model that a line takes, with the shipped weights: token by token, with drafts of the n-gram, and with the
 * copied lines that the engine has scored anyway in the tree. Then the whole engine while a line is typed and accepted.
 * Runs are counted, not timed, so that a busy machine gives the same figures.
 */
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { bestCopies, likelyCopies } from '../../extension/core/completion/candidates.ts'
import type { Judge } from '../../extension/core/completion/card.ts'
import { findCopies } from '../../extension/core/completion/copies.ts'
import { decodeLine } from '../../extension/core/completion/decode.ts'
import type { EngineModels, EnginePart } from '../../extension/core/completion/engine.ts'
import { featureReader } from '../../extension/core/completion/features.ts'
import { LiveIndex } from '../../extension/core/completion/live-index.ts'
import { readLines } from '../../extension/core/completion/model-lines.ts'
import { Readings } from '../../extension/core/completion/reading.ts'
import type { LoadedModel, Reading } from '../../extension/core/completion/reading.ts'
import { readSituation } from '../../extension/core/completion/situation.ts'
import { defaultSettings } from '../../extension/engines/cli/default-settings.ts'
import { fileUri, openEditor } from '../../extension/engines/cli/fresh-editor.ts'
import { typeOut } from '../../extension/engines/cli/replay.ts'
import { loadModel } from '../../extension/engines/host/load-model.ts'
import { root } from '../vscode/install.ts'
import type { BenchOptions } from './benches.ts'
import { casesFor } from './cases.ts'
import type { BenchCase } from './cases.ts'
import { digits, printTable } from './report.ts'

const mostTokens = 40
const draftTokens = 5
/** Of the probabilities of the two best: closer than this, the order of additions decides. */
const rounding = 1e-3
const parts = { neighbours: true, near: true, suffix: true, ngram: true }

interface Line {
  readonly tokens: readonly number[]
  readonly text: string
  /** Behind the run that reads the prompt. */
  readonly runs: number
  readonly isClose: (at: number) => boolean
}

const ways = ['plain', 'drafts', 'drafts and copied lines'] as const
type Way = (typeof ways)[number]
type Count = Record<'runs' | 'characters' | 'tokens' | 'different' | 'close', number>

export async function benchSpeculation(options: BenchOptions): Promise<void> {
  const { threads } = options
  const modelDir = path.join(root, 'models/completion')
  const models = await loadModel(modelDir, 'native', threads, availableParallelism())
  const counts = Object.fromEntries(ways.map((way) => [way, noCount()])) as Record<Way, Count>
  const typed = {
    'without drafts': { runs: 0, accepted: 0, keys: 0 },
    'whole engine': { runs: 0, accepted: 0, keys: 0 },
  }
  for (const file of await casesFor(options)) {
    const index = indexOf(file)
    let plain: Line | undefined
    for (const way of ways) {
      const line = await write(models, index, file, way)
      plain ??= line
      add(counts[way], line, plain)
    }
    for (const [way, count] of Object.entries(typed)) {
      const off = new Set<EnginePart>(way === 'whole engine' ? [] : ['draft'])
      await typeLine(
        models,
        { threshold: defaultSettings(root).threshold, engine: 'native', off, threads, modelDir },
        file,
        count,
      )
    }
  }
  print(counts)
  const rows = Object.entries(typed).map(([way, { runs, accepted, keys }]) => [
    way,
    String(runs),
    digits(runs / keys),
    digits(runs / accepted),
    `${digits(typed['without drafts'].runs / runs)} ×`,
  ])
  printTable('typing, warm, beam and scores included', ['', 'runs', 'per key', 'per character accepted', 'fewer'], rows)
}

async function write(
  models: EngineModels & { loaded: LoadedModel },
  index: LiveIndex,
  file: BenchCase,
  way: Way,
): Promise<Line> {
  const offset = file.prefix.length
  const reading = new Readings(models.loaded, index, parts).begin(file.path, fileUri, offset)
  const { tree, tip, mixture, forced } = reading
  await tree.read(tip)
  if (way === 'drafts and copied lines') await readCopies(reading, models.judge, index, offset)
  const decoded = await decodeLine(tree, tip, models.loaded.tokenizer, mixture, forced.length, {
    ...{ maxTokens: mostTokens, forced, draftTokens: way === 'plain' ? 0 : draftTokens },
    cancelled: () => false,
  })
  const isClose = (at: number): boolean => {
    const node = decoded.tokens.slice(0, at).reduce((parent, token) => tree.add(parent, token), tip)
    const [first, second] = mixture.best(node, '', 2)
    return !first || !second || first.probability - second.probability <= rounding
  }
  return { tokens: decoded.tokens, text: decoded.text, runs: tree.runs - 1, isClose }
}

async function readCopies(reading: Reading, judge: Judge | undefined, index: LiveIndex, offset: number): Promise<void> {
  const situation = readSituation(index, fileUri, offset)
  const search = findCopies(situation)
  const copies = bestCopies(search.candidates, featureReader(situation, search), judge?.copies.rank, likelyCopies)
  await readLines(
    reading,
    situation.typed,
    copies.map(({ text }) => text),
    { mustStartWith: '', threshold: 0, drafts: false, beam: false, cancelled: () => false },
  )
}

/** What follows a difference has another text before it and does not count. */
function add(count: Count, { tokens, text, runs }: Line, plain: Line): void {
  const limit = Math.max(tokens.length, plain.tokens.length)
  let same = 0
  while (same < limit && tokens[same] === plain.tokens[same]) same++
  count.tokens += Math.min(limit, same + 1)
  if (same < limit) count[plain.isClose(same) ? 'close' : 'different']++
  count.runs += runs
  count.characters += text.length
}

async function typeLine(
  models: EngineModels,
  choice: Parameters<typeof openEditor>[1],
  file: BenchCase,
  count: { runs: number; accepted: number; keys: number },
): Promise<void> {
  const engine = openEditor(models, choice, file)
  await engine.warm(file.path, fileUri, file.prefix.length)
  const before = engine.runs(fileUri)
  const { charsAccepted, keystrokes } = await typeOut(engine, file, file.target, choice.threshold)
  count.runs += engine.runs(fileUri) - before
  count.accepted += charsAccepted
  count.keys += keystrokes
}

function indexOf({ language, prefix, suffix, neighbours }: BenchCase): LiveIndex {
  const index = new LiveIndex()
  neighbours.toReversed().forEach(({ content }, at) => index.open(`neighbour ${at}`, language, content))
  index.open(fileUri, language, prefix + suffix)
  return index
}

function print(counts: Record<Way, Count>): void {
  const rows = ways.map((way) => {
    const { runs, characters, tokens, different, close } = counts[way]
    const fewer = `${digits(counts.plain.runs / runs)} ×`
    return [way, String(tokens), String(different), String(close), digits(runs / characters), fewer]
  })
  const head = ['', 'tokens', 'differ from plain', 'where two are as good', 'runs per character', 'fewer']
  printTable('a line from a prompt that has been read', head, rows)
}

function noCount(): Count {
  return { runs: 0, characters: 0, tokens: 0, different: 0, close: 0 }
}
