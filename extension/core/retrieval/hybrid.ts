/** Hybrid search: words and vectors apart, their ranks fused, the pieces of a function put together, the weak tail dropped. */
import type { IndexStore, Match, StoredChunk } from './store.ts'
import { queryWords, wordsOf } from './words.ts'

export interface Ranking {
  /** Chunks that each of the two gives. */
  readonly depth: number
  /** Reciprocal-rank fusion: 1 / (`k` + rank). */
  readonly k: number
  /** What a rank by vectors counts, where one by words counts 1. */
  readonly vectorWeight: number
  /** What the share of the question's words in the name, and in the path, adds to the fused score of the first. */
  readonly nameWeight: number
  readonly pathWeight: number
  /** Factor for what is no definition: imports, constants, prose. */
  readonly linesFactor: number
  /** What scores less than this share of the best is dropped. */
  readonly tail: number
}

export interface Passage {
  readonly path: string
  readonly startLine: number
  readonly endLine: number
  readonly text: string
  readonly score: number
}

export async function hybridSearch(
  store: IndexStore,
  query: string,
  vector: Promise<Float32Array | undefined>,
  limit: number,
  ranking: Ranking,
): Promise<Passage[]> {
  const words = queryWords(query)
  const byWords = await store.keyword(words, ranking.depth)
  const embedded = await vector
  const byVector = embedded ? await store.nearest(embedded, ranking.depth) : []
  const fused = fuse([byWords, byVector], [1, ranking.vectorWeight], ranking.k)
  const chunks = new Map((await store.chunks([...fused.keys()])).map((chunk) => [chunk.id, chunk]))
  const asked = new Set(words)
  const first = 1 / (ranking.k + 1)
  const scored: { chunk: StoredChunk; score: number }[] = []
  for (const [id, score] of fused) {
    // Gone since the words were looked up.
    const chunk = chunks.get(id)
    if (!chunk) continue
    const named = share(asked, chunk.name) * ranking.nameWeight + share(asked, chunk.path) * ranking.pathWeight
    const factor = chunk.kind === 'lines' ? ranking.linesFactor : 1
    scored.push({ chunk, score: (score + named * first) * factor })
  }
  scored.sort((a, b) => b.score - a.score || a.chunk.id - b.chunk.id)
  return withoutTail(together(scored), ranking.tail).slice(0, limit)
}

/** Reciprocal-rank fusion. */
export function fuse(lists: readonly (readonly Match[])[], weights: readonly number[], k: number): Map<number, number> {
  const scores = new Map<number, number>()
  lists.forEach((list, index) => {
    list.forEach(({ id }, rank) => scores.set(id, (scores.get(id) ?? 0) + weights[index]! / (k + rank + 1)))
  })
  return scores
}

/** Share of the words asked for that stand in a text. */
function share(asked: ReadonlySet<string>, text: string): number {
  if (asked.size === 0 || text === '') return 0
  const found = new Set(wordsOf(text))
  let count = 0
  for (const word of asked) if (found.has(word)) count++
  return count / asked.size
}

/**
 * One passage a definition: its best chunk, with the chunks next to it that were found as well. A function found in
 * several pieces is not worth more than its best one.
 */
function together(scored: readonly { chunk: StoredChunk; score: number }[]): Passage[] {
  const units = new Map<string, { best: StoredChunk; score: number; all: StoredChunk[] }>()
  for (const { chunk, score } of scored) {
    const key = `${chunk.unit} ${chunk.path}`
    const unit = units.get(key)
    if (unit) unit.all.push(chunk)
    else units.set(key, { best: chunk, score, all: [chunk] })
  }
  return [...units.values()].map(({ best, score, all }) => ({ ...joined(best, all), score }))
}

/** The run of chunks, without a line left out, around the best one. */
function joined(best: StoredChunk, all: StoredChunk[]): Omit<Passage, 'score'> {
  const inOrder = all.toSorted((a, b) => a.startLine - b.startLine)
  let from = inOrder.indexOf(best)
  let to = from
  while (from > 0 && inOrder[from - 1]!.endLine + 1 === inOrder[from]!.startLine) from--
  while (to + 1 < inOrder.length && inOrder[to]!.endLine + 1 === inOrder[to + 1]!.startLine) to++
  const run = inOrder.slice(from, to + 1)
  return {
    path: best.path,
    startLine: run[0]!.startLine,
    endLine: run.at(-1)!.endLine,
    text: run.map(({ text }) => text).join('\n'),
  }
}

function withoutTail(passages: Passage[], tail: number): Passage[] {
  const least = (passages[0]?.score ?? 0) * tail
  return passages.filter(({ score }) => score >= least)
}
