/** What of the workspace may be read, in the words of the settings that VS Code has for it. */
import * as vscode from 'vscode'
import { readSetting } from './settings.ts'

export interface IndexScope {
  /** With a name where there are several. */
  readonly folders: readonly { readonly root: string; readonly name: string }[]
  readonly exclude: readonly string[]
}

/** undefined: no folder on this machine, or switched off. */
export function indexScope(): IndexScope | undefined {
  const onDisk = foldersOnDisk()
  if (onDisk.length === 0 || !readSetting('index.enabled')) return undefined
  const folders = onDisk.map(({ uri, name }) => ({ root: uri.fsPath, name: onDisk.length > 1 ? name : '' }))
  return { folders, exclude: excludes() }
}

/** Where lines to copy may be looked for. */
export function copyScope(): readonly { readonly root: string; readonly exclude: readonly string[] }[] {
  return foldersOnDisk()
    .filter(({ uri }) => readSetting('enabled', uri))
    .map(({ uri }) => ({ root: uri.fsPath, exclude: excludes(uri) }))
}

function foldersOnDisk(): vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file')
}

/** @param folder its own settings count; absent: those of the window */
function excludes(folder?: vscode.Uri): string[] {
  const configuration = vscode.workspace.getConfiguration(undefined, folder)
  const globs = ['files.exclude', 'search.exclude'].flatMap((setting) =>
    Object.entries(configuration.get<Record<string, unknown>>(setting) ?? {})
      // A condition (`{ when }`) looks at other files: such a file is somebody's source all the same.
      .filter(([, value]) => value === true)
      .map(([glob]) => glob),
  )
  return [...globs, ...readSetting('exclude', folder)]
}

/** Settings that change the answer. */
export function affectsScope(event: vscode.ConfigurationChangeEvent): boolean {
  const settings = ['files.exclude', 'search.exclude', 'shortline.exclude', 'shortline.index.enabled']
  return settings.some((setting) => event.affectsConfiguration(setting))
}
