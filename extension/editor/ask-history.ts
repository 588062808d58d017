/** The questions asked in this workspace, in its own state: no other workspace sees them, no file holds them. */
import type * as vscode from 'vscode'
import { remembered } from '../core/asks/history.ts'

const key = 'askHistory'

export class AskHistory {
  private readonly state: vscode.Memento

  constructor(state: vscode.Memento) {
    this.state = state
  }

  /** Newest first. */
  get all(): readonly string[] {
    const kept = this.state.get<unknown>(key)
    return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string') : []
  }

  async add(text: string): Promise<void> {
    await this.state.update(key, remembered(this.all, text))
  }

  async forget(text: string): Promise<void> {
    await this.state.update(
      key,
      this.all.filter((other) => other !== text),
    )
  }
}
