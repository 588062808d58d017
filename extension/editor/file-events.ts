/** Files of the workspace that were saved, made, deleted or moved, in the editor or outside of it. */
import * as vscode from 'vscode'

/** @param changed called with an absolute path, more than once for some changes */
export function watchFiles(changed: (file: string) => void): vscode.Disposable {
  const tell = (uri: vscode.Uri): void => {
    if (uri.scheme === 'file') changed(uri.fsPath)
  }
  const { workspace } = vscode
  // VS Code watches the workspace folders in any case; this listens in.
  const watcher = workspace.createFileSystemWatcher('**/*')
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(tell),
    watcher.onDidCreate(tell),
    watcher.onDidDelete(tell),
    // At once, where the watcher takes its time or the user has it exclude the folder.
    workspace.onDidSaveTextDocument(({ uri }) => tell(uri)),
    workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri, newUri } of files) [oldUri, newUri].forEach(tell)
    }),
    workspace.onDidDeleteFiles(({ files }) => files.forEach(tell)),
  )
}
