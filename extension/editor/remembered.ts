/** Suggestions that were shown, so that what is left of one is there at once while it is typed through. */
import type * as vscode from 'vscode'
import { TypedThrough } from '../core/completion/typed-through.ts'
import type { Done } from './inline-provider.ts'

interface Kept {
  readonly outcome: Done
  readonly isForeseen: boolean
}

const linesAround = 4
const mostColumns = 1_200

export class Remembered {
  private readonly typedThrough = new TypedThrough<Kept>()

  /** What is left of a suggestion at a position. */
  get(document: vscode.TextDocument, position: vscode.Position): Done | undefined {
    const { before, after } = surroundings(document, position)
    const served = this.typedThrough.get(document.uri.toString(), before, after)
    if (!served) return undefined
    const { outcome, isForeseen } = served.value
    // What was foreseen is new when it is first seen: nobody has looked at any of it.
    const isNew = isForeseen && served.text === outcome.text
    return { ...outcome, text: served.text, ...(!isNew && { source: 'cache' }), timings: { total: 0 } }
  }

  put(document: vscode.TextDocument, position: vscode.Position, outcome: Done): void {
    const { before, after } = surroundings(document, position)
    this.typedThrough.put(document.uri.toString(), before, after, outcome.text, { outcome, isForeseen: false })
  }

  /** The same for the place behind text that is not in the document yet. */
  foresee(document: vscode.TextDocument, position: vscode.Position, inserted: string, outcome: Done): void {
    const { before, after } = surroundings(document, position)
    const kept = { outcome, isForeseen: true }
    this.typedThrough.put(document.uri.toString(), before + inserted, after, outcome.text, kept)
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
