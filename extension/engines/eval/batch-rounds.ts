/**
 * Many asks, their calls sent together: each ask runs until it needs a model, then all wait, and what they wait for
 * goes out as a batch of each model. A plan's next steps make the next round.
 */
import { createHash } from 'node:crypto'
import type { Call, CallEvent } from '../../core/flagship/call.ts'
import type { Batches, BatchResult } from '../flagship/batches.ts'
import { CallError } from '../flagship/failures.ts'
import type { FlagshipClient } from '../flagship/client.ts'

interface Waiting {
  readonly id: string
  readonly call: Call
  /** Undefined: nobody will answer any more. */
  readonly answer: (result: BatchResult | undefined) => void
}

export interface Line {
  readonly client: Pick<FlagshipClient, 'stream'>
  /** Milliseconds that do not pass while a batch is waited for. */
  readonly clock: () => number
}

export class BatchRounds {
  readonly #batches: Batches
  readonly #onSent: (batch: string, calls: number) => void
  readonly #known = new Map<string, BatchResult>()
  readonly #seen = new Map<string, number>()
  #waiting: Waiting[] = []
  #running = 0
  #onQuiet: () => void = () => undefined

  constructor(batches: Batches, onSent: (batch: string, calls: number) => void) {
    this.#batches = batches
    this.#onSent = onSent
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** Takes up batches that were sent before: what they answer is not sent again. @returns false when the signal ended it */
  async resume(batches: readonly string[], signal: AbortSignal): Promise<boolean> {
    for (const batch of batches) {
      const results = await this.#batches.results(batch, signal)
      if (!results) return false
      for (const [id, result] of results) this.#known.set(id, result)
    }
    return true
  }

  /** For one ask. */
  line(): Line {
    let waited = 0
    const wait = async (call: Call): Promise<BatchResult | undefined> => {
      const begun = performance.now()
      const result = await this.#answer(call)
      waited += performance.now() - begun
      return result
    }
    return {
      client: { stream: (_server, call) => stream(wait, call) },
      clock: () => performance.now() - waited,
    }
  }

  /** Starts an ask. @returns when it, and all others, have ended or wait */
  async start(ask: () => Promise<void>): Promise<void> {
    this.#running++
    void ask().finally(() => {
      this.#running--
      this.#look()
    })
    await this.#quiet()
  }

  /** Sends what is waited for, and hands the answers on. @returns false when the signal ended it @throws CallError */
  async round(signal: AbortSignal): Promise<boolean> {
    const calls = this.#waiting
    const sent = new Set<string>()
    for (const model of new Set(calls.map(({ call }) => call.model))) {
      const those = calls.filter(({ call }) => call.model === model)
      const batch = await this.#batches.send(those)
      this.#onSent(batch, those.length)
      sent.add(batch)
    }
    if (!(await this.resume([...sent], signal))) return false
    this.#waiting = []
    for (const { id, answer } of calls) answer(this.#known.get(id) ?? unanswered)
    await this.#quiet()
    return true
  }

  /** Nobody waits any longer: the asks end as cancelled. */
  async stop(): Promise<void> {
    for (const { answer } of this.#waiting.splice(0)) answer(undefined)
    await this.#quiet()
  }

  #answer(call: Call): Promise<BatchResult | undefined> {
    const hash = createHash('sha256')
      .update(JSON.stringify(this.#batches.body({ call })))
      .digest('hex')
      .slice(0, 40)
    const count = (this.#seen.get(hash) ?? 0) + 1
    this.#seen.set(hash, count)
    // The same in every run, so that a batch of an earlier one is known again.
    const id = `${hash}-${count}`
    const known = this.#known.get(id)
    if (known) return Promise.resolve(known)
    return new Promise((answer) => {
      this.#waiting.push({ id, call, answer })
      this.#look()
    })
  }

  #look(): void {
    if (this.#running === this.#waiting.length) this.#onQuiet()
  }

  async #quiet(): Promise<void> {
    if (this.#running === this.#waiting.length) return
    await new Promise<void>((resolve) => (this.#onQuiet = resolve))
  }
}

/** What a server passed over in silence. */
const unanswered: BatchResult = {
  ...{ reason: 'malformed', message: 'The batch has ended, and says nothing of this request.' },
  ...{ mayBeBilled: false, passing: false, retryAfterMs: null, usage: null },
}

/** Sent, for the ledger, is what an answer was fetched for: a wait that is broken off is booked by whoever goes on. */
async function* stream(wait: (call: Call) => Promise<BatchResult | undefined>, call: Call): AsyncGenerator<CallEvent> {
  const result = await wait(call)
  if (!result) return
  yield { kind: 'attempt', number: 1 }
  if ('reason' in result) throw new CallError(result)
  const { text, usage, model, stop } = result
  yield { kind: 'text', delta: text }
  yield { kind: 'end', usage, model, tier: 'batch', stop }
}
