/** A file with an answer's edits made: for the preview, and for the one step in which they are applied. */
import type { Replacement } from '../ask-service.ts'

type Edit = Pick<Replacement, 'startLine' | 'endLine' | 'text'>

export type Proposal =
  | { readonly kind: 'proposal'; readonly text: string }
  /** They overlap, or name lines that are not there: nobody can say what was meant. */
  | { readonly kind: 'impossible' }

/** `endLine` one less than `startLine` inserts before it. Line breaks stay those of the file. */
export function proposalOf(text: string, edits: readonly Edit[]): Proposal {
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n'
  const lines = text.split(/\r?\n/)
  const sorted = [...edits].sort((a, b) => a.startLine - b.startLine || a.endLine - b.endLine)
  for (const [index, { startLine, endLine }] of sorted.entries()) {
    const isThere =
      startLine >= 1 && endLine >= startLine - 1 && endLine <= lines.length && startLine <= lines.length + 1
    const before = sorted[index - 1]
    if (!isThere || (before && startLine <= before.endLine)) return { kind: 'impossible' }
  }
  for (const { startLine, endLine, text: replacement } of sorted.reverse()) {
    lines.splice(startLine - 1, endLine - startLine + 1, ...replacement.split(/\r?\n/))
  }
  return { kind: 'proposal', text: lines.join(lineBreak) }
}

/**
 * What is left of a path that others named, for use below a workspace folder: forward slashes, no way out.
 * Undefined where it would lead out of the folder or to none of its files.
 */
export function safePath(path: string): string | undefined {
  const parts = path.replaceAll('\\', '/').split('/')
  const isAbsolute = parts[0] === '' || /^[a-z]:$/i.test(parts[0]!)
  const kept = parts.filter((part) => part !== '.' && part !== '')
  return isAbsolute || kept.length === 0 || kept.includes('..') ? undefined : kept.join('/')
}
