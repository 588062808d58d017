/** What the hybrid search gives, whatever store is behind it. */
import type { LineRange } from '../types.ts'

export interface Hit extends LineRange {
  /** The lines as they stand in the file, joined by `\n`. */
  readonly text: string
  /** SHA-256 of `text`, hexadecimal. */
  readonly hash: string
  /** Higher is better; comparable within one search only. */
  readonly score: number
  /** For the head of a long class: the signatures of its members, one a line. */
  readonly outline?: string
}

export type QueryVector = Float32Array | null

export interface Search {
  /**
   * Best first. Works before the index is complete, on what is in it.
   * @param vector of the query in English, where somebody has it already; null: by words only
   */
  search(query: string, limit: number, signal?: AbortSignal, vector?: QueryVector): Promise<readonly Hit[]>
}

/** What a cached answer stands on. */
export interface Passages {
  /** Whether each of them still stands in the workspace where and as it was found. */
  unchanged(passages: readonly (LineRange & Pick<Hit, 'hash'>)[]): Promise<boolean>
}

/** Unit vectors of `dimensions` float32 each, in the order of `texts`. `code` yields to everything that a user waits for. */
export type Embed = (
  texts: readonly string[],
  kind: 'query' | 'code',
  signal?: AbortSignal,
) => Promise<readonly Float32Array[]>
