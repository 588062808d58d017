/** Puts what core says into the language that VS Code is set to. */
import * as vscode from 'vscode'
import type { Phrase } from '../core/phrase.ts'

export function localise({ text, args }: Phrase): string {
  const values = Object.entries(args).map(([name, value]) => [
    name,
    typeof value === 'object' ? localise(value) : value,
  ])
  return vscode.l10n.t(text, Object.fromEntries(values) as Record<string, string | number>)
}
