/** Puts what core says into the language that VS Code is set to. */
import * as vscode from 'vscode'
import { describeRouting, labelTitles } from '../core/routing/reasons.ts'
import type { Phrase } from '../core/phrase.ts'
import type { Label } from '../core/types.ts'

export function localise({ text, args }: Phrase): string {
  const values = Object.entries(args).map(([name, value]) => [
    name,
    typeof value === 'object' ? localise(value) : value,
  ])
  return vscode.l10n.t(text, Object.fromEntries(values) as Record<string, string | number>)
}

/** What a label means, for a button. */
export function localiseLabel(label: string): string {
  return Object.hasOwn(labelTitles, label) ? vscode.l10n.t(labelTitles[label as Label]) : label
}

/** Why a route was taken. */
export function localiseRouting(reason: string): string {
  return vscode.l10n.t(describeRouting(reason))
}
