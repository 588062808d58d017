/** What the hybrid search gives, whatever store is behind it. */
import type { LineRange } from '../types.ts'

export interface Hit extends LineRange {
  readonly text: string
  /** SHA-256 of `text`, hexadecimal. */
  readonly hash: string
  /** Higher is better; comparable within one search only. */
  readonly score: number
}

export interface Search {
  /** Best first. Works before the index is complete, on what is in it. */
  search(query: string, limit: number, signal?: AbortSignal): Promise<readonly Hit[]>
}

/** Unit vectors of `dimensions` float32 each, in the order of `texts`. `code` yields to everything that a user waits for. */
export type Embed = (
  texts: readonly string[],
  kind: 'query' | 'code',
  signal?: AbortSignal,
) => Promise<readonly Float32Array[]>
