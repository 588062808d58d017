/** The ledger's entries as the panel needs them: read once, then only what is new or was under way. Newest first. */
import type { Use } from '../core/money/caps.ts'
import type { Entry } from '../core/money/entries.ts'

export interface LedgerReads {
  /**
   * Latest first.
   * @param since milliseconds since 1970
   * @param skip as many of the latest
   */
  readonly entries: (since: number, limit: number, skip: number) => Promise<readonly Entry[]>
  readonly use: () => Promise<Use>
}

/** What a list shows at first; the long history of the totals may come a moment later. */
const firstRead = 100
/** Taking over more than this at once would hold up a keystroke. */
const page = 500

export class PanelLedger {
  private readonly reads: LedgerReads
  private read: readonly Entry[] = []
  private byId: ReadonlyMap<string, Entry> = new Map()
  private complete = false
  private reading: Promise<void> | undefined
  private used: Use | null = null

  constructor(reads: LedgerReads) {
    this.reads = reads
  }

  /** The latest, or all once `isComplete`. */
  get entries(): readonly Entry[] {
    return this.read
  }

  get isComplete(): boolean {
    return this.complete
  }

  /** Null when the ledger could not be read. */
  get use(): Use | null {
    return this.used
  }

  entryOf(id: string): Entry | undefined {
    return this.byId.get(id)
  }

  /** One after the other: each read builds on what the one before has found. @param changed after each part */
  async refresh(changed: () => void): Promise<void> {
    const before = this.reading
    this.reading = (async () => {
      await before?.catch(() => undefined)
      if (!this.complete) {
        this.take(await this.reads.entries(0, firstRead, 0))
        changed()
      }
      const since = this.complete ? this.firstUnsettled() : 0
      const [entries, use] = await Promise.all([this.readSince(since), this.reads.use()])
      this.take(entries)
      this.complete = true
      this.used = use
      changed()
    })()
    await this.reading
  }

  /** What is written meanwhile moves the rest down: it comes twice then, and nothing is missed. */
  private async readSince(since: number): Promise<readonly Entry[]> {
    const found: Entry[] = []
    const ids = new Set<string>()
    for (let skip = 0; ; skip += page) {
      const some = await this.reads.entries(since, page, skip)
      found.push(...some.filter(({ id }) => !ids.has(id)))
      for (const { id } of some) ids.add(id)
      if (some.length < page) return found
    }
  }

  private firstUnsettled(): number {
    return this.read.reduce(
      (least, { at, state }) => (state === 'open' ? Math.min(least, at) : least),
      this.read[0]?.at ?? 0,
    )
  }

  private take(entries: readonly Entry[]): void {
    // What nothing was added to stays the same object: whoever has added it up need not do it again.
    if (entries.every((entry) => isSame(entry, this.byId.get(entry.id)))) return
    const ids = new Set(entries.map(({ id }) => id))
    this.read = [...entries, ...this.read.filter(({ id }) => !ids.has(id))]
    this.byId = new Map(this.read.map((entry) => [entry.id, entry]))
  }
}

/** An entry changes until it has ended, and once more when its bill comes after a sweep. */
function isSame(entry: Entry, before: Entry | undefined): boolean {
  return (
    before !== undefined &&
    entry.state === before.state &&
    entry.costMicroUsd === before.costMicroUsd &&
    entry.components.length === before.components.length
  )
}
