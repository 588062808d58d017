/**
 * The money of one ask: each call is reserved, streamed and settled here, whatever happens in between; at the end the
 * ask's header is written. Nothing is sent that was not reserved.
 */
import { likelyInputTokens, roomFor } from '../../core/asks/pricing.ts'
import type { PriceBook, Room } from '../../core/asks/pricing.ts'
import { priceFor } from '../../core/asks/pricing.ts'
import type { Call, CallEvent, CallFailure } from '../../core/flagship/call.ts'
import { isSameModel } from '../../core/flagship/usage.ts'
import type { CapRefusal } from '../../core/money/caps.ts'
import { componentCosts, noUsage, sumUsage, totalCost } from '../../core/money/cost.ts'
import type { ComponentRow, EntryStart } from '../../core/money/entries.ts'
import { dayOf } from '../../core/money/periods.ts'
import type { PriceRow } from '../../core/money/price.ts'
import { likelyTokens } from '../../core/money/tokens.ts'
import type { AskOutcome, Spent, Usage } from '../../core/types.ts'
import { CallError } from '../flagship/failures.ts'
import type { AskConfig, AskParts } from './parts.ts'

/** A cap said no. */
export class CapRefused extends Error {
  override readonly name = 'CapRefused'
  readonly refusal: CapRefusal

  constructor(refusal: CapRefusal) {
    super(refusal.reason)
    this.refusal = refusal
  }
}

/** The signal ended it. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}

export interface Answered {
  readonly text: string
  readonly stop: Extract<CallEvent, { kind: 'end' }>['stop']
}

type End = Extract<CallEvent, { kind: 'end' }>

interface Bill {
  readonly usage: Usage
  readonly estimated: boolean
  readonly price: PriceRow
  readonly tier: string
}

export type MeterParts = Pick<AskParts, 'store' | 'client' | 'log' | 'now' | 'clock'>
export type MeterConfig = PriceBook & Pick<AskConfig, 'key' | 'caps'>

export class Meter {
  readonly #parts: MeterParts
  readonly #config: MeterConfig
  readonly #start: Omit<EntryStart, 'prompt' | 'priceRow'>
  readonly #begun: number
  #calls = 0
  #attempts = 0
  #usage: Usage = noUsage
  #costMicroUsd = 0
  #estimated = false
  #model: string | null = null
  #firstTokenMs: number | null = null
  /** Steps done here, for the ledger. */
  readonly local: ComponentRow[] = []

  /** @param begun by the parts' clock */
  constructor(parts: MeterParts, config: MeterConfig, start: Omit<EntryStart, 'prompt' | 'priceRow'>, begun: number) {
    this.#parts = parts
    this.#config = config
    this.#start = start
    this.#begun = begun
  }

  get spent(): Spent {
    return {
      usage: this.#usage,
      costMicroUsd: this.#costMicroUsd,
      estimated: this.#estimated,
      model: this.#model,
      firstTokenMs: this.#firstTokenMs,
      ms: this.#parts.clock() - this.#begun,
    }
  }

  /** First sight of something to read, streamed or not. */
  shown(): void {
    this.#firstTokenMs ??= this.#parts.clock() - this.#begun
  }

  /**
   * Streams the text of one call.
   *
   * @param prompt its name and version
   * @throws CapRefused, StoreError, CallError, Cancelled
   */
  async *call(call: Call, prompt: string, price: PriceRow, signal: AbortSignal): AsyncGenerator<string, Answered> {
    const { client, store } = this.#parts
    const { endpoint, key, caps } = this.#config
    if (!endpoint) throw new Error('no endpoint')
    const room = roomFor(call, price)
    const number = this.#calls + 1
    const entry = { ...this.#start, prompt, priceRow: price.id }
    const reserved = await store.call('reserve', { entry, call: number, ...room, caps })
    if (reserved.kind === 'refused') throw new CapRefused(reserved)
    this.#calls = number
    let [text, sent] = ['', false]
    let end: End | undefined
    let failure: CallFailure | undefined
    try {
      for await (const event of client.stream({ ...endpoint, key }, call, signal)) {
        if (event.kind === 'attempt') {
          sent = true
          this.#attempts++
        } else if (event.kind === 'text') {
          text += event.delta
          this.shown()
          yield event.delta
        } else end = event
      }
    } catch (error) {
      if (error instanceof CallError) failure = error.failure
      throw error
    } finally {
      const isFree = !sent || (failure !== undefined && !failure.mayBeBilled)
      const bill = isFree ? undefined : this.#bill(call, price, text, end, failure)
      await this.#settle(number, room, bill, end)
    }
    if (!end) throw new Cancelled()
    return { text, stop: end.stop }
  }

  /** By what the server said; where it did not, by the text. */
  #bill(call: Call, price: PriceRow, text: string, end: End | undefined, failure: CallFailure | undefined): Bill {
    const usage = end?.usage ?? failure?.usage
    const counted = { ...noUsage, input: likelyInputTokens(call), output: likelyTokens(text) }
    const tier = end?.tier ?? 'default'
    const other = end?.model != null && !isSameModel(call.model, end.model) ? end.model : undefined
    const otherPrice = other === undefined ? undefined : priceFor(other, dayOf(this.#parts.now()), this.#config)
    if (other !== undefined) {
      this.#parts.log(
        'warn',
        `Asked ${call.model}, but ${other} answered${otherPrice ? '' : ', whose price is unknown'}.`,
      )
    }
    const isGuess = !usage || (other !== undefined && !otherPrice)
    return { usage: usage ?? counted, estimated: isGuess, price: otherPrice ?? price, tier }
  }

  async #settle(call: number, { worst }: Room, bill: Bill | undefined, end: End | undefined): Promise<void> {
    const costs = bill ? componentCosts(bill.usage, bill.price, bill.tier) : []
    const components = costs.map((cost): ComponentRow => ({ call, ...cost, ms: null }))
    const costMicroUsd = totalCost(components)
    if (bill) this.#usage = sumUsage(this.#usage, bill.usage)
    this.#costMicroUsd += costMicroUsd
    this.#estimated ||= bill?.estimated ?? false
    this.#model = end?.model ?? this.#model
    if (costMicroUsd > worst.inputMicroUsd + worst.outputMicroUsd) {
      this.#parts.log('warn', `A call cost ${costMicroUsd} micro-dollars, more than was reserved.`)
    }
    const priceRow = bill?.price.id ?? null
    const estimated = bill?.estimated ?? false
    await this.#written(() =>
      this.#parts.store.call('settle', { id: this.#start.id, call, components, estimated, priceRow }),
    )
  }

  /** Writes the header. */
  async finish(outcome: AskOutcome, flagshipMicroUsd: number): Promise<void> {
    const why = 'reason' in outcome ? outcome.reason : null
    const end = {
      ...{ state: outcome.kind, why, flagshipMicroUsd, attempts: this.#attempts },
      ...{ billedModel: outcome.spent.model, firstTokenMs: outcome.spent.firstTokenMs, ms: outcome.spent.ms },
    }
    const { store } = this.#parts
    await this.#written(() =>
      this.#calls > 0
        ? store.call('finish', this.#start.id, end, this.local)
        : store.call('record', { ...this.#start, prompt: null, priceRow: null }, end, this.local),
    )
  }

  /** What can't be written now stays reserved, and is counted in full by the next sweep. */
  async #written(write: () => Promise<void>): Promise<void> {
    try {
      await write()
    } catch (error) {
      this.#parts.log('error', error instanceof Error ? error.message : String(error))
    }
  }
}
