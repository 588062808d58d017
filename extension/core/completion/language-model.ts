/** What the completion engine needs of a decoder; `engines/host/onnx-model.ts` is the one that runs. */

/** Keys and values of every layer for a sequence of tokens. Opaque to the core; never changed once returned. */
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

export interface Tree {
  /** Parent's index in the token list, -1 when it follows the cache directly; always smaller than the own index. */
  readonly parents: readonly number[]
}

export interface LanguageModel {
  readonly vocabulary: number
  /** Tokens that cache and new tokens may have together. */
  readonly maxLength: number
  /** Feeds `tokens` after the first `length` positions of `cache`. With a tree each token sees only its ancestors; the resulting cache is then of no use. */
  run(tokens: readonly number[], cache: KvCache | undefined, length: number, keep: number, tree?: Tree): Promise<Step>
}
