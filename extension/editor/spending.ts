/** What the caps have been used for: read when someone may look, never while nobody asks anything. */
import * as vscode from 'vscode'
import { capsOf } from '../core/money/caps.ts'
import type { Caps, Use } from '../core/money/caps.ts'
import type { Spending } from '../core/status.ts'
import { readSetting } from './settings.ts'

/** The activation is over by then. */
const firstReadMs = 3000

export class SpendingWatch {
  private readonly read: () => Promise<Use>
  private readonly log: vscode.LogOutputChannel
  private readonly changed = new vscode.EventEmitter<void>()
  private readonly first: NodeJS.Timeout
  private readonly subscriptions: readonly { dispose(): unknown }[]
  private use: Use | 'unavailable' | undefined
  readonly onChange = this.changed.event

  /** @param read from the ledger, which all windows share */
  constructor(read: () => Promise<Use>, log: vscode.LogOutputChannel) {
    this.read = read
    this.log = log
    this.first = setTimeout(() => void this.refresh(), firstReadMs)
    this.subscriptions = [
      this.changed,
      // Another window may have spent something.
      vscode.window.onDidChangeWindowState(({ focused }) => focused && void this.refresh()),
    ]
  }

  dispose(): void {
    clearTimeout(this.first)
    for (const subscription of this.subscriptions) subscription.dispose()
  }

  /** The caps are read anew each time: a change counts at once. */
  get current(): Spending | undefined {
    if (this.use === undefined || this.use === 'unavailable') return this.use
    return { use: this.use, caps: currentCaps() }
  }

  async refresh(): Promise<void> {
    try {
      this.use = await this.read()
    } catch (error) {
      if (this.use !== 'unavailable') this.log.warn(`Ledger: ${error instanceof Error ? error.message : String(error)}`)
      this.use = 'unavailable'
    }
    this.changed.fire()
  }
}

export function currentCaps(): Caps {
  return capsOf({
    'caps.tokensPerQuery': readSetting('caps.tokensPerQuery'),
    'caps.asksPerHour': readSetting('caps.asksPerHour'),
    'caps.usdPerDay': readSetting('caps.usdPerDay'),
  })
}
