/** What the thread offers, by name. Summaries are made there, so that long histories never cross over. */
import type { Entry } from '../../core/money/entries.ts'
import { summarise } from '../../core/money/summary.ts'
import type { Summary } from '../../core/money/summary.ts'
import { Ledger } from './ledger.ts'
import type { Call } from './store-protocol.ts'

export class Store {
  readonly #ledger: Ledger

  /** @throws StoreError when the file can't be opened */
  constructor(file: string) {
    this.#ledger = new Ledger(file)
  }

  readonly methods = {
    reserve: (call: Parameters<Ledger['reserve']>[0]) => this.#ledger.reserve(call),
    settle: (call: Parameters<Ledger['settle']>[0]) => this.#ledger.settle(call),
    finish: (...args: Parameters<Ledger['finish']>) => this.#ledger.finish(...args),
    record: (...args: Parameters<Ledger['record']>) => this.#ledger.record(...args),
    entries: (since?: number, limit?: number): Entry[] => this.#ledger.entries(since, limit),
    summary: (since?: number): Summary => summarise(this.#ledger.entries(since)),
    use: () => this.#ledger.use(),
    close: () => this.#ledger.close(),
  }

  run(method: Call['method'], args: Call['args']): unknown {
    return (this.methods[method] as (...args: readonly unknown[]) => unknown)(...args)
  }
}
