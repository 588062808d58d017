/** Passages for a question, and the citations that hold. */
import type { LeftOut, Source } from '../../core/ask-service.ts'
import { readCitations } from '../../core/asks/citations.ts'
import { chooseSources } from '../../core/asks/sources.ts'
import type { SourceLimits } from '../../core/asks/sources.ts'
import type { Hit, QueryVector } from '../../core/retrieval/types.ts'
import type { Run } from './run.ts'

export interface Found {
  readonly sources: readonly Source[]
  readonly leftOut: readonly LeftOut[]
}

/** More than can go along, so that it can be seen what was left out. */
const candidates = 16

/** @param vector of the query, where there is one already; null: by words only */
export async function findHits(run: Run, query: string, vector?: QueryVector): Promise<readonly Hit[]> {
  const { parts, meter, signal } = run
  const search = parts.search()
  const begun = parts.clock()
  const hits = search && query.trim() !== '' ? await search.search(query, candidates, signal, vector) : []
  meter.local.push({ call: 0, component: 'retrieve', tokens: 0, costMicroUsd: 0, ms: parts.clock() - begun })
  return hits
}

/**
 * Passages for the ask, found with the vector that it has from its label on.
 *
 * @param words that are looked up as well @param own the selection
 */
export async function retrieve(
  run: Run,
  limits: SourceLimits,
  own?: Omit<Source, 'number'>,
  words = '',
): Promise<Found> {
  const { text, queryVector, config } = run.prepared
  const hits = await findHits(run, words === '' ? text : `${text}\n${words}`, queryVector)
  const found = chooseSources(hits, limits, config.policy, own)
  run.sources = found.sources
  return found
}

/** Those of given sources, whose files are still there. */
export async function citationsOf(
  { parts }: Run,
  text: string,
  sources: readonly Source[],
): Promise<{ readonly cited: readonly Source[] }> {
  const { cited, invented } = readCitations(text, sources)
  if (invented.length > 0) parts.log('info', `The answer cites ${invented.length} sources that it was not given.`)
  const there = await Promise.all(cited.map(async ({ path }) => (await parts.readText(path)) !== undefined))
  return { cited: cited.filter((_, index) => there[index]) }
}
