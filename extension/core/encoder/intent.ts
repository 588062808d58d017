/** From the classifier's numbers to an `Intent`: calibrated probabilities, the conformal set, and what is out of scope. */
import { labels } from '../types.ts'
import type { Intent, Label } from '../types.ts'
import type { EncoderCard } from './card.ts'

export interface Scored {
  readonly label: Label
  readonly p: number
}

/**
 * Probabilities at the card's temperature, most likely first.
 * @param logits one per label
 */
export function probabilities(logits: ArrayLike<number>, temperature: number): readonly Scored[] {
  const scaled = labels.map((_, at) => logits[at]! / temperature)
  const highest = Math.max(...scaled)
  const weights = scaled.map((value) => Math.exp(value - highest))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return labels.map((label, at) => ({ label, p: weights[at]! / total })).sort((a, b) => b.p - a.p)
}

/**
 * Out of scope is the label or the threshold, whichever fires. Where the threshold does, the set stays what it is: the
 * likely labels, none of which is likely enough; so the label is not the first of the set.
 */
export function intentOf(logits: ArrayLike<number>, card: EncoderCard, ms: number): Intent {
  const ranked = probabilities(logits, card.temperature)
  const likeliest = ranked[0]!
  const set = ranked.filter(({ p }) => p >= card.conformal.threshold).map(({ label }) => label)
  if (set.length > 0 && likeliest.p >= card.outOfScope.threshold) return { ...likeliest, set, ms }
  return { ...ranked.find(({ label }) => label === 'out-of-scope')!, set, ms }
}

/** What there is nothing to read in: some question about software, for all that is known. */
export function blankIntent(ms: number): Intent {
  return { label: 'general', p: 1 / labels.length, set: [], ms }
}
