/** Suggestions that were shown, so that what is left of one is there at once while it is typed through. */
import type * as vscode from 'vscode'
import { TypedThrough } from '../core/completion/typed-through.ts'
import type { Done } from './inline-provider.ts'

const linesAround = 4
const mostColumns = 1_200

export class Remembered {
  private readonly typedThrough = new TypedThrough<Done>()

  /** What is left of a suggestion at a position. */
  get(document: vscode.TextDocument, position: vscode.Position): Done | undefined {
    const { before, after } = surroundings(document, position)
    const served = this.typedThrough.get(document.uri.toString(), before, after)
    return served && { ...served.value, text: served.text, source: 'cache', timings: { total: 0 } }
  }

  put(document: vscode.TextDocument, position: vscode.Position, outcome: Done): void {
    const { before, after } = surroundings(document, position)
    this.typedThrough.put(document.uri.toString(), before, after, outcome.text, outcome)
  }

  clear(): void {
    this.typedThrough.clear()
  }
}

/** The text around the cursor by which a suggestion is known again: a few lines, and little of very long ones. */
function surroundings(document: vscode.TextDocument, position: vscode.Position): { before: string; after: string } {
  const first = Math.max(0, position.line - linesAround)
  const last = Math.min(document.lineCount - 1, position.line + linesAround)
  const above: string[] = []
  for (let line = first; line < position.line; line++) above.push(document.lineAt(line).text.slice(0, mostColumns))
  const { text } = document.lineAt(position.line)
  const below = [text.slice(position.character, position.character + mostColumns)]
  for (let line = position.line + 1; line <= last; line++) below.push(document.lineAt(line).text.slice(0, mostColumns))
  return { before: [...above, text.slice(0, position.character)].join('\n'), after: below.join('\n') }
}
