/** Both answers to the same question, and the votes on them: kept in the workspace's own state. */
import * as vscode from 'vscode'
import { agreementOf, noAgreement } from '../core/asks/comparison.ts'
import type { Agreement, Comparison, Side, Vote } from '../core/asks/comparison.ts'

const key = 'shortline.comparisons'
/** Older ones are only counted. */
const mostKept = 100

interface Kept {
  /** Newest first. */
  readonly comparisons: readonly Comparison[]
  readonly older: Agreement
}

export class Comparisons {
  private readonly state: vscode.Memento
  private readonly changed = new vscode.EventEmitter<void>()
  private kept: Kept
  readonly onChange = this.changed.event

  constructor(state: vscode.Memento) {
    this.state = state
    this.kept = state.get<Kept>(key) ?? { comparisons: [], older: noAgreement }
  }

  dispose(): void {
    this.changed.dispose()
  }

  /** Newest first. */
  get all(): readonly Comparison[] {
    return this.kept.comparisons
  }

  get agreement(): Agreement {
    return agreementOf(this.kept.comparisons, this.kept.older)
  }

  begin(comparison: Pick<Comparison, 'id' | 'kind' | 'question' | 'before'>): void {
    const begun: Comparison = { ...comparison, at: Date.now(), local: null, api: null, vote: null }
    const comparisons = [begun, ...this.all.filter(({ id }) => id !== comparison.id)]
    const older = agreementOf(comparisons.slice(mostKept), this.kept.older)
    void this.keep({ comparisons: comparisons.slice(0, mostKept), older })
  }

  answered(id: string, side: 'local' | 'api', answer: Side): void {
    this.change(id, { [side]: answer })
  }

  vote(id: string, vote: Vote): void {
    this.change(id, { vote })
  }

  /** As if it had never begun. */
  drop(id: string): void {
    void this.keep({ ...this.kept, comparisons: this.all.filter((comparison) => comparison.id !== id) })
  }

  private change(id: string, change: Partial<Comparison>): void {
    const comparisons = this.all.map((comparison) => (comparison.id === id ? { ...comparison, ...change } : comparison))
    void this.keep({ ...this.kept, comparisons })
  }

  private async keep(kept: Kept): Promise<void> {
    this.kept = kept
    this.changed.fire()
    // A side that still runs will never end in another window.
    const comparisons = kept.comparisons.filter(({ local, api }) => local && api)
    await this.state.update(key, { ...kept, comparisons })
  }
}
