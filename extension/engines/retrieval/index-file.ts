/** How the index of a workspace is called: one file for the same folders, whatever their order. */
import path from 'node:path'
import { sha256 } from './read-chunks.ts'

export function indexFile(folder: string, roots: readonly string[]): string {
  return path.join(folder, `index-${sha256(roots.toSorted().join('\0')).slice(0, 16)}.db`)
}
