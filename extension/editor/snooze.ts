/** Quiet for a while, as asked for: nothing is suggested unless someone asks by hand. */
import * as vscode from 'vscode'

const minutes = [5, 15, 60] as const

export class Snooze {
  private readonly changed = new vscode.EventEmitter<void>()
  private timer: NodeJS.Timeout | undefined
  /** Until this window is closed. */
  private forGood = false
  readonly onChange = this.changed.event

  get isOn(): boolean {
    return this.forGood || this.timer !== undefined
  }

  async choose(): Promise<void> {
    const choices = minutes.map((count) => ({
      label: vscode.l10n.t('{count} minutes', { count }),
      count: count,
    }))
    const untilClosed = { label: vscode.l10n.t('Until this window is closed'), count: Infinity }
    const title = vscode.l10n.t('Shortline: No Suggestions For')
    const choice = await vscode.window.showQuickPick([...choices, untilClosed], { title })
    if (choice) this.start(choice.count)
  }

  wake(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.forGood = false
    this.changed.fire()
  }

  dispose(): void {
    clearTimeout(this.timer)
    this.changed.dispose()
  }

  private start(count: number): void {
    clearTimeout(this.timer)
    this.forGood = count === Infinity
    this.timer = this.forGood ? undefined : setTimeout(() => this.wake(), count * 60_000)
    this.changed.fire()
  }
}
