/** What the completion engine needs of a decoder; `engines/host/onnx-model.ts` is the one that runs. */

/** Keys and values of every layer for a sequence of tokens. Opaque to the core; never changed once returned, until it is released. */
export interface KvCache {
  readonly length: number
}

export interface Step {
  /** Logits of the last `keep` positions, row after row: Float32Array[keep * vocabulary]. */
  readonly logits: Float32Array
  /** Log of the sum of the exponentials of each row: log-probability = logit - logSumExp. Float32Array[keep]. */
  readonly logSumExp: Float32Array
  readonly cache: KvCache
}

/** For tokens that do not simply follow each other. */
export interface Placement {
  /** Of each token: number of tokens before it on its own line of ancestors. */
  readonly positions: readonly number[]
  /** 0 where a token sees a slot of the cache or another token, `unseen` elsewhere: Float32Array[tokens * (length + tokens)]. */
  readonly bias: Float32Array
}

/** Added to the score of what must not count. */
export const unseen = -1e9

export interface LanguageModel {
  readonly vocabulary: number
  /** Tokens that may follow each other. */
  readonly maxLength: number
  /** Feeds `tokens` after the first `length` positions of `cache`; each sees all before it unless a placement says else (which an empty cache does not take). */
  run(
    tokens: readonly number[],
    cache: KvCache | undefined,
    length: number,
    keep: number,
    placement?: Placement,
  ): Promise<Step>
  /** A cache of these slots only, in this order (ascending). */
  select(cache: KvCache, slots: readonly number[]): KvCache
  /** Gives its memory back at once: megabytes in a second, too many to wait for the garbage collector. Not to be used again. */
  release(cache: KvCache): void
}
