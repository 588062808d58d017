/**
 * How much more, or less, the text around counts in a workspace than the card says: learned token by token from what is
 * really written, in small steps and within hard bounds. Numbers only, never text.
 */

/** Kept per workspace. */
export interface Drift {
  /** Added to the log-odds of the n-gram's share. */
  readonly bias: number
  /** Seen so far. */
  readonly tokens: number
  /** What the bias was worth on them, in nats: each was judged before anything was learned of it. */
  readonly gain: number
}

/** What both said of a token before it was written. */
export interface Foretold {
  /** Log-odds of the n-gram's share, without any bias. */
  readonly odds: number
  /** Probability by each. */
  readonly ngram: number
  readonly model: number
}

/** Where engines that follow one another keep it; absent: nothing is learned, and nothing counts that was. */
export interface Learning {
  drift: Drift | undefined
}

export const noDrift: Drift = { bias: 0, tokens: 0, gain: 0 }

/** Of the likelihood's slope; chosen on development packages (`models/LOG.md`). */
const rate = 0.05
const mostBias = 2
/** What no one calls impossible. */
const least = 1e-6

/** After a token was written. */
export function afterToken({ bias, tokens, gain }: Drift, { odds, ngram, model }: Foretold): Drift {
  const share = shareAt(odds + bias)
  const mixed = mix(share, ngram, model)
  const slope = (share * (1 - share) * (ngram - model)) / mixed
  return {
    bias: Math.min(mostBias, Math.max(-mostBias, bias + rate * slope)),
    tokens: tokens + 1,
    gain: gain + Math.log(mixed / mix(shareAt(odds), ngram, model)),
  }
}

export function shareAt(odds: number): number {
  return 1 / (1 + Math.exp(-odds))
}

function mix(share: number, ngram: number, model: number): number {
  return Math.max(least, share * ngram + (1 - share) * model)
}

/** What can be read of what was kept: it may come from another version. */
export function readDrift(kept: unknown): Drift {
  const { bias, tokens, gain } = (kept ?? {}) as Partial<Record<keyof Drift, unknown>>
  const isWhole = [bias, tokens, gain].every((value) => Number.isFinite(value)) && Math.abs(bias as number) <= mostBias
  return isWhole ? (kept as Drift) : noDrift
}
