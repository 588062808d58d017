/** The item that is selected in the list of words: ghost text is shown beside it only when it goes on from the item. */

export interface SelectedItem {
  /** What stands in its place now, up to the cursor. */
  readonly typed: string
  /** Text that it would put there. */
  readonly text: string
  /** Its range ends at the cursor. */
  readonly endsAtCursor: boolean
}

/**
 * Text from the cursor on that a suggestion must start with. Undefined when no insertion at the cursor can go on from
 * the item: it changes what is typed already (another case, letters left out), what follows, or has several lines.
 */
export function continuationOf({ typed, text, endsAtCursor }: SelectedItem): string | undefined {
  if (!endsAtCursor || !text.startsWith(typed) || /[\r\n]/.test(text)) return undefined
  return text.slice(typed.length)
}
