/**
 * The editor makes what asks for inline completions when it is idle, up to some seconds after a window has opened, and
 * does not catch up on what was typed until then. So whoever types in a new window and looks up sees nothing.
 * This asks in the editor's stead, once, when typing has paused and no request has come.
 */
import * as vscode from 'vscode'

/** Longer than the editor's own delay, short enough to be the first thing that is seen. */
const pauseMs = 250

export class FirstAsk {
  private timer: NodeJS.Timeout | undefined
  private isOver = false
  private isOurs = false

  /** Somebody typed. */
  typed({ document }: vscode.TextEditor): void {
    if (this.isOver) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      if (this.isOver || vscode.window.activeTextEditor?.document !== document) return
      this.isOver = true
      if (!vscode.workspace.getConfiguration('editor', document).get<boolean>('inlineSuggest.enabled')) return
      this.isOurs = true
      const isAnswered = vscode.commands.executeCommand('editor.action.inlineSuggest.trigger')
      void isAnswered.then(() => (this.isOurs = false))
    }, pauseMs)
  }

  /** The editor asks, as if by hand or on its own. True when it does so because of us: then nobody asked by hand. */
  asked(isByHand: boolean): boolean {
    const wasOurs = isByHand && this.isOurs
    this.isOver = true
    if (isByHand) this.isOurs = false
    clearTimeout(this.timer)
    return wasOurs
  }

  dispose(): void {
    clearTimeout(this.timer)
  }
}
