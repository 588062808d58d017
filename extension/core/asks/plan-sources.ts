/**
 * Which passages each step of a plan gets. A step's words often leave out the names that the ask has, so the steps
 * together get what the ask would get in one go, and each what its own search finds besides. Each passage has one
 * number, however many steps get it.
 */
import type { LeftOut, Source } from '../ask-service.ts'
import type { Hit } from '../retrieval/types.ts'
import type { LineRange } from '../types.ts'
import { sourceLimits } from './pricing.ts'
import { chooseSources, overlaps } from './sources.ts'
import type { PathPolicy } from './sources.ts'

export interface StepSources {
  readonly sources: readonly Source[]
  readonly leftOut: readonly LeftOut[]
}

/**
 * @param whole what the ask finds, best first
 * @param steps what each step finds, best first; empty: it needs no code
 * @param own the selection, which goes with the first step
 */
export function sourcesOfSteps(
  whole: readonly Hit[],
  steps: readonly (readonly Hit[])[],
  policy: PathPolicy,
  own?: Omit<Source, 'number'>,
): readonly StepSources[] {
  const ofWhole = chooseSources(whole, sourceLimits.rag, policy, own)
  const first = Math.max(
    0,
    steps.findIndex((hits) => hits.length > 0),
  )
  const known: Source[] = [...ofWhole.sources]
  return steps.map((hits, step) => {
    const assigned = ofWhole.sources.filter(
      (source, at) => step === (own && at === 0 ? 0 : stepFor(source, steps, first)),
    )
    const others = hits.filter((hit) => !assigned.some((source) => overlaps(source, hit)))
    const found = chooseSources(others, sourceLimits.step, policy)
    const leftOut = step === 0 ? [...ofWhole.leftOut, ...found.leftOut] : found.leftOut
    return { sources: [...assigned, ...found.sources.map((source) => numbered(source, known))], leftOut }
  })
}

/** The one whose own search ranks it highest; what none finds goes with the first that needs code. */
function stepFor(source: LineRange, steps: readonly (readonly Hit[])[], first: number): number {
  const ranks = steps.map((hits) => hits.findIndex((hit) => overlaps(hit, source)))
  const best = Math.min(...ranks.filter((rank) => rank >= 0))
  return best === Infinity ? first : ranks.indexOf(best)
}

/** Under the number that the passage has already, or else under the next, which it has from now on. */
function numbered(source: Source, known: Source[]): Source {
  const same = known.find(
    ({ path, startLine, hash }) => path === source.path && startLine === source.startLine && hash === source.hash,
  )
  if (same) return { ...source, number: same.number }
  const next = { ...source, number: known.length + 1 }
  known.push(next)
  return next
}
