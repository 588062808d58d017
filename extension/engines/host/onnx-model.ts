/**
 * The decoder on onnxruntime, native or WASM: the graph of `models/recipe/export.py`.
 * Both packages have the same API; which one runs is decided by `load-model.ts`.
 */
import type { InferenceSession, Tensor, TypedTensor } from 'onnxruntime-common'
import type { Card } from '../../core/completion/card.ts'
import type { KvCache, LanguageModel, Placement, Step } from '../../core/completion/language-model.ts'
import { ModelError, messageOf } from '../model-files.ts'
import type { Runtime } from '../onnx-runtime.ts'

/** keys and values, layer after layer: Float32Array[kvHeads * length * headSize] each */
interface OnnxCache extends KvCache {
  readonly data: readonly Float32Array[]
}

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

  /** @throws ModelError when the graph does not fit the card, or what runs it fails */
  async run(
    tokens: readonly number[],
    cache: KvCache | undefined,
    length: number,
    keep: number,
    placement?: Placement,
  ): Promise<Step> {
    const { Tensor } = this.runtime
    const { layers, kvHeads, headSize } = this.card
    const total = length + tokens.length
    const past = truncate(cache as OnnxCache | undefined, length, kvHeads, headSize)
    const feeds: Record<string, Tensor> = {
      input_ids: new Tensor('int64', BigInt64Array.from(tokens, BigInt), [1, tokens.length]),
      positions: new Tensor(
        'int64',
        BigInt64Array.from(placement?.positions ?? tokens.map((_, at) => length + at), BigInt),
        [1, tokens.length],
      ),
      bias: new Tensor('float32', placement?.bias ?? this.noBias(tokens.length * total), [1, 1, tokens.length, total]),
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
    const out = await this.session.run(feeds).catch((error: unknown) => {
      throw new ModelError('model-broken', `The model can't be run: ${messageOf(error)}`, error)
    })
    const read = (name: string): Float32Array => (out[name] as TypedTensor<'float32'>).data
    const data: Float32Array[] = []
    for (let layer = 0; layer < layers; layer++) data.push(read(`present.${layer}.key`), read(`present.${layer}.value`))
    const next: OnnxCache = { length: total, data }
    return { logits: read('logits'), logSumExp: read('log_sum_exp'), cache: next }
  }

  select(cache: KvCache, slots: readonly number[]): KvCache {
    const { kvHeads, headSize } = this.card
    const data = (cache as OnnxCache).data.map((all) => {
      const kept = new Float32Array(kvHeads * slots.length * headSize)
      for (let head = 0; head < kvHeads; head++) {
        slots.forEach((slot, at) => {
          const from = (head * cache.length + slot) * headSize
          kept.set(all.subarray(from, from + headSize), (head * slots.length + at) * headSize)
        })
      }
      return kept
    })
    return { length: slots.length, data } as OnnxCache
  }

  release(cache: KvCache): void {
    for (const { buffer } of (cache as OnnxCache).data) (buffer as ArrayBuffer).transfer(0)
  }

  async dispose(): Promise<void> {
    await this.session.release()
  }

  /** The graph adds the causal mask itself. */
  private noBias(size: number): Float32Array {
    if (this.zeros.length < size) this.zeros = new Float32Array(size)
    return this.zeros.subarray(0, size)
  }
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
