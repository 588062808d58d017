/** Suggestions beside the list of words: constrained by the item that is selected there, and shown behind it. */
import * as vscode from 'vscode'
import { continuationOf } from '../core/selected-item.ts'

/** Text from the cursor on that a suggestion must start with; undefined where none can go on from the item. */
export function constraintOf(
  document: vscode.TextDocument,
  position: vscode.Position,
  { range, text }: vscode.SelectedCompletionInfo,
): string | undefined {
  const typed = document.getText(new vscode.Range(range.start, position))
  return continuationOf({ typed, text, endsAtCursor: range.end.isEqual(position) })
}

/** VS Code shows what goes on from a selected item only if it replaces the same range. */
export function itemFor(
  text: string,
  position: vscode.Position,
  selected: vscode.SelectedCompletionInfo | undefined,
  mustStartWith = '',
): vscode.InlineCompletionItem {
  if (!selected) return new vscode.InlineCompletionItem(text, new vscode.Range(position, position))
  return new vscode.InlineCompletionItem(selected.text + text.slice(mustStartWith.length), selected.range)
}
