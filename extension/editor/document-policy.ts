/** Which documents are read at all. Decided by address and size, before any of the text is touched. */
import * as vscode from 'vscode'
import { isSecretFile, pathPolicy } from '../core/paths.ts'
import type { RefusedReason } from '../core/types.ts'
import { readSetting } from './settings.ts'

/** Longer documents than this are refused. */
const mostChars = 10_000_000
/** Their length is not even computed. */
const mostLines = 500_000

/** VS Code shows longer files and keeps them from its extensions: no document, no request, nothing to refuse. */
const mostSyncedBytes = 50 * 1024 * 1024

/** The file in front is one of those. */
export async function isTooLargeForExtensions(): Promise<boolean> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input
  if (vscode.window.activeTextEditor || !(input instanceof vscode.TabInputText)) return false
  // A tab whose file is gone has no size.
  const size = await vscode.workspace.fs.stat(input.uri).then(
    (stat) => stat.size,
    () => 0,
  )
  return size > mostSyncedBytes
}

/** UTF-16 units; costs microseconds, whatever the size. */
export function lengthOf(document: vscode.TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end)
}

/** Relative to the workspace folder with forward slashes; the name alone for files outside of it. */
export function pathOf({ uri }: Pick<vscode.TextDocument, 'uri'>): string {
  // A notebook's cell has the notebook's path and a scheme of its own.
  const scheme = vscode.workspace.workspaceFolders?.[0]?.uri.scheme ?? 'file'
  const file = uri.scheme === 'vscode-notebook-cell' ? uri.with({ scheme, fragment: '' }) : uri
  const folder = vscode.workspace.getWorkspaceFolder(file)
  if (!folder) return file.path.slice(file.path.lastIndexOf('/') + 1)
  return vscode.workspace.asRelativePath(file, false).replaceAll('\\', '/')
}

/** Files, new documents and cells. Not what only looks like a document: output, logs, commit messages, old versions. */
function isEditable({ scheme }: vscode.Uri): boolean {
  if (['file', 'untitled', 'vscode-notebook-cell'].includes(scheme)) return true
  return scheme !== 'vscode-userdata' && vscode.workspace.fs.isWritableFileSystem(scheme) === true
}

/** Why a document is not completed in. */
export function refusalFor(document: vscode.TextDocument): RefusedReason | undefined {
  if (!isEditable(document.uri)) return 'unsupported-document'
  if (!readSetting('enabled', document.uri)) return 'disabled'
  return readRefusal(document)
}

/** Why nothing of a document may be read at all. */
export function readRefusal(document: vscode.TextDocument): RefusedReason | undefined {
  const { uri } = document
  if (!isEditable(uri)) return 'unsupported-document'
  if (isSecretFile(uri.path)) return 'secret-file'
  const byPath = pathPolicy(readSetting('exclude', uri))(pathOf(document))
  if (byPath) return byPath
  return document.lineCount > mostLines || lengthOf(document) > mostChars ? 'file-too-large' : undefined
}
