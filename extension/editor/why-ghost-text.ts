/** “Why This Ghost Text?”: the last request's outcome, fact by fact; picking one leads to its lines or its setting. */
import * as vscode from 'vscode'
import { explain, explainDrift, explainShadow } from '../core/explain.ts'
import { thresholdFor } from '../core/keystroke.ts'
import type { TextPlace } from '../core/types.ts'
import type { Adaptation } from './adaptation.ts'
import { localise } from './localise.ts'
import type { Answered } from './outcomes.ts'
import { openSetting } from './settings.ts'

export async function whyGhostText(last: Answered | undefined, adaptation: Adaptation): Promise<void> {
  if (!last) {
    const text = vscode.l10n.t('Nothing was suggested in this window yet. Type in a file, then ask again.')
    void vscode.window.showInformationMessage(text)
    return
  }
  const scope = vscode.window.activeTextEditor?.document.uri
  const threshold = thresholdFor(last.trigger, adaptation.threshold(scope))
  const shadow = adaptation.evidence(scope)
  const facts = [
    ...explain(last.outcome, last.waitedMs, threshold, nameOf),
    ...(shadow ? explainShadow(shadow) : []),
    ...explainDrift(adaptation.drift(scope)),
  ]
  const items = facts.map(({ what, value, setting, place }) => ({
    label: localise(what),
    description: localise(value),
    setting,
    place,
    ...(setting && { iconPath: new vscode.ThemeIcon('settings-gear') }),
    ...(place && { iconPath: new vscode.ThemeIcon('go-to-file') }),
  }))
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Why This Ghost Text?'),
    placeHolder: vscode.l10n.t('A gear leads to the setting behind a fact, a file to its line'),
    matchOnDescription: true,
  })
  if (chosen?.setting) await openSetting(chosen.setting)
  if (chosen?.place) await openPlace(chosen.place)
}

export function nameOf(uri: string): string {
  return vscode.workspace.asRelativePath(vscode.Uri.parse(uri, true))
}

/** The document was open a moment ago; one that is closed by now opens again. */
async function openPlace({ uri, line }: TextPlace): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true))
  const selection = document.validateRange(new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER))
  await vscode.window.showTextDocument(document, { selection, preview: true })
}
