/** Reads the settings. What a workspace may not decide (see `capabilities` in package.json), VS Code itself leaves out. */
import * as vscode from 'vscode'
import { settingChecks } from '../core/settings.ts'
import type { SettingName, Settings } from '../core/settings.ts'

/** A value of the wrong type counts as not set. Without a scope: what holds where no file is concerned. */
export function readSetting<Name extends SettingName>(name: Name, scope?: vscode.Uri): Settings[Name] {
  const settings = vscode.workspace.getConfiguration('shortline', scope ?? null)
  const value = settings.get<unknown>(name)
  if (settingChecks[name](value)) return value
  return settings.inspect<Settings[Name]>(name)?.defaultValue as Settings[Name]
}

/** Changes it where it is set already, else for the user. */
export async function writeSetting<Name extends SettingName>(
  name: Name,
  value: Settings[Name],
  scope?: vscode.Uri,
): Promise<void> {
  const settings = vscode.workspace.getConfiguration('shortline', scope ?? null)
  const set = settings.inspect(name)
  let target = vscode.ConfigurationTarget.Global
  if (set?.workspaceFolderValue !== undefined) target = vscode.ConfigurationTarget.WorkspaceFolder
  else if (set?.workspaceValue !== undefined) target = vscode.ConfigurationTarget.Workspace
  await settings.update(name, value, target)
}

export function affects(event: vscode.ConfigurationChangeEvent, ...names: SettingName[]): boolean {
  return names.some((name) => event.affectsConfiguration(`shortline.${name}`))
}

/** Shows it in the settings editor, alone. */
export function openSettingCommand(name: SettingName): { readonly command: string; readonly arguments: unknown[] } {
  const query = `@id:shortline.${name}`
  // In a remote window, the user's own tab has no settings of the machine: it would say that there is none.
  if (vscode.env.remoteName !== undefined && scopeOf(name)?.startsWith('machine'))
    return { command: 'workbench.action.openRemoteSettings', arguments: [{ query }] }
  return { command: 'workbench.action.openSettings', arguments: [query] }
}

function scopeOf(name: SettingName): string | undefined {
  const manifest = vscode.extensions.getExtension('shortline.shortline')?.packageJSON as Manifest | undefined
  return manifest?.contributes.configuration.properties[`shortline.${name}`]?.scope
}

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope?: string }>> }
  }
}

/** A message that speaks of a setting has a button that opens it. */
export async function tellAbout(
  name: SettingName,
  text: string,
  show: (text: string, button: string) => Thenable<string | undefined> = vscode.window.showWarningMessage,
): Promise<void> {
  const open = vscode.l10n.t('Open Setting')
  if ((await show(text, open)) === open) await openSetting(name)
}

export async function openSetting(name: SettingName): Promise<void> {
  const { command, arguments: args } = openSettingCommand(name)
  await vscode.commands.executeCommand(command, ...args)
}
