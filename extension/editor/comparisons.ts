/** Both answers to the same question, and the votes on them: kept in the workspace's own state. */
import * as vscode from 'vscode'
import { agreementOf } from '../core/asks/comparison.ts'
import type { Agreement, Comparison, Side, Vote } from '../core/asks/comparison.ts'

const key = 'comparisons'
const mostKept = 100

export class Comparisons {
  private readonly state: vscode.Memento
  private readonly changed = new vscode.EventEmitter<void>()
  private kept: readonly Comparison[]
  readonly onChange = this.changed.event

  constructor(state: vscode.Memento) {
    this.state = state
    const kept = state.get<unknown>(key)
    this.kept = Array.isArray(kept) ? (kept as Comparison[]) : []
  }

  dispose(): void {
    this.changed.dispose()
  }

  /** Newest first. */
  get all(): readonly Comparison[] {
    return this.kept
  }

  get agreement(): Agreement {
    return agreementOf(this.kept)
  }

  begin(comparison: Pick<Comparison, 'id' | 'kind' | 'question'>): void {
    const begun: Comparison = { ...comparison, at: Date.now(), local: null, api: null, vote: null }
    void this.keep([begun, ...this.kept.filter(({ id }) => id !== comparison.id)])
  }

  answered(id: string, side: 'local' | 'api', answer: Side): void {
    this.change(id, { [side]: answer })
  }

  vote(id: string, vote: Vote): void {
    this.change(id, { vote })
  }

  private change(id: string, change: Partial<Comparison>): void {
    void this.keep(this.kept.map((comparison) => (comparison.id === id ? { ...comparison, ...change } : comparison)))
  }

  private async keep(comparisons: readonly Comparison[]): Promise<void> {
    this.kept = comparisons.slice(0, mostKept)
    this.changed.fire()
    // A side that still runs will never end in another window.
    await this.state.update(
      key,
      this.kept.filter(({ local, api }) => local && api),
    )
  }
}
