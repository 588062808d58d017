/** One row a counter, raised only by statements that hold its cap. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'

export class Counters {
  readonly #reserve: StatementSync
  readonly #settle: StatementSync
  readonly #read: StatementSync

  constructor(database: DatabaseSync) {
    this.#reserve = database.prepare(
      `INSERT INTO counter SELECT :name, 0, :asked WHERE :asked <= :cap
       ON CONFLICT (name) DO UPDATE SET reserved = reserved + :asked WHERE spent + reserved + :asked <= :cap`,
    )
    this.#settle = database.prepare(
      'UPDATE counter SET reserved = reserved - :reserved, spent = spent + :spent WHERE name = :name',
    )
    this.#read = database.prepare('SELECT spent AS used, reserved FROM counter WHERE name = ?')
  }

  /** @returns false, with nothing changed, when it would pass the cap */
  reserve(name: string, asked: number, cap: number): boolean {
    // What asks for nothing needs no room: a lowered cap does not stop an ask that is under way.
    if (asked === 0) return true
    return this.#reserve.run({ name, asked, cap }).changes === 1
  }

  settle(name: string, reserved: number, spent: number): void {
    this.#settle.run({ name, reserved, spent })
  }

  correct(name: string, difference: number): void {
    this.#settle.run({ name, reserved: 0, spent: difference })
  }

  read(name: string): { readonly used: number; readonly reserved: number } {
    const row = this.#read.get(name) as { used: number; reserved: number } | undefined
    return row ? { used: row.used, reserved: row.reserved } : { used: 0, reserved: 0 }
  }
}
