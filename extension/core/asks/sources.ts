/** Which passages go with a question: numbered, within a budget, none from a file that must not be read. */
import type { LeftOut, Source } from '../ask-service.ts'
import type { Hit } from '../retrieval/types.ts'
import type { LineRange, RefusedReason } from '../types.ts'

export interface SourceLimits {
  readonly count: number
  /** UTF-16 code units of all passages together. */
  readonly characters: number
}

/** Of the best passage's score, below which one is noise. */
const weakShare = 0.25

export type PathPolicy = (path: string) => Extract<RefusedReason, 'secret-file' | 'excluded-path'> | undefined

/**
 * @param hits best first
 * @param own the selection, which leads when it is given
 */
export function chooseSources(
  hits: readonly Hit[],
  limits: SourceLimits,
  policy: PathPolicy,
  own?: Omit<Source, 'number'>,
): { readonly sources: readonly Source[]; readonly leftOut: readonly LeftOut[] } {
  const sources: Source[] = own ? [{ ...own, number: 1 }] : []
  const leftOut: LeftOut[] = []
  let room = limits.characters
  for (const hit of hits) {
    const { path, startLine, endLine, text, hash, score } = hit
    const why = policy(path) ?? reasonAgainst(hit, hits[0]!.score, sources.length < limits.count, room)
    if (why) {
      leftOut.push({ path, why })
      continue
    }
    if (own && overlaps(own, hit)) continue
    sources.push({ number: 1 + sources.length, path, startLine, endLine, text, hash, score })
    room -= text.length
  }
  return { sources, leftOut }
}

function reasonAgainst(hit: Hit, best: number, isFree: boolean, room: number): LeftOut['why'] | undefined {
  if (best > 0 && hit.score < best * weakShare) return 'weak'
  return isFree && hit.text.length <= room ? undefined : 'no-room'
}

export function overlaps(a: LineRange, b: LineRange): boolean {
  return a.path === b.path && a.startLine <= b.endLine && b.startLine <= a.endLine
}
