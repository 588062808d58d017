/** Tells the model host where the cursor stands, so that the text around it is read before the first keystroke. */
import * as vscode from 'vscode'
import type { DocumentMirror } from './documents.ts'

/** Whoever scrolls through a file with the arrow keys passes many places. */
const settledMs = 150

export class WarmUp {
  private readonly mirror: DocumentMirror
  private readonly warm: (place: { uri: string; version: number; offset: number }) => void
  private readonly subscriptions: vscode.Disposable
  private timer: NodeJS.Timeout | undefined

  constructor(mirror: DocumentMirror, warm: WarmUp['warm']) {
    this.mirror = mirror
    this.warm = warm
    this.subscriptions = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor(() => this.soon()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === vscode.window.activeTextEditor) this.soon()
      }),
    )
  }

  /** Again when the host has started, which knows nothing. */
  soon(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.now(), settledMs)
  }

  dispose(): void {
    clearTimeout(this.timer)
    this.subscriptions.dispose()
  }

  private now(): void {
    const editor = vscode.window.activeTextEditor
    if (!editor || editor.selections.length > 1 || !this.mirror.isComplete(editor.document)) return
    const { document, selection } = editor
    const offset = document.offsetAt(selection.active)
    this.warm({ uri: document.uri.toString(), version: document.version, offset })
  }
}
