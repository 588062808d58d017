/** Headers and components of the ledger as rows. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { ComponentRow, Entry, EntryEnd, EntryStart } from '../../core/money/entries.ts'

type EntryRow = Omit<Entry, 'estimated' | 'components'> & { number: number; estimated: number }
type ComponentOf = ComponentRow & { entry: number }

const header = `number, id, at, day, state, kind, route, reason, label, p, mode, model, prompt, priceRow, why,
  billedModel, attempts, firstTokenMs, ms, costMicroUsd, flagshipMicroUsd, estimated`

const ofNumber = '(SELECT coalesce(sum(costMicroUsd), 0) FROM component WHERE entry = :number)'

export class EntryTable {
  readonly #begin: StatementSync
  readonly #number: StatementSync
  readonly #remove: StatementSync
  readonly #add: StatementSync
  readonly #sum: StatementSync
  readonly #end: StatementSync
  readonly #sweep: StatementSync
  readonly #open: StatementSync
  readonly #price: StatementSync
  readonly #read: StatementSync
  readonly #components: StatementSync

  constructor(database: DatabaseSync) {
    this.#begin = database.prepare(
      `INSERT INTO entry (id, at, day, state, pid, kind, route, reason, label, p, mode, model, prompt, priceRow)
       VALUES (:id, :at, :day, 'open', :pid, :kind, :route, :reason, :label, :p, :mode, :model, :prompt, :priceRow)
       ON CONFLICT (id) DO NOTHING RETURNING number`,
    )
    this.#number = database.prepare('SELECT number FROM entry WHERE id = ?')
    this.#remove = database.prepare('DELETE FROM component WHERE entry = ? AND call = ?')
    this.#add = database.prepare(
      'INSERT INTO component VALUES (:entry, :call, :component, :tokens, :costMicroUsd, :ms)',
    )
    this.#sum = database.prepare(
      `UPDATE entry SET costMicroUsd = ${ofNumber}, estimated = max(estimated, :estimated) WHERE number = :number`,
    )
    this.#end = database.prepare(
      `UPDATE entry SET state = :state, why = :why, billedModel = :billedModel, attempts = :attempts,
         firstTokenMs = :firstTokenMs, ms = :ms, flagshipMicroUsd = :flagshipMicroUsd WHERE number = :number`,
    )
    this.#sweep = database.prepare(
      `UPDATE entry SET state = 'swept', why = 'process ended' WHERE number = ? AND state = 'open'`,
    )
    this.#price = database.prepare('UPDATE entry SET priceRow = ? WHERE number = ?')
    this.#open = database.prepare(
      `SELECT number, pid, at FROM entry WHERE state = 'open' AND (pid <> :own OR at < :oldest)`,
    )
    this.#read = database.prepare(`SELECT ${header} FROM entry WHERE at >= ? ORDER BY number DESC LIMIT ? OFFSET ?`)
    this.#components = database.prepare('SELECT * FROM component WHERE entry BETWEEN ? AND ? ORDER BY rowid')
  }

  /** @returns its row; the same for an entry that has begun */
  begin(start: EntryStart, at: number, day: string): number {
    const { id, kind, route, reason, label, p, mode, model, prompt, priceRow } = start
    const row = { id, at, day, pid: process.pid, kind, route, reason, label, p, mode, model, prompt, priceRow }
    const begun = this.#begin.get(row) as { number: number } | undefined
    return begun?.number ?? this.numberOf(id)
  }

  /** @throws Error for an entry that never began */
  numberOf(id: string): number {
    const row = this.#number.get(id) as { number: number } | undefined
    if (!row) throw new Error(`the ledger has no entry ${id}`)
    return row.number
  }

  replaceComponents(number: number, call: number, rows: readonly ComponentRow[], estimated: boolean): void {
    this.#remove.run(number, call)
    for (const { component, tokens, costMicroUsd, ms } of rows) {
      this.#add.run({ entry: number, call, component, tokens, costMicroUsd, ms })
    }
    this.#sum.run({ number, estimated: estimated ? 1 : 0 })
  }

  end(number: number, end: EntryEnd): void {
    const { state, why, billedModel, attempts, firstTokenMs, ms, flagshipMicroUsd } = end
    this.#end.run({ number, state, why, billedModel, attempts, firstTokenMs, ms, flagshipMicroUsd })
  }

  setPriceRow(number: number, priceRow: string): void {
    this.#price.run(priceRow, number)
  }

  sweep(number: number): void {
    this.#sweep.run(number)
  }

  /** Under way in other processes, and here since before `oldest`. */
  mayBeOrphans(oldest: number): { readonly number: number; readonly pid: number; readonly at: number }[] {
    return this.#open.all({ own: process.pid, oldest }) as { number: number; pid: number; at: number }[]
  }

  /** Latest first. @param skip as many of the latest */
  read(since: number, limit: number, skip: number): Entry[] {
    const rows = this.#read.all(since, limit, skip) as unknown as EntryRow[]
    if (rows.length === 0) return []
    const found = this.#components.all(rows.at(-1)!.number, rows[0]!.number) as unknown as ComponentOf[]
    const byEntry = Map.groupBy(found, ({ entry }) => entry)
    return rows.map(({ number, estimated, ...row }) => ({
      ...row,
      estimated: estimated === 1,
      components: (byEntry.get(number) ?? []).map(({ call, component, tokens, costMicroUsd, ms }) => ({
        ...{ call, component, tokens, costMicroUsd, ms },
      })),
    }))
  }
}
