/** “Why This Ghost Text?”: the last request's outcome, fact by fact; picking one leads to its setting. */
import * as vscode from 'vscode'
import { explain } from '../core/explain.ts'
import { localise } from './localise.ts'
import type { Answered } from './outcomes.ts'
import { openSetting, readSetting } from './settings.ts'

export async function whyGhostText(last: Answered | undefined): Promise<void> {
  if (!last) {
    const text = vscode.l10n.t('Nothing was suggested in this window yet. Type in a file, then ask again.')
    void vscode.window.showInformationMessage(text)
    return
  }
  const threshold = readSetting('threshold', vscode.window.activeTextEditor?.document.uri)
  const items = explain(last.outcome, last.waitedMs, threshold).map(({ what, value, setting }) => ({
    label: localise(what),
    description: localise(value),
    setting,
    ...(setting && { iconPath: new vscode.ThemeIcon('settings-gear') }),
  }))
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Why This Ghost Text?'),
    placeHolder: vscode.l10n.t('A gear leads to the setting behind a fact'),
    matchOnDescription: true,
  })
  if (chosen?.setting) await openSetting(chosen.setting)
}
