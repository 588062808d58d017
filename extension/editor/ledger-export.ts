/** The ledger as a file for others, and the point from which the panel counts. */
import * as vscode from 'vscode'
import type { Entry } from '../core/money/entries.ts'
import { csvOf, rowsOf } from '../core/money/export.ts'

/** Where and under which name is asked for. */
export async function exportLedger(entries: readonly Entry[], format: 'csv' | 'json'): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri
  const name = `shortline-ledger.${format}`
  const target = await vscode.window.showSaveDialog({
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
    filters: format === 'csv' ? { CSV: ['csv'] } : { JSON: ['json'] },
  })
  if (!target) return
  const text = format === 'csv' ? csvOf(entries) : `${JSON.stringify(entries.flatMap(rowsOf), null, 2)}\n`
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text))
  const open = vscode.l10n.t('Open')
  const choice = await vscode.window.showInformationMessage(vscode.l10n.t('The ledger is saved.'), open)
  if (choice === open) await vscode.window.showTextDocument(target)
}

const key = 'shortline.countedSince'

/** A reset deletes nothing: the ledger keeps every bill, and the caps what was spent. */
export class CountedSince {
  private readonly memento: vscode.Memento

  constructor(memento: vscode.Memento) {
    this.memento = memento
  }

  /** Milliseconds since 1970; 0: since ever. */
  get at(): number {
    return this.memento.get<number>(key) ?? 0
  }

  /** @returns whether it was confirmed */
  async reset(): Promise<boolean> {
    const yes = vscode.l10n.t('Count from Now')
    const detail = vscode.l10n.t('The ledger keeps every bill, and the caps keep what was spent of them.')
    const question = vscode.l10n.t('Let the panel’s totals begin anew?')
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) return false
    await this.memento.update(key, Date.now())
    return true
  }
}
