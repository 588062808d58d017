/** One ask under way: what its route has to work with, and how it may end. */
import type { AskEvent, Source } from '../../core/ask-service.ts'
import { priceFor } from '../../core/asks/pricing.ts'
import type { Call } from '../../core/flagship/call.ts'
import { dayOf } from '../../core/money/periods.ts'
import type { AskOutcome, AskRequest } from '../../core/types.ts'
import type { Answered, Meter } from './meter.ts'
import type { AskParts } from './parts.ts'
import type { Prepared } from './prepare.ts'

/** What came of a route, before what was spent is added. */
export type Ending = WithoutSpent<AskOutcome>

type WithoutSpent<T> = T extends unknown ? Omit<T, 'spent'> : never

export class Run {
  readonly parts: AskParts
  readonly request: AskRequest
  readonly prepared: Prepared
  readonly meter: Meter
  readonly signal: AbortSignal
  /** Passages found so far. */
  sources: readonly Source[] = []
  /** Everything streamed so far. */
  text = ''

  constructor(parts: AskParts, request: AskRequest, prepared: Prepared, meter: Meter, signal: AbortSignal) {
    this.parts = parts
    this.request = request
    this.prepared = prepared
    this.meter = meter
    this.signal = signal
  }

  /** The decision's; the router has seen to it that a paid route has one. */
  get model(): string {
    return this.prepared.routing.decision.model ?? ''
  }

  /** One call, its text shown as it comes. */
  async *stream(call: Call, prompt: string): AsyncGenerator<AskEvent, Answered> {
    const deltas = this.call(call, prompt)
    try {
      for (;;) {
        const { done, value } = await deltas.next()
        if (done) return value
        yield this.show(value)
      }
    } finally {
      // A reader that leaves takes the call with it.
      await deltas.return(undefined as never)
    }
  }

  /** One call whose text is not for people as it comes. */
  call(call: Call, prompt: string): AsyncGenerator<string, Answered> {
    const price = priceFor(call.model, dayOf(this.parts.now()), this.prepared.config)
    if (!price) throw new Error(`${call.model} has no price`)
    return this.meter.call(call, prompt, price, this.signal)
  }

  show(delta: string): AskEvent {
    this.text += delta
    this.meter.shown()
    return { kind: 'text', delta }
  }
}
