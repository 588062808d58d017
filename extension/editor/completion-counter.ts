/** Counts the completions of this workspace, over restarts. Numbers only. */
import * as vscode from 'vscode'
import { afterAccept, afterOutcome, noCounts } from '../core/completion-counts.ts'
import type { CompletionCounts } from '../core/completion-counts.ts'
import type { Outcomes } from './outcomes.ts'

const key = 'shortline.completionCounts'
const saveMs = 30_000
/** More are of interest only while the window lives. */
const minutesKept = 60

export class CompletionCounter {
  private readonly memento: vscode.Memento
  private readonly changed = new vscode.EventEmitter<void>()
  private readonly subscriptions: readonly { dispose(): unknown }[]
  private counted: CompletionCounts
  private saving: NodeJS.Timeout | undefined
  readonly onChange = this.changed.event

  constructor(outcomes: Outcomes, memento: vscode.Memento) {
    this.memento = memento
    this.counted = memento.get<CompletionCounts>(key) ?? noCounts
    this.subscriptions = [
      this.changed,
      outcomes.onRecord(({ outcome, waitedMs }) => {
        this.become(afterOutcome(this.counted, outcome, waitedMs, Date.now()))
      }),
      outcomes.onAccept(({ outcome }) => {
        if (outcome.kind === 'done') this.become(afterAccept(this.counted, outcome.text.length, Date.now()))
      }),
    ]
  }

  get counts(): CompletionCounts {
    return this.counted
  }

  reset(): void {
    this.become(noCounts)
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose()
    if (this.saving) this.save()
  }

  private become(counts: CompletionCounts): void {
    if (counts === this.counted) return
    this.counted = counts
    this.saving ??= setTimeout(() => this.save(), saveMs)
    this.changed.fire()
  }

  private save(): void {
    clearTimeout(this.saving)
    this.saving = undefined
    void this.memento.update(key, { ...this.counted, minutes: this.counted.minutes.slice(-minutesKept) })
  }
}
