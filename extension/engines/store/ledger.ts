/**
 * The ledger: reserve the worst case, send, settle what it was. All windows and processes share one file.
 *
 * Invariants: a day's spent and reserved money, an hour's asks and an ask's tokens never pass their caps; an entry's
 * cost is the sum of its components; a reservation is counted once, by whoever made it or by the sweep.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { CapReason, CapRefusal, Caps, Counter, Use } from '../../core/money/caps.ts'
import { totalCost } from '../../core/money/cost.ts'
import type { WorstCase } from '../../core/money/cost.ts'
import type { ComponentRow, Entry, EntryEnd, EntryStart } from '../../core/money/entries.ts'
import { dayOf, hourOf } from '../../core/money/periods.ts'
import { Counters } from './counters.ts'
import { explained, openDatabase } from './database.ts'
import { EntryTable } from './entry-table.ts'
import { ReservationTable } from './reservation-table.ts'
import type { Reservation } from './reservation-table.ts'

export interface ReserveCall {
  readonly entry: EntryStart
  /** Counted from 1. */
  readonly call: number
  readonly worst: WorstCase
  /** Likely tokens of the prompt and the most of the answer, for the cap on an ask. */
  readonly queryTokens: number
  readonly caps: Caps
}

export type Reserved = { readonly kind: 'reserved' } | CapRefusal

export interface SettleCall {
  readonly id: string
  readonly call: number
  /** Empty: nothing was sent, or nothing is billed. */
  readonly components: readonly ComponentRow[]
  readonly estimated: boolean
  /** The row that it was billed by: another than expected when the server ran another model. */
  readonly priceRow: string | null
}

/** A call that takes longer than this has lost its process, even if another has its number now. */
const longestCallMs = 60 * 60_000

/** A sweep moves money from reserved to spent and makes no room under a cap: nobody has to wait for one. */
const sweepEveryMs = 30_000

export class Ledger {
  readonly #file: string
  readonly #database: DatabaseSync
  readonly #now: () => number
  readonly #counters: Counters
  readonly #entries: EntryTable
  readonly #reservations: ReservationTable
  readonly #begin: StatementSync
  readonly #commit: StatementSync
  #sweptAt = 0

  /** @throws StoreError when the file can't be opened */
  constructor(file: string, now: () => number = Date.now) {
    this.#file = file
    this.#now = now
    this.#database = openDatabase(file)
    this.#counters = new Counters(this.#database)
    this.#entries = new EntryTable(this.#database)
    this.#reservations = new ReservationTable(this.#database)
    this.#begin = this.#database.prepare('BEGIN IMMEDIATE')
    this.#commit = this.#database.prepare('COMMIT')
    this.sweep()
  }

  close(): void {
    this.#database.close()
  }

  /** Makes room under the caps for one call; the entry begins with its first. */
  reserve({ entry, call, worst, queryTokens, caps }: ReserveCall): Reserved {
    const at = this.#now()
    if (Math.abs(at - this.#sweptAt) >= sweepEveryMs) this.sweep()
    const [day, hour] = [dayOf(at), hourOf(at)]
    const asks = call === 1 ? 1 : 0
    const claims: [reason: CapReason, counter: string, asked: number, cap: number][] = [
      ['query-cap', `query:${entry.id}`, queryTokens, caps.tokensPerQuery],
      ['hour-cap', `hour:${hour}`, asks, caps.queriesPerHour],
      ['day-cap', `day:${day}`, worst.inputMicroUsd + worst.outputMicroUsd, caps.microUsdPerDay],
    ]
    return this.#transaction<Reserved>(() => {
      for (const [reason, counter, asked, cap] of claims) {
        if (this.#counters.reserve(counter, asked, cap)) continue
        return { undo: { kind: 'refused', reason, cap, asked, ...this.#counters.read(counter) } }
      }
      const number = this.#entries.begin(entry, at, day)
      this.#reservations.insert({ ...worst, queryTokens, entry: number, call, day, hour, asks })
      return { keep: { kind: 'reserved' } }
    })
  }

  /** Counts what a call was billed. After a sweep it corrects what the sweep counted. */
  settle({ id, call, components, estimated, priceRow }: SettleCall): void {
    this.#transaction(() => {
      const entry = this.#entries.numberOf(id)
      this.#count(this.#reservations.get(entry, call), components)
      this.#entries.replaceComponents(entry, call, components, estimated)
      if (priceRow !== null) this.#entries.setPriceRow(entry, priceRow)
      return { keep: undefined }
    })
  }

  /** Ends the entry. A call that was not settled by now counts in full. */
  finish(id: string, end: EntryEnd, local: readonly ComponentRow[]): void {
    this.#transaction(() => {
      const entry = this.#entries.numberOf(id)
      for (const open of this.#reservations.open(entry)) this.#countInFull(open)
      this.#entries.replaceComponents(entry, 0, local, false)
      this.#entries.end(entry, end)
      return { keep: undefined }
    })
  }

