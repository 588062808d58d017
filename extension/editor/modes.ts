/** Who answers: shown and chosen in the status bar. */
import * as vscode from 'vscode'
import { modeNames, nextMode } from '../core/status.ts'
import type { Mode } from '../core/types.ts'
import { localise } from './localise.ts'
import { readSetting, writeSetting } from './settings.ts'

const explanations: Readonly<Record<Mode, () => string>> = {
  auto: () => vscode.l10n.t('What can be answered here is; the rest goes to the endpoint, under your caps'),
  local: () => vscode.l10n.t('Nothing is ever sent'),
  api: () => vscode.l10n.t('Every ask goes to the endpoint, under your caps'),
  compare: () => vscode.l10n.t('Asks are answered both ways, side by side'),
}

interface Item extends vscode.QuickPickItem {
  readonly run: () => unknown
}

/** Modes, and below them what else a person may look for behind the status bar. */
export async function chooseMode(): Promise<void> {
  const scope = vscode.window.activeTextEditor?.document.uri
  const current = readSetting('mode', scope)
  const modes = (Object.keys(explanations) as Mode[]).map((mode): Item => ({
    label: localise(modeNames[mode]),
    description: explanations[mode](),
    iconPath: new vscode.ThemeIcon(mode === current ? 'check' : 'blank'),
    run: () => writeSetting('mode', mode, scope),
  }))
  const command = (label: string, name: string, ...args: unknown[]): Item => ({
    label,
    iconPath: new vscode.ThemeIcon('blank'),
    run: () => vscode.commands.executeCommand(name, ...args),
  })
  const isOn = readSetting('enabled', scope)
  const more = [
    command(isOn ? vscode.l10n.t('Turn Completions Off') : vscode.l10n.t('Turn Completions On'), 'shortline.toggle'),
    command(vscode.l10n.t('Why This Ghost Text?'), 'shortline.whyGhostText'),
    command(vscode.l10n.t('Open Settings'), 'workbench.action.openSettings', '@ext:shortline.shortline'),
    command(vscode.l10n.t('Show Log'), 'shortline.showLog'),
  ]
  const separator = { label: '', kind: vscode.QuickPickItemKind.Separator, run: () => undefined }
  const chosen = await vscode.window.showQuickPick<Item>([...modes, separator, ...more], {
    title: vscode.l10n.t('Shortline: Who Answers?'),
    matchOnDescription: true,
  })
  await chosen?.run()
}

export async function switchToNextMode(): Promise<void> {
  const scope = vscode.window.activeTextEditor?.document.uri
  await writeSetting('mode', nextMode(readSetting('mode', scope)), scope)
}
