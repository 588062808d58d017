/** A file to try completions on: never saved unless its reader wants to, so that no folder is needed. */
import * as vscode from 'vscode'

const typed = 'const converted = conv'

export async function openSample(extensionUri: vscode.Uri): Promise<void> {
  const file = vscode.Uri.joinPath(extensionUri, 'extension/media/walkthrough/sample.txt')
  const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(file))
  const document = await vscode.workspace.openTextDocument({ language: 'typescript', content })
  const cursor = document.positionAt(content.lastIndexOf(typed) + typed.length)
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(cursor, cursor) })
  await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger')
}
