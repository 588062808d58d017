/** What a person does with an answer: copy it, put it at the cursor, read it as a document. */
import * as vscode from 'vscode'
import { sessionAsMarkdown } from '../core/asks/markdown.ts'
import type { AskSession } from '../core/asks/session.ts'

export async function copyText(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text)
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 2000)
}

/** At the cursors, in place of what is selected, as one step to undo. */
export async function insertText(text: string): Promise<void> {
  // The panel may have the focus: then the editor that had it last is still the active one.
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0]
  if (!editor) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a file first: there is no cursor to insert at.'))
    return
  }
  await editor.edit((edit) => {
    for (const selection of editor.selections) edit.replace(selection, text)
  })
  await vscode.window.showTextDocument(editor.document, editor.viewColumn)
}

export async function openAsMarkdown(session: AskSession | undefined): Promise<void> {
  if (!session) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Nothing was asked in this window yet.'))
    return
  }
  const document = await vscode.workspace.openTextDocument({
    language: 'markdown',
    content: sessionAsMarkdown(session),
  })
  await vscode.window.showTextDocument(document)
}
