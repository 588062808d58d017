/** Which changes of the document are the beginning of a request, and where the cursor will be after them. */

export interface Change {
  readonly offset: number
  readonly deleted: number
  readonly inserted: string
}

/** Longer insertions are pasted text; what follows them is asked for when the editor asks. */
const mostTyped = 200

/** Typed as one change, with the cursor between the two. */
const pairs = new Set(['()', '[]', '{}', '<>', '""', "''", '``'])

/**
 * The cursor after the change, before the editor has said where it is. Undefined when this was not one keystroke at
 * one cursor. A wrong guess costs a request that nobody picks up, never a wrong suggestion.
 */
export function cursorAfter(changes: readonly Change[]): number | undefined {
  const [change] = changes
  if (!change || changes.length > 1 || change.inserted.length > mostTyped) return undefined
  return change.offset + (pairs.has(change.inserted) ? 1 : change.inserted.length)
}

/** Keystrokes in a row without the editor asking, after which it is taken not to show inline suggestions at all. */
const patience = 40

/** Whether work may start before the editor asks: not when its answers are never picked up. */
export function mayStartEarly(keystrokesSinceAsked: number): boolean {
  return keystrokesSinceAsked < patience
}

/** Who asks by hand wants to see what there is, so most of the doubt is allowed. */
export function thresholdFor(trigger: 'automatic' | 'explicit', threshold: number): number {
  return trigger === 'explicit' ? threshold / 5 : threshold
}
