/** What an ask is about: read from the editor at the moment of asking. A file that may not be read is not looked into. */
import * as vscode from 'vscode'
import { linesOf } from '../core/asks/place.ts'
import type { AskContext, LineRange, RefusedReason } from '../core/types.ts'
import { pathOf, readRefusal } from './document-policy.ts'

export interface Place {
  readonly context: AskContext
  readonly file?: LineRange
  /** The file in front, and why nothing of it goes with the question. */
  readonly leftOut?: { readonly path: string; readonly reason: RefusedReason }
}

export function placeOf(editor: vscode.TextEditor | undefined): Place {
  if (!editor) return { context: { location: 'panel' } }
  const { document, selection } = editor
  const reason = readRefusal(document)
  // An output channel in front is nothing that anyone asks about.
  if (reason === 'unsupported-document') return { context: { location: 'panel' } }
  const path = pathOf(document)
  if (reason) return { context: { location: 'panel' }, leftOut: { path, reason } }
  const context: AskContext = {
    location: 'inline',
    selection: !selection.isEmpty,
    language: document.languageId,
    blankLine: selection.isEmpty && document.lineAt(selection.active.line).isEmptyOrWhitespace,
    diagnostics: diagnosticsIn(document, selection),
  }
  return { context, file: { path, ...linesOf(selection.start, selection.end, document.lineCount) } }
}

/** Errors and warnings at the cursor or in the selection; hints are no problems. */
function diagnosticsIn(document: vscode.TextDocument, selection: vscode.Selection): number {
  const lines = new vscode.Range(selection.start.line, 0, selection.end.line, Number.MAX_SAFE_INTEGER)
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ severity, range }) => severity <= vscode.DiagnosticSeverity.Warning && lines.intersection(range)).length
}
