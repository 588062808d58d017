/**
 * Hybrid search: definitions by their words, chunks by their vectors, the ranks of both fused, one passage for each
 * definition, the weak tail dropped.
 */
import type { IndexStore, StoredChunk } from './store.ts'
import { inEnglish } from '../in-english.ts'
import { queryWords, wordsOf } from './words.ts'

export interface Ranking {
  /** Answers that each of the two gives. */
  readonly depth: number
  /** Reciprocal-rank fusion: 1 / (`k` + rank). */
  readonly k: number
  /** What a rank by vectors counts, where one by words counts 1. */
  readonly vectorWeight: number
  /** Factors for what is no function: the heads of large classes; types; imports, constants, prose. */
  readonly classFactor: number
  readonly typeFactor: number
  readonly linesFactor: number
  /** What scores less than this share of the best is dropped. */
  readonly tail: number
  /** Up to here a definition in several pieces is given whole. */
  readonly passageCharacters: number
}

/** Fitted on development packages (`models/LOG.md`). */
export const defaultRanking: Ranking = {
  depth: 100,
  k: 10,
  vectorWeight: 1,
  classFactor: 0.85,
  typeFactor: 0.9,
  linesFactor: 0.8,
  tail: 0.2,
  passageCharacters: 2500,
}

export interface FoundPassage {
  readonly path: string
  readonly startLine: number
  readonly endLine: number
  readonly text: string
  readonly outline: string
  readonly score: number
}

/** @param vector of the question; undefined where there is no encoder, or not yet */
export async function hybridSearch(
  store: IndexStore,
  query: string,
  vector: Promise<Float32Array | undefined>,
  limit: number,
  ranking: Ranking = defaultRanking,
): Promise<FoundPassage[]> {
  const english = inEnglish(query)
  const words = queryWords(english === query ? query : `${query} ${english}`)
  const byWords = await store.keyword(words, ranking.depth)
  const embedded = await vector
  const nearest = embedded ? await store.nearest(embedded, ranking.depth) : []
  const near = new Map((await store.chunks(nearest.map(({ id }) => id))).map((chunk) => [chunk.id, chunk]))
  const units = nearest.flatMap(({ id }) => near.get(id)?.unit ?? [])
  const fused = fuse([byWords.map(({ id }) => id), [...new Set(units)]], [1, ranking.vectorWeight], ranking.k)
  const found = Map.groupBy(await store.unitChunks([...fused.keys()]), ({ unit }) => unit)
  const scored: { chunks: StoredChunk[]; score: number }[] = []
  for (const [unit, score] of fused) {
    // Gone since it was looked up.
    const chunks = found.get(unit)
    if (chunks) scored.push({ chunks, score: score * factorOf(chunks[0]!.kind, ranking) })
  }
  scored.sort((a, b) => b.score - a.score || a.chunks[0]!.id - b.chunks[0]!.id)
  const least = (scored[0]?.score ?? 0) * ranking.tail
  const ranks = new Map(nearest.map(({ id }, rank) => [id, rank]))
  const kept = scored.slice(0, limit).filter(({ score }) => score >= least)
  const next = await followers(store, kept)
  return kept.map(({ chunks, score }) => {
    return { ...passageOf(chunks, ranks, words, next, ranking.passageCharacters), score }
  })
}

function factorOf(kind: StoredChunk['kind'], { classFactor, typeFactor, linesFactor }: Ranking): number {
  return { function: 1, class: classFactor, type: typeFactor, lines: linesFactor }[kind]
}

/** Reciprocal-rank fusion of lists of ids, best first. */
export function fuse(
  lists: readonly (readonly number[])[],
  weights: readonly number[],
  k: number,
): Map<number, number> {
  const scores = new Map<number, number>()
  lists.forEach((list, index) => {
    list.forEach((id, rank) => scores.set(id, (scores.get(id) ?? 0) + weights[index]! / (k + rank + 1)))
  })
  return scores
}

/** Of a definition in several pieces: the best one, with those next to it that were found as well, or that fit in. */
function passageOf(
  chunks: readonly StoredChunk[],
  ranks: ReadonlyMap<number, number>,
  words: readonly string[],
  next: Followers,
  mostCharacters: number,
): Omit<FoundPassage, 'score'> {
  const best = chunks.length === 1 ? 0 : bestPiece(chunks, ranks, words)
  let [from, to] = [best, best]
  const joins = (a: number, b: number): boolean =>
    ranks.has(chunks[a]!.id) && ranks.has(chunks[b]!.id) && next.get(chunks[a]!.id) === chunks[b]!.id
  while (from > 0 && joins(from - 1, from)) from--
  while (to + 1 < chunks.length && joins(to, to + 1)) to++
  ;[from, to] = widened(chunks, from, to, next, mostCharacters)
  const run = chunks.slice(from, to + 1)
  const [first] = run
  return {
    path: first!.path,
    startLine: first!.startLine,
    endLine: run.at(-1)!.endLine,
    text: joined(run),
    outline: run.find(({ outline }) => outline !== '')?.outline ?? '',
  }
}

/** By id, the chunk that comes next in the file. All lines that are not blank are in chunks: only blank ones lie between. */
type Followers = ReadonlyMap<number, number>

async function followers(
  store: IndexStore,
  found: readonly { readonly chunks: readonly StoredChunk[] }[],
): Promise<Followers> {
  const paths = new Set(found.filter(({ chunks }) => chunks.length > 1).map(({ chunks }) => chunks[0]!.path))
  const next = new Map<number, number>()
  for (const path of paths) {
    const inOrder = await store.chunksOf(path)
    for (const [index, { id }] of inOrder.slice(1).entries()) next.set(inOrder[index]!.id, id)
  }
  return next
}

function joined(run: readonly StoredChunk[]): string {
  return run.reduce((text, chunk, index) => {
    const breaks = index === 0 ? 0 : chunk.startLine - run[index - 1]!.endLine
    return text + '\n'.repeat(breaks) + chunk.text
  }, '')
}

/** Longer by the pieces next to it, shorter ones first, while it stays short enough to be read as a whole. */
function widened(
  chunks: readonly StoredChunk[],
  first: number,
  last: number,
  next: Followers,
  most: number,
): [from: number, to: number] {
  let [from, to] = [first, last]
  let room = most - joined(chunks.slice(from, to + 1)).length
  const follows = (a: number, b: number): boolean => next.get(chunks[a]!.id) === chunks[b]!.id
  const length = (index: number): number => chunks[index]!.text.length
  for (;;) {
    const [closest] = [from - 1, to + 1]
      .filter((index) => index >= 0 && index < chunks.length && length(index) <= room)
      .filter((index) => (index < from ? follows(index, from) : follows(to, index)))
      .sort((a, b) => length(a) - length(b))
    if (closest === undefined) return [from, to]
    room -= length(closest)
    ;[from, to] = [Math.min(from, closest), Math.max(to, closest)]
  }
}

/** The nearest by vector; without any, the one with the most of the words, the first of equals. */
function bestPiece(
  chunks: readonly StoredChunk[],
  ranks: ReadonlyMap<number, number>,
  words: readonly string[],
): number {
  const score = ({ id, text, outline }: StoredChunk): number => {
    const rank = ranks.get(id)
    if (rank !== undefined) return 2 - rank / ranks.size
    const said = new Set(wordsOf(`${text}\n${outline}`))
    return words.filter((word) => said.has(word)).length / (words.length + 1)
  }
  const scores = chunks.map(score)
  return scores.indexOf(Math.max(...scores))
}
