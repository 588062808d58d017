/**
 * The decoder on onnxruntime, native or WASM: the graph of `models/recipe/export.py`.
 * Both packages have the same API; which one runs is decided by `load-model.ts`.
 */
import type { InferenceSession, Tensor, TypedTensor } from 'onnxruntime-common'
import type { Card } from '../../core/completion/card.ts'
import type { KvCache, LanguageModel, Step, Tree } from '../../core/completion/language-model.ts'

export interface Runtime {
  readonly InferenceSession: typeof InferenceSession
  readonly Tensor: typeof Tensor
}

/** keys and values, layer after layer: Float32Array[kvHeads * length * headSize] each */
interface OnnxCache extends KvCache {
  readonly data: readonly Float32Array[]
}

/** Added to a score that must not count. */
const masked = -1e9

export class OnnxModel implements LanguageModel {
  readonly vocabulary: number
  readonly maxLength: number
  private readonly card: Card
  private readonly runtime: Runtime
  private readonly session: InferenceSession
  private zeros = new Float32Array(0)

  constructor(runtime: Runtime, session: InferenceSession, card: Card) {
    this.runtime = runtime
    this.session = session
    this.card = card
    this.vocabulary = card.vocabulary
    this.maxLength = card.maxLength
  }

  /** Error from onnxruntime when the graph does not fit the card. */
  async run(
    tokens: readonly number[],
    cache: KvCache | undefined,
    length: number,
    keep: number,
    tree?: Tree,
  ): Promise<Step> {
    const { Tensor } = this.runtime
    const { layers, kvHeads, headSize } = this.card
    const total = length + tokens.length
    const past = truncate(cache as OnnxCache | undefined, length, kvHeads, headSize)
    const feeds: Record<string, Tensor> = {
      input_ids: new Tensor('int64', BigInt64Array.from(tokens, BigInt), [1, tokens.length]),
      positions: new Tensor('int64', BigInt64Array.from(positions(tokens.length, length, tree), BigInt), [
        1,
        tokens.length,
      ]),
      bias: new Tensor('float32', this.bias(tokens.length, length, tree), [1, 1, tokens.length, total]),
      last: new Tensor('int32', Int32Array.of(total - 1), [1]),
      total: new Tensor('int32', Int32Array.of(total), []),
      keep: new Tensor('int64', BigInt64Array.of(BigInt(keep)), [1]),
    }
    for (let layer = 0; layer < layers; layer++) {
      feeds[`past.${layer}.key`] = new Tensor('float32', past[2 * layer] as Float32Array, [
        1,
        kvHeads,
        length,
        headSize,
      ])
      feeds[`past.${layer}.value`] = new Tensor('float32', past[2 * layer + 1] as Float32Array, [
        1,
        kvHeads,
        length,
        headSize,
      ])
    }
    const out = await this.session.run(feeds)
    const read = (name: string): Float32Array => (out[name] as TypedTensor<'float32'>).data
    const data: Float32Array[] = []
    for (let layer = 0; layer < layers; layer++) data.push(read(`present.${layer}.key`), read(`present.${layer}.value`))
    const next: OnnxCache = { length: total, data }
    return { logits: read('logits'), logSumExp: read('log_sum_exp'), cache: next }
  }

  async dispose(): Promise<void> {
    await this.session.release()
  }

  /** Float32Array[tokens * (length + tokens)]; the graph adds the causal mask itself. */
  private bias(tokens: number, length: number, tree: Tree | undefined): Float32Array {
    const width = length + tokens
    if (!tree) {
      if (this.zeros.length < tokens * width) this.zeros = new Float32Array(tokens * width)
      return this.zeros.subarray(0, tokens * width)
    }
    const bias = new Float32Array(tokens * width)
    for (let row = 0; row < tokens; row++) {
      bias.fill(masked, row * width + length, row * width + length + row)
      for (let node = row; node >= 0; node = tree.parents[node] ?? -1) bias[row * width + length + node] = 0
    }
    return bias
  }
}

function positions(tokens: number, length: number, tree: Tree | undefined): number[] {
  const out: number[] = []
  for (let row = 0; row < tokens; row++) {
    const parent = tree ? (tree.parents[row] ?? -1) : row - 1
    out.push(parent < 0 ? length : (out[parent] as number) + 1)
  }
  return out
}

function truncate(
  cache: OnnxCache | undefined,
  length: number,
  kvHeads: number,
  headSize: number,
): readonly Float32Array[] {
  if (length === 0 || !cache) return new Array<Float32Array>(64).fill(new Float32Array(0))
  if (length === cache.length) return cache.data
  if (length > cache.length) throw new RangeError(`The KV cache holds ${cache.length} tokens, not ${length}`)
  if (kvHeads === 1) return cache.data.map((all) => all.subarray(0, length * headSize))
  return cache.data.map((all) => {
    const kept = new Float32Array(kvHeads * length * headSize)
    for (let head = 0; head < kvHeads; head++) {
      const from = head * cache.length * headSize
      kept.set(all.subarray(from, from + length * headSize), head * length * headSize)
    }
    return kept
  })
}
