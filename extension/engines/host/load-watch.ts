/**
 * Measures what completions take and asks the governor what to leave out. Samples are taken while there is something to
 * measure or to recover from: an idle host has no timer.
 */
import { availableParallelism } from 'node:os'
import { Governor } from '../../core/governor.ts'
import type { Budget, Effort, Verdict } from '../../core/governor.ts'
import type { Outcome } from '../../core/types.ts'

const sampleMs = 1_000

export class LoadWatch {
  private readonly governor: Governor
  private readonly apply: (verdict: Verdict) => void
  private last: Omit<Verdict, 'trim'>
  private timer: NodeJS.Timeout | undefined
  private since = 0
  private spentMs = 0
  private answers: number[] = []

  /** @param apply called when the effort changes, or when caches are to be dropped */
  constructor(budget: Budget, apply: (verdict: Verdict) => void) {
    this.governor = new Governor(budget)
    this.last = { effort: this.governor.effort }
    this.apply = apply
  }

  get effort(): Effort {
    return this.governor.effort
  }

  /** Runs something and counts what it took. */
  async measure<Result>(work: () => Promise<Result>): Promise<Result> {
    this.look()
    const begun = process.cpuUsage()
    try {
      return await work()
    } finally {
      const { user, system } = process.cpuUsage(begun)
      this.spentMs += (user + system) / 1_000
    }
  }

  /** Somebody has waited for this. */
  answered(outcome: Outcome): void {
    if (outcome.kind === 'done' || outcome.kind === 'empty') this.answers.push(outcome.timings.total)
  }

  dispose(): void {
    clearTimeout(this.timer)
  }

  private look(): void {
    if (this.timer) return
    this.since = performance.now()
    this.timer = setTimeout(() => this.sample(), sampleMs).unref()
  }

  private sample(): void {
    const at = performance.now()
    const wasIdle = this.spentMs === 0
    const verdict = this.governor.take({
      at,
      processor: this.spentMs / ((at - this.since) * availableParallelism()),
      answerMs: median(this.answers),
      memoryMb: process.memoryUsage.rss() / 2 ** 20,
    })
    this.spentMs = 0
    this.answers = []
    this.timer = undefined
    if (!wasIdle || verdict.effort !== 'full') this.look()
    const { effort, strain } = verdict
    const hasChanged = effort !== this.last.effort || strain !== this.last.strain
    this.last = { effort, ...(strain && { strain }) }
    if (hasChanged || verdict.trim) this.apply(verdict)
  }
}

function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length / 2) - 1]
}
