/**
 * The contract between the extension host and the index's worker thread. The worker reads files and keeps the index;
 * what embeds is on the other side, so texts go out (`embed`) and vectors come back. Every request with an `id` is
 * answered once, with `answer` or `failed`.
 */
import type { IndexState } from '../../core/retrieval/index-state.ts'
import type { Hit, QueryVector } from '../../core/retrieval/types.ts'
import type { LineRange } from '../../core/types.ts'
import type { Folder } from './walk.ts'

export interface EmbeddingModel {
  /** Changes whenever its vectors do, as the hash of its weights does. */
  readonly id: string
  readonly dimensions: number
}

export interface IndexOptions {
  readonly folders: readonly Folder[]
  /** Where the index is kept. */
  readonly file: string
  /** Globs, besides `.gitignore` and the secrets list. */
  readonly exclude: readonly string[]
  /** null: words only. */
  readonly model: EmbeddingModel | null
}

export type PassageKey = LineRange & Pick<Hit, 'hash'>

export type ToIndex =
  /** First of all. */
  | { readonly type: 'open'; readonly options: IndexOptions }
  | {
      readonly type: 'search'
      readonly id: number
      readonly query: string
      readonly limit: number
      /** As `Search` takes it. */
      readonly vector?: QueryVector
    }
  | { readonly type: 'unchanged'; readonly id: number; readonly passages: readonly PassageKey[] }
  /** Brings the index up to date; answered when it is, or when it was called off. */
  | { readonly type: 'update'; readonly id: number }
  /** Files that were saved, made or deleted, by absolute path. */
  | { readonly type: 'changed'; readonly files: readonly string[] }
  | { readonly type: 'rebuild' }
  /** Calls the indexing off. */
  | { readonly type: 'pause' }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'vectors'; readonly id: number; readonly vectors: readonly Float32Array[] }
  | { readonly type: 'no-vectors'; readonly id: number; readonly message: string }
  /** Ends the worker when its file is closed. */
  | { readonly type: 'close' }

export type FromIndex =
  | { readonly type: 'answer'; readonly id: number; readonly value: readonly Hit[] | boolean }
  | { readonly type: 'failed'; readonly id: number; readonly message: string }
  | { readonly type: 'embed'; readonly id: number; readonly texts: readonly string[]; readonly kind: 'query' | 'code' }
  /** The `embed` of that id is not needed any more. */
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'state'; readonly state: IndexState }
  | { readonly type: 'log'; readonly level: 'info' | 'warn' | 'error'; readonly text: string }
