import assert from 'node:assert/strict'
import { KvPrefix } from '../../../extension/core/completion/kv-prefix.ts'
import type { KvCache, LanguageModel, Step, Tree } from '../../../extension/core/completion/language-model.ts'
import { decoderCases, difference, tiny } from './tiny.ts'

/** Notes how many tokens each run was fed. */
class Counting implements LanguageModel {
  readonly fed: number[] = []
  readonly vocabulary: number
  readonly maxLength: number
  private readonly model: LanguageModel

  constructor(model: LanguageModel) {
    this.model = model
    this.vocabulary = model.vocabulary
    this.maxLength = model.maxLength
  }

  run(tokens: readonly number[], cache: KvCache | undefined, length: number, keep: number, tree?: Tree): Promise<Step> {
    this.fed.push(tokens.length)
    return this.model.run(tokens, cache, length, keep, tree)
  }
}

const close = 1e-4

describe('KV prefix, on a real model', () => {
  it('gives the logits that PyTorch gives', async () => {
    const { model } = await tiny()
    for (const { prompt, logits, logSumExp } of decoderCases()) {
      const step = await new KvPrefix(model).feed(prompt)
      assert.ok(difference(step.logits, logits) < 1e-3)
      assert.ok(Math.abs((step.logSumExp[0] as number) - logSumExp) < 1e-3)
    }
  })

  it('gives the same logits warm as cold, whatever was fed before', async () => {
    const model = new Counting((await tiny()).model)
    const kv = new KvPrefix(model)
    const prompts = decoderCases().map(({ prompt }) => prompt)
    const [a, b] = [prompts[0] as number[], prompts[1] as number[]]
    const sequences = [
      a,
      [...a, 20],
      [...a, 20, 21, 22],
      [...a, 30],
      a.slice(0, 12),
      [...a.slice(0, 12), 50, 51],
      b,
      a,
      b.slice(0, 1),
    ]
    for (const sequence of sequences) {
      const warm = await kv.feed(sequence)
      const cold = await new KvPrefix((await tiny()).model).feed(sequence)
      assert.ok(difference(warm.logits, cold.logits) < close, `${sequence.length} tokens`)
      assert.equal(warm.cache.length, sequence.length)
    }
    assert.deepEqual(model.fed.slice(0, 6), [a.length, 1, 2, 1, 1, 2])
  })

  it('feeds the last token again when it holds all of them', async () => {
    const model = new Counting((await tiny()).model)
    const kv = new KvPrefix(model)
    const prompt = decoderCases()[0]?.prompt ?? []
    const first = await kv.feed(prompt)
    const again = await kv.feed(prompt)
    assert.ok(difference(first.logits, again.logits) < close)
    assert.deepEqual(model.fed, [prompt.length, 1])
  })

  it('starts anew once it is told to forget', async () => {
    const model = new Counting((await tiny()).model)
    const kv = new KvPrefix(model)
    await kv.feed([1, 2, 3, 4])
    assert.equal(kv.shared([1, 2, 3, 9]), 3)
    kv.forget()
    assert.equal(kv.shared([1, 2, 3, 9]), 0)
    await kv.feed([1, 2, 3, 4, 5])
    assert.deepEqual(model.fed, [4, 5])
  })

  it('holds what it held when a run fails', async () => {
    const { model } = await tiny()
    const kv = new KvPrefix(model)
    await kv.feed([5, 6, 7])
    await assert.rejects(kv.feed([5, 6, 7, 100_000_000]))
    const cold = await new KvPrefix(model).feed([5, 6, 7, 8])
    assert.ok(difference((await kv.feed([5, 6, 7, 8])).logits, cold.logits) < close)
  })

  it('keeps its tokens when a tree is scored', async () => {
    const { model } = await tiny()
    const kv = new KvPrefix(model)
    const prompt = decoderCases()[2]?.prompt ?? []
    await kv.feed([...prompt, 33, 34])
    const { logits } = await kv.tree([40, 41, 42], [-1, -1, 1], prompt.length)
    const size = model.vocabulary
    const row = (node: number): Float32Array => logits.subarray(node * size, (node + 1) * size)
    const alone = async (...more: number[]): Promise<Float32Array> =>
      (await new KvPrefix(model).feed([...prompt, ...more])).logits
    assert.ok(difference(row(0), await alone(40)) < close)
    assert.ok(difference(row(1), await alone(41)) < close)
    assert.ok(difference(row(2), await alone(41, 42)) < close)
    assert.equal(kv.shared([...prompt, 33, 34, 35]), prompt.length + 2)
    assert.ok(difference((await kv.feed([...prompt, 33, 34, 35])).logits, await alone(33, 34, 35)) < close)
  })
})
