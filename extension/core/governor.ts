/**
 * What the model host may take of the machine, and what it leaves out when that is not enough: first the beam, then the
 * model. It takes a step back after two bad samples in a row, and tries one step more after a quiet while, which grows
 * when the attempt fails at once: a busy machine is not asked every few seconds.
 */

/** How much of the engine runs, the most first: with beam, without it, without a model. */
export const efforts = ['full', 'greedy', 'ngram'] as const
export type Effort = (typeof efforts)[number]

/** Why it is not all of it. */
export type Strain = 'processor' | 'slow' | 'memory'

export interface Budget {
  /** Share of all cores that completions may take, 0 to 1; 1 is no limit, neither for the time that answers take. */
  readonly processor: number
  /** Resident memory of the process, MB; 0 is no limit. */
  readonly memoryMb: number
}

/** What a stretch of about a second has cost. */
export interface Sample {
  /** Milliseconds on any clock. */
  readonly at: number
  /** Share of all cores that completions took since the last sample. */
  readonly processor: number
  /** What half of the answers since then took at least, ms; undefined without any. */
  readonly answerMs: number | undefined
  readonly memoryMb: number
}

export interface Verdict {
  readonly effort: Effort
  /** Absent when the effort is full. */
  readonly strain?: Strain
  /** Caches are to be dropped now. */
  readonly trim: boolean
}

/** Slower answers come after the next keystroke, so nobody sees them. */
const slowMs = 150
const badInARow = 2
const firstHoldMs = 5_000
const mostHoldMs = 320_000
/** An attempt that lasts this long has not failed. */
const stableMs = 30_000
const trimEveryMs = 30_000
/** Memory must fall by this much before the model is loaded again. */
const roomy = 0.9

export class Governor {
  private readonly budget: Budget
  private level = 0
  private strain: Strain | undefined
  private bad = 0
  private changedAt = -Infinity
  private raisedAt = -Infinity
  private quietSince = -Infinity
  private trimmedAt = -Infinity
  private hold = firstHoldMs

  constructor(budget: Budget) {
    this.budget = budget
  }

  get effort(): Effort {
    return efforts[this.level] as Effort
  }

  take(sample: Sample): Verdict {
    const strain = this.strainOf(sample)
    if (strain === 'memory') return this.memory(sample.at)
    if (strain) {
      this.quietSince = sample.at
      if (++this.bad >= badInARow) this.lower(sample.at, this.level + 1, strain)
    } else {
      this.bad = 0
      this.raise(sample)
    }
    return this.verdict(false)
  }

  private strainOf({ processor, answerMs, memoryMb }: Sample): Strain | undefined {
    const { budget } = this
    if (budget.memoryMb > 0 && memoryMb > budget.memoryMb) return 'memory'
    if (budget.processor >= 1) return undefined
    if (processor > budget.processor) return 'processor'
    return answerMs !== undefined && answerMs > slowMs ? 'slow' : undefined
  }

  /** Caches first; the model only when they were not what takes it. */
  private memory(at: number): Verdict {
    this.quietSince = at
    if (at - this.trimmedAt >= trimEveryMs) {
      this.trimmedAt = at
      this.bad = 0
      return this.verdict(true)
    }
    if (++this.bad >= badInARow) this.lower(at, efforts.length - 1, 'memory')
    return this.verdict(false)
  }

  private lower(at: number, level: number, strain: Strain): void {
    this.bad = 0
    const next = Math.min(level, efforts.length - 1)
    if (next === this.level) {
      // Only for lack of memory the model is given back.
      if (strain === 'memory') this.strain = strain
      return
    }
    const failed = at - this.raisedAt < stableMs
    this.hold = failed ? Math.min(mostHoldMs, this.hold * 2) : firstHoldMs
    this.level = next
    this.strain = strain
    this.changedAt = at
  }

  private raise({ at, memoryMb }: Sample): void {
    if (this.level === 0) return
    if (this.strain === 'memory' && memoryMb > this.budget.memoryMb * roomy) return
    if (at - Math.max(this.changedAt, this.quietSince) < this.hold) return
    // What memory took away comes back as a whole: without the beam it is hardly less.
    this.level = this.strain === 'memory' ? 0 : this.level - 1
    this.changedAt = at
    this.raisedAt = at
  }

  private verdict(trim: boolean): Verdict {
    const { effort, strain } = this
    return { effort, ...(effort !== 'full' && strain && { strain }), trim }
  }
}