  /** An Outcome for which nothing was reserved: answered here, or refused. */
  record(start: EntryStart, end: EntryEnd, local: readonly ComponentRow[]): void {
    this.#transaction(() => {
      const at = this.#now()
      const entry = this.#entries.begin(start, at, dayOf(at))
      this.#entries.replaceComponents(entry, 0, local, false)
      this.#entries.end(entry, end)
      return { keep: undefined }
    })
  }

  /** Ends what belongs to processes that are gone; their open calls count in full, for nobody knows what was sent. */
  sweep(): void {
    this.#sweptAt = this.#now()
    const oldest = this.#sweptAt - longestCallMs
    const orphans = explained(this.#file, () => this.#entries.mayBeOrphans(oldest)).filter(
      ({ pid, at }) => at < oldest || !isAlive(pid),
    )
    if (orphans.length === 0) return
    this.#transaction(() => {
      for (const { number } of orphans) {
        for (const open of this.#reservations.open(number)) this.#countInFull(open)
        this.#entries.sweep(number)
      }
      return { keep: undefined }
    })
  }

  /** Latest first. @param since milliseconds since 1970 */
  entries(since = 0, limit = 1_000_000, skip = 0): Entry[] {
    return explained(this.#file, () => this.#entries.read(since, limit, skip))
  }

  /** Spent and reserved: micro-dollars today, asks in this hour. */
  use(): Use {
    const at = this.#now()
    const read = (counter: string): Counter => {
      const { used: spent, reserved } = this.#counters.read(counter)
      return { spent, reserved }
    }
    return explained(this.#file, () => ({ day: read(`day:${dayOf(at)}`), hour: read(`hour:${hourOf(at)}`) }))
  }

  #countInFull(open: Reservation): void {
    const { call, inputTokens, inputMicroUsd, outputTokens, outputMicroUsd } = open
    const components: readonly ComponentRow[] = [
      { call, component: 'input', tokens: inputTokens, costMicroUsd: inputMicroUsd, ms: null },
      { call, component: 'output', tokens: outputTokens, costMicroUsd: outputMicroUsd, ms: null },
    ]
    this.#count(open, components)
    this.#entries.replaceComponents(open.entry, call, components, true)
  }

  #count(reservation: Reservation, components: readonly ComponentRow[]): void {
    const { id, day, hour, asks, counted } = reservation
    const microUsd = totalCost(components)
    const tokens = components.reduce((sum, row) => sum + row.tokens, 0)
    const { inputMicroUsd, outputMicroUsd, queryTokens } = reservation
    if (counted) {
      this.#counters.correct(`day:${day}`, microUsd - counted.microUsd)
      this.#counters.correct(`query:${id}`, tokens - counted.tokens)
    } else {
      this.#counters.settle(`day:${day}`, inputMicroUsd + outputMicroUsd, microUsd)
      this.#counters.settle(`query:${id}`, queryTokens, tokens)
      this.#counters.settle(`hour:${hour}`, asks, asks)
    }
    this.#reservations.setCounted(reservation, { microUsd, tokens })
  }

  #transaction<T>(run: () => { readonly keep: T } | { readonly undo: T }): T {
    return explained(this.#file, () => {
      this.#begin.run()
      try {
        const result = run()
        if ('undo' in result) {
          this.#database.exec('ROLLBACK')
          return result.undo
        }
        this.#commit.run()
        return result.keep
      } catch (error) {
        // A full disk has rolled back by itself.
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
        throw error
      }
    })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Another user's process may not be asked, but is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
