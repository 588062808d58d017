/** From the paths in asks and answers to files of the workspace, and what stands in them now. */
import * as vscode from 'vscode'
import { safePath } from '../core/asks/proposal.ts'
import { isSecretFile } from '../core/paths.ts'
import type { LineRange } from '../core/types.ts'
import { pathOf, readRefusal } from './document-policy.ts'

/** The open document that an ask calls by this path; unsaved and untitled ones too. */
export function openDocument(path: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => !document.isClosed && pathOf(document) === path)
}

/** Undefined where there is no such file, or none below a workspace folder. */
export async function findFile(path: string): Promise<vscode.Uri | undefined> {
  const open = openDocument(path)
  if (open) return open.uri
  const safe = safePath(path)
  if (safe === undefined) return undefined
  const folders = vscode.workspace.workspaceFolders ?? []
  for (const { uri, name } of folders) {
    // With several folders a path begins with the name of its own.
    const inside = folders.length > 1 && safe.startsWith(`${name}/`) ? safe.slice(name.length + 1) : safe
    const file = vscode.Uri.joinPath(uri, inside)
    const isFile = await vscode.workspace.fs.stat(file).then(
      ({ type }) => (type & vscode.FileType.File) !== 0,
      () => false,
    )
    if (isFile) return file
  }
  return undefined
}

/** Lines that the document no longer has are left out. */
export function rangeOf({ startLine, endLine }: Omit<LineRange, 'path'>): vscode.Range {
  return new vscode.Range(Math.max(0, startLine - 1), 0, Math.max(0, endLine - 1), Number.MAX_SAFE_INTEGER)
}

/** Opens what an answer cites, at its lines. */
export async function openLines(lines: LineRange): Promise<void> {
  const file = await findFile(lines.path)
  if (!file) {
    const text = vscode.l10n.t('{0} is no longer in the workspace.', lines.path)
    void vscode.window.showWarningMessage(text)
    return
  }
  const document = await vscode.workspace.openTextDocument(file)
  await vscode.window.showTextDocument(document, { selection: document.validateRange(rangeOf(lines)), preview: true })
}

/** As it stands in the editor, unsaved changes included; undefined where there is none, or none that may be read. */
export async function readText(path: string): Promise<string | undefined> {
  const file = await findFile(path)
  if (!file || isSecretFile(file.path)) return undefined
  // A binary or a very large file has no text to give.
  const document = await vscode.workspace.openTextDocument(file).then(
    (opened) => opened,
    () => undefined,
  )
  return document && !readRefusal(document) ? document.getText() : undefined
}
