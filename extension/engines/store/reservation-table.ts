/** What is reserved for calls under way, and what was counted for those that ended. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { WorstCase } from '../../core/money/cost.ts'

export interface NewReservation extends WorstCase {
  /** Row of the entry. */
  readonly entry: number
  readonly call: number
  /** The counters that it stands in, whatever the clock says when it ends. */
  readonly day: string
  readonly hour: string
  readonly asks: number
  readonly queryTokens: number
}

export interface Counted {
  readonly microUsd: number
  readonly tokens: number
}

export interface Reservation extends NewReservation {
  /** Of the entry. */
  readonly id: string
  /** Undefined while the call is under way. */
  readonly counted: Counted | undefined
}

type Row = Omit<Reservation, 'counted'> & { countedMicroUsd: number | null; countedTokens: number | null }

export class ReservationTable {
  readonly #insert: StatementSync
  readonly #get: StatementSync
  readonly #open: StatementSync
  readonly #count: StatementSync

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      `INSERT INTO reservation VALUES (:entry, :call, :day, :hour, :asks,
         :queryTokens, :inputTokens, :outputTokens, :inputMicroUsd, :outputMicroUsd, NULL, NULL)`,
    )
    const joined = 'SELECT reservation.*, entry.id FROM reservation JOIN entry ON entry.number = reservation.entry'
    this.#get = database.prepare(`${joined} WHERE entry = ? AND call = ?`)
    this.#open = database.prepare(`${joined} WHERE entry = ? AND countedMicroUsd IS NULL`)
    this.#count = database.prepare(
      `UPDATE reservation SET countedMicroUsd = :microUsd, countedTokens = :tokens WHERE entry = :entry AND call = :call`,
    )
  }

  insert(reservation: NewReservation): void {
    this.#insert.run({ ...reservation })
  }

  /** @throws Error for a call that was never reserved */
  get(entry: number, call: number): Reservation {
    const row = this.#get.get(entry, call) as Row | undefined
    if (!row) throw new Error(`call ${call} was never reserved`)
    return read(row)
  }

  open(entry: number): Reservation[] {
    return (this.#open.all(entry) as unknown as Row[]).map(read)
  }

  setCounted({ entry, call }: Reservation, counted: Counted): void {
    this.#count.run({ entry, call, ...counted })
  }
}

function read({ countedMicroUsd, countedTokens, ...row }: Row): Reservation {
  const counted =
    countedMicroUsd === null || countedTokens === null
      ? undefined
      : { microUsd: countedMicroUsd, tokens: countedTokens }
  return { ...row, counted }
}
