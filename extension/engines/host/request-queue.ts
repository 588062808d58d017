/** One request at a time, the newest first in line: whoever types has no use for the answer to an older keystroke. */
import type { ToHost } from '../protocol.ts'

export type Queued = Extract<ToHost, { type: 'complete' | 'goOn' }>

/** Whoever never pauses while typing has it done all the same. */
const longestPutOffMs = 1_000

export class RequestQueue {
  private readonly waiting: Queued[] = []
  private readonly cancelled = new Set<number>()
  private running: Queued | undefined
  private isWorking = false
  private putOffSince: number | undefined
  private waitingForSpare: NodeJS.Timeout | undefined
  private spare: (() => Promise<void>) | undefined
  private readonly whenIdle: (() => void)[] = []
  private readonly answer: (message: Queued, cancelled: () => boolean) => Promise<void>

  constructor(answer: (message: Queued, cancelled: () => boolean) => Promise<void>) {
    this.answer = answer
  }

  add(message: Queued): void {
    this.waiting.push(message)
    if (!this.isWorking) void this.work()
  }

  /**
   * Work that nobody waits for, done when nothing else is to do; the newest takes the place of an older one.
   * @param afterMs not before that, even if nothing else is to do
   */
  later(task: () => Promise<void>, afterMs = 0): void {
    clearTimeout(this.waitingForSpare)
    this.spare = undefined
    const now = performance.now()
    this.putOffSince ??= now
    const waitMs = Math.min(afterMs, this.putOffSince + longestPutOffMs - now)
    if (waitMs > 0) this.waitingForSpare = setTimeout(() => this.beginSpare(task), waitMs)
    else this.beginSpare(task)
  }

  private beginSpare(task: () => Promise<void>): void {
    this.putOffSince = undefined
    this.spare = task
    if (!this.isWorking) void this.work()
  }

  /** The request is still answered, with `cancelled`, as soon as the running step is over. */
  cancel(id: number): void {
    // One that is answered already would be remembered for ever.
    if ([this.running, ...this.waiting].some((message) => message?.id === id)) this.cancelled.add(id)
  }

  /** Resolves when nothing runs or waits, at once if that is now. */
  idle(): Promise<void> {
    return this.isWorking ? new Promise((resolve) => this.whenIdle.push(resolve)) : Promise.resolve()
  }

  private async work(): Promise<void> {
    this.isWorking = true
    for (;;) {
      const next = this.waiting.pop()
      const { spare } = this
      if (next) {
        this.running = next
        await this.answer(next, () => this.cancelled.has(next.id))
        this.cancelled.delete(next.id)
        this.running = undefined
      } else if (spare) {
        this.spare = undefined
        await spare()
      } else break
    }
    this.isWorking = false
    for (const resolve of this.whenIdle.splice(0)) resolve()
  }
}
