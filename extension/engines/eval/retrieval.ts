/**
 * `eval retrieval`: the first sentence of a doc comment asks for its function, in a copy of the package without the
 * comment; beside it plain BM25 over windows of lines, on the same questions.
 */
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { rankOf, scoreRanks } from '../../core/retrieval/metrics.ts'
import type { Estimate } from '../../core/retrieval/metrics.ts'
import type { Surroundings } from '../cli/command.ts'
import type { EvalSet } from '../cli/eval.ts'
import { IndexService } from '../retrieval/index-service.ts'
import { localEmbedder } from '../retrieval/local-embed.ts'
import type { LocalEmbedder } from '../retrieval/local-embed.ts'
import { SyntaxParser } from '../retrieval/parser.ts'
import { Walker } from '../retrieval/walk.ts'
import type { Folder } from '../retrieval/walk.ts'
import { docWorkspace } from './doc-workspace.ts'
import type { PlacedQuery } from './doc-workspace.ts'
import { PlainBm25 } from './plain-bm25.ts'

/** Packages with fewer questions say nothing. */
const leastQueries = 5
const depth = 10

export const retrieval: EvalSet = { run }

interface Options {
  readonly perPackage: number
  readonly mostChunks: number
  readonly indexes: string | undefined
  readonly embedder: LocalEmbedder | undefined
}

const systems = ['plain BM25', 'words', 'words and vectors'] as const
type Ranks = Record<(typeof systems)[number], (number | undefined)[]>
const none = (): Ranks => ({ 'plain BM25': [], words: [], 'words and vectors': [] })

async function run(args: readonly string[], { output, modelsDir, cores }: Surroundings): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      root: { type: 'string', default: path.join(modelsDir, '.work/dev') },
      part: { type: 'string', default: 'report' },
      queries: { type: 'string', default: '25' },
      'most-chunks': { type: 'string', default: '1000' },
      indexes: { type: 'string' },
      words: { type: 'boolean', default: false },
      threads: { type: 'string', default: '0' },
    },
    strict: true,
  })
  if (!['tune', 'report', 'all'].includes(values.part)) throw new Error('--part takes tune, report or all')
  const folders = (await packages(values.root)).filter(({ part }) => values.part === 'all' || part === values.part)
  if (folders.length === 0) throw new Error(`${values.root} has no folders LANGUAGE/PACKAGE; the recipe makes them`)
  const embedder = values.words
    ? undefined
    : await localEmbedder(path.join(modelsDir, 'encoder'), Number(values.threads), cores)
  const options: Options = {
    perPackage: Number(values.queries),
    mostChunks: Number(values['most-chunks']),
    indexes: values.indexes,
    embedder,
  }
  const byLanguage = new Map<string, Ranks>()
  for (const { folder, language, name } of folders) {
    const ranks = await measure(folder, `${language}+${name}`, options)
    if (!ranks) continue
    console.error(`${name}\n${table(ranks)}`)
    for (const sum of [language, 'all']) byLanguage.set(sum, joined(byLanguage.get(sum) ?? none(), ranks))
  }
  await embedder?.dispose()
  for (const [language, ranks] of byLanguage) output.write(`${language}\n${table(ranks)}\n`)
  return 0
}

function joined(a: Ranks, b: Ranks): Ranks {
  return Object.fromEntries(systems.map((name) => [name, [...a[name], ...b[name]]])) as Ranks
}

function table(ranks: Ranks): string {
  const percent = ({ mean, low, high }: Estimate): string =>
    `${(mean * 100).toFixed(1)} % (${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)})`
  return systems
    .filter((name) => ranks[name].length > 0)
    .map((name) => {
      const { queries, recall, mrr } = scoreRanks(ranks[name])
      return `  ${name.padEnd(18)} ${queries} queries  recall@10 ${percent(recall)}  MRR@10 ${percent(mrr)}`
    })
    .join('\n')
}

/** By the hash of their names in halves: one to choose numbers on, one to report. */
async function packages(
  root: string,
): Promise<{ folder: string; language: string; name: string; part: 'tune' | 'report' }[]> {
  const found: Awaited<ReturnType<typeof packages>> = []
  for (const language of (await readdir(root).catch(() => [])).sort())
    for (const name of (await readdir(path.join(root, language)).catch(() => [])).sort()) {
      const isTune = createHash('sha256').update(name).digest()[0]! % 2 === 0
      found.push({ folder: path.join(root, language, name), language, name, part: isTune ? 'tune' : 'report' })
    }
  return found
}

async function measure(folder: string, name: string, options: Options): Promise<Ranks | undefined> {
  const copy = await mkdtemp(path.join(tmpdir(), 'shortline-eval-'))
  try {
    const queries = await docWorkspace(folder, copy, options.perPackage, new SyntaxParser())
    if (queries.length < leastQueries) return undefined
    const folders = [{ root: copy, name: '' }]
    const plain = new PlainBm25()
    for await (const found of new Walker(folders, []).files()) plain.add(found.path, await readFile(found.file, 'utf8'))
    const ranks = none()
    for (const query of queries) ranks['plain BM25'].push(rankOf(query, plain.search(query.query, depth)))
    plain.close()
    const chunks = await ask(queries, folders, ':memory:', undefined, ranks.words)
    if (!options.embedder) return ranks
    if (chunks > options.mostChunks) return undefined
    const file = options.indexes === undefined ? ':memory:' : path.join(options.indexes, `${name}.db`)
    await ask(queries, folders, file, options.embedder, ranks['words and vectors'])
    return ranks
  } finally {
    await rm(copy, { recursive: true })
  }
}

/** Adds the rank of each answer. @returns how many chunks were searched */
async function ask(
  queries: readonly PlacedQuery[],
  folders: readonly Folder[],
  file: string,
  embedder: LocalEmbedder | undefined,
  ranks: (number | undefined)[],
): Promise<number> {
  let chunks = 0
  const service = new IndexService({
    options: { folders, file, exclude: [], model: embedder?.model ?? null },
    ...(embedder && { embed: embedder.embed }),
    owner: 'eval',
    onState: (state) => (chunks = state.kind === 'ready' ? state.chunks : chunks),
    log: (level, text) => console.error(`${level}: ${text}`),
    now: () => Date.now(),
  })
  await service.update()
  for (const query of queries) ranks.push(rankOf(query, await service.search(query.query, depth)))
  await service.close()
  return chunks
}
