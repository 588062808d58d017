/** Holds a suggestion back as the manners say, and tells them what the person does with it. */
import type * as vscode from 'vscode'
import { Manners } from '../core/manners.ts'
import type { Offer } from '../core/manners.ts'
import { readSetting } from './settings.ts'

export class Pace {
  private manners = new Manners()

  forget(): void {
    this.manners = new Manners()
  }

  keystroke(document: vscode.TextDocument, position: vscode.Position | undefined): void {
    this.manners.keystroke(performance.now(), position && offerOf(document, position, ''))
  }

  shown(document: vscode.TextDocument, position: vscode.Position, text: string): void {
    this.manners.shown(offerOf(document, position, text))
  }

  /** It is on the screen already, perhaps with what has been typed of it. */
  isVisible(document: vscode.TextDocument, position: vscode.Position, text: string): boolean {
    return this.manners.isVisible(offerOf(document, position, text))
  }

  accepted(): void {
    this.manners.accepted()
  }

  dismissed(): void {
    this.manners.dismissed(performance.now())
  }

  allowAgain(document: vscode.TextDocument, position: vscode.Position): void {
    this.manners.allowAgain(offerOf(document, position, ''))
  }

  isRejected(document: vscode.TextDocument, position: vscode.Position, text: string): boolean {
    return this.manners.isRejected(offerOf(document, position, text))
  }

  /** Waits until a new suggestion may be seen. */
  async wait(document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken): Promise<void> {
    if (readSetting('pace', document.uri) === 'eager') return
    const { typed } = offerOf(document, position, '')
    const ms = this.manners.wait(performance.now(), typed)
    if (ms <= 0 || token.isCancellationRequested) return
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        listener.dispose()
        resolve()
      }
      const timer = setTimeout(done, ms)
      const listener = token.onCancellationRequested(done)
    })
  }
}

function offerOf(document: vscode.TextDocument, { line, character }: vscode.Position, text: string): Offer {
  return {
    uri: document.uri.toString(),
    above: line > 0 ? document.lineAt(line - 1).text : '',
    typed: document.lineAt(line).text.slice(0, character),
    text,
  }
}
