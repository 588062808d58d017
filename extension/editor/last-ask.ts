/** The last ask of the workspace, so that a reloaded window shows its answer again. */
import type * as vscode from 'vscode'
import type { AskSession } from '../core/asks/session.ts'

const key = 'shortline.lastAsk'
/** VS Code's store is not made for more; a longer answer is gone with its window. */
const mostCharacters = 200_000

export class LastAsk {
  private readonly memento: vscode.Memento
  private kept: AskSession | undefined

  constructor(memento: vscode.Memento) {
    this.memento = memento
    this.kept = memento.get<AskSession>(key)
  }

  get session(): AskSession | undefined {
    return this.kept
  }

  /** Takes every state of an ask, and keeps the finished. */
  take(session: AskSession): void {
    this.kept = session
    if (!session.outcome) return
    // What was sent is not needed to show the answer.
    const sources = session.sources.map((source) => ({ ...source, text: '' }))
    const small = session.text.length <= mostCharacters
    void this.memento.update(key, small ? { ...session, sources } : undefined)
  }
}
