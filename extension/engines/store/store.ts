/** What the thread offers, by name. Summaries are made there, so that long histories never cross over. */
import type { DatabaseSync } from 'node:sqlite'
import type { Entry } from '../../core/money/entries.ts'
import { summarise } from '../../core/money/summary.ts'
import type { Summary } from '../../core/money/summary.ts'
import { AnswerTable } from './answer-table.ts'
import type { NewAnswer, Similar } from './answer-table.ts'
import { explained, openDatabase } from './database.ts'
import { Ledger } from './ledger.ts'
import type { Call } from './store-protocol.ts'

export class Store {
  readonly #ledger: Ledger
  readonly #file: string
  readonly #answersDatabase: DatabaseSync
  readonly #answers: AnswerTable

  /** @throws StoreError when the file can't be opened */
  constructor(file: string) {
    this.#file = file
    this.#ledger = new Ledger(file)
    this.#answersDatabase = openDatabase(file)
    this.#answers = new AnswerTable(this.#answersDatabase)
  }

  readonly methods = {
    reserve: (call: Parameters<Ledger['reserve']>[0]) => this.#ledger.reserve(call),
    settle: (call: Parameters<Ledger['settle']>[0]) => this.#ledger.settle(call),
    finish: (...args: Parameters<Ledger['finish']>) => this.#ledger.finish(...args),
    record: (...args: Parameters<Ledger['record']>) => this.#ledger.record(...args),
    entries: (...args: Parameters<Ledger['entries']>): Entry[] => this.#ledger.entries(...args),
    summary: (since?: number): Summary => summarise(this.#ledger.entries(since)),
    use: () => this.#ledger.use(),
    putAnswer: (answer: NewAnswer): void => explained(this.#file, () => this.#answers.put(answer)),
    similarAnswers: (...args: Parameters<AnswerTable['similar']>): Similar[] =>
      explained(this.#file, () => this.#answers.similar(...args)),
    removeAnswer: (id: string): void => explained(this.#file, () => this.#answers.remove(id)),
    close: (): void => {
      this.#ledger.close()
      this.#answersDatabase.close()
    },
  }

  run(method: Call['method'], args: Call['args']): unknown {
    return (this.methods[method] as (...args: readonly unknown[]) => unknown)(...args)
  }
}
