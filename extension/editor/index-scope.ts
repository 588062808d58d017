/** What of the workspace may be indexed, in the words of the settings that VS Code has for it. */
import * as vscode from 'vscode'
import { readSetting } from './settings.ts'

export interface IndexScope {
  /** With a name where there are several. */
  readonly folders: readonly { readonly root: string; readonly name: string }[]
  readonly exclude: readonly string[]
}

/** undefined: no folder on this machine, or switched off. */
export function indexScope(): IndexScope | undefined {
  const onDisk = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file')
  if (onDisk.length === 0 || !readSetting('index.enabled')) return undefined
  const folders = onDisk.map(({ uri, name }) => ({ root: uri.fsPath, name: onDisk.length > 1 ? name : '' }))
  const configuration = vscode.workspace.getConfiguration()
  const globs = ['files.exclude', 'search.exclude'].flatMap((setting) =>
    Object.entries(configuration.get<Record<string, unknown>>(setting) ?? {})
      // A condition (`{ when }`) looks at other files: such a file is somebody's source all the same.
      .filter(([, value]) => value === true)
      .map(([glob]) => glob),
  )
  return { folders, exclude: [...globs, ...readSetting('exclude')] }
}

/** Settings that change the answer. */
export function affectsScope(event: vscode.ConfigurationChangeEvent): boolean {
  return ['files.exclude', 'search.exclude', 'shortline.exclude', 'shortline.index.enabled'].some((setting) =>
    event.affectsConfiguration(setting),
  )
}
