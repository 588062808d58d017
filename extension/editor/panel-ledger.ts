/** The ledger's entries as the panel needs them: read once, then only what is new or was under way. Newest first. */
import type { Use } from '../core/money/caps.ts'
import type { Entry } from '../core/money/entries.ts'

export interface LedgerReads {
  /** Latest first. @param since milliseconds since 1970 */
  readonly entries: (since: number) => Promise<readonly Entry[]>
  readonly use: () => Promise<Use>
}

export class PanelLedger {
  private readonly reads: LedgerReads
  private read: readonly Entry[] | undefined
  private reading: Promise<void> | undefined
  use: Use | null = null

  constructor(reads: LedgerReads) {
    this.reads = reads
  }

  /** Undefined until the first `refresh`. */
  get entries(): readonly Entry[] | undefined {
    return this.read
  }

  entryOf(id: string): Entry | undefined {
    return this.read?.find((entry) => entry.id === id)
  }

  /** Calls while one is under way share it, and one more read follows. */
  async refresh(): Promise<void> {
    const before = this.reading
    this.reading = (async () => {
      await before?.catch(() => undefined)
      const [entries, use] = await Promise.all([this.reads.entries(this.firstUnsettled()), this.reads.use()])
      this.take(entries)
      this.use = use
    })()
    await this.reading
  }

  private firstUnsettled(): number {
    const read = this.read ?? []
    return read.reduce((least, { at, state }) => (state === 'open' ? Math.min(least, at) : least), read[0]?.at ?? 0)
  }

  private take(entries: readonly Entry[]): void {
    const ids = new Set(entries.map(({ id }) => id))
    this.read = [...entries, ...(this.read ?? []).filter(({ id }) => !ids.has(id))]
  }
}
