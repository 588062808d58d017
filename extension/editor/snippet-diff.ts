/** Code from an answer beside what is selected, in VS Code's own diff editor. Nothing is written. */
import * as vscode from 'vscode'

const scheme = 'shortline-snippet'

export class SnippetDiff implements vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>()
  private readonly subscriptions: readonly vscode.Disposable[]
  private last = 0

  constructor() {
    this.subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.texts.delete(uri.toString())),
    ]
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose()
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? ''
  }

  /** Beside the selection, or the whole document where nothing is selected. */
  async show(text: string): Promise<void> {
    const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0]
    if (!editor) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open a file first: there is nothing to compare with.'))
      return
    }
    const { document, selection } = editor
    const { path } = document.uri
    const left = selection.isEmpty ? document.uri : this.keep(path, document.getText(selection))
    const title = vscode.l10n.t('{0} and the Answer', path.slice(path.lastIndexOf('/') + 1))
    await vscode.commands.executeCommand('vscode.diff', left, this.keep(path, text), title, { preview: true })
  }

  private keep(path: string, text: string): vscode.Uri {
    // The path keeps its ending, by which VS Code knows the language.
    const uri = vscode.Uri.from({ scheme, path, query: String(++this.last) })
    this.texts.set(uri.toString(), text)
    return uri
  }
}
