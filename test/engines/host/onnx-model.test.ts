/** What is fed to the graph, read off a session that only takes notes; that the numbers are right is tested on a real one. */
import assert from 'node:assert/strict'
import { Tensor } from 'onnxruntime-common'
import type { InferenceSession } from 'onnxruntime-common'
import type { Card } from '../../../extension/core/completion/card.ts'
import { unseen } from '../../../extension/core/completion/language-model.ts'
import { OnnxModel } from '../../../extension/engines/host/onnx-model.ts'
import type { Runtime } from '../../../extension/engines/onnx-runtime.ts'

const kvHeads = 2
const headSize = 3
const card = { layers: 1, kvHeads, headSize, vocabulary: 4, maxLength: 64 } as unknown as Card

type Feeds = Record<string, Tensor>

/** Its keys are 100 * head + position (values: negative), so that a test can tell which ones are passed on. */
function notes(): { model: OnnxModel; fed: Feeds[] } {
  const fed: Feeds[] = []
  const run = (feeds: Feeds): Promise<Feeds> => {
    fed.push(feeds)
    const total = Number((feeds['total'] as Tensor).data[0])
    const keep = Number((feeds['keep'] as Tensor).data[0])
    const keys = Float32Array.from(
      { length: kvHeads * total * headSize },
      (_, at) => 100 * Math.floor(at / (total * headSize)) + (Math.floor(at / headSize) % total),
    )
    const shape = [1, kvHeads, total, headSize]
    return Promise.resolve({
      logits: new Tensor('float32', new Float32Array(keep * 4), [1, keep, 4]),
      log_sum_exp: new Tensor('float32', new Float32Array(keep), [1, keep]),
      'present.0.key': new Tensor('float32', keys, shape),
      'present.0.value': new Tensor(
        'float32',
        keys.map((x) => -x),
        shape,
      ),
    })
  }
  const session = { run } as unknown as InferenceSession
  return { model: new OnnxModel({ Tensor } as unknown as Runtime, session, card), fed }
}

const numbers = (tensor: Tensor | undefined): number[] => Array.from(tensor?.data as Float32Array, Number)

describe('feeds of the graph', () => {
  it('are positions behind the cache, no bias, and the counts', async () => {
    const { model, fed } = notes()
    const { cache } = await model.run([7, 8, 9], undefined, 0, 1)
    await model.run([5, 6], cache, 3, 2)
    const [first, second] = fed as [Feeds, Feeds]
    assert.deepEqual(numbers(first['positions']), [0, 1, 2])
    assert.deepEqual(first['past.0.key']?.dims, [1, kvHeads, 0, headSize])
    assert.deepEqual(numbers(second['input_ids']), [5, 6])
    assert.deepEqual(numbers(second['positions']), [3, 4])
    assert.deepEqual(numbers(second['last']), [4])
    assert.deepEqual(numbers(second['total']), [5])
    assert.deepEqual(numbers(second['keep']), [2])
    assert.deepEqual(second['bias']?.dims, [1, 1, 2, 5])
    assert.ok(numbers(second['bias']).every((x) => x === 0))
  })

  it('hold the beginning of every head of a longer cache', async () => {
    const { model, fed } = notes()
    const { cache } = await model.run([1, 2, 3, 4], undefined, 0, 1)
    await model.run([5], cache, 2, 1)
    const key = fed[1]?.['past.0.key']
    assert.deepEqual(key?.dims, [1, kvHeads, 2, headSize])
    assert.deepEqual(numbers(key), [0, 0, 0, 1, 1, 1, 100, 100, 100, 101, 101, 101])
    assert.deepEqual(numbers(fed[1]?.['past.0.value']).slice(6), [-100, -100, -100, -101, -101, -101])
    assert.equal(cache.length, 4, 'the longer one stays as it was')
    await assert.rejects(model.run([5], cache, 5, 1), RangeError)
  })

  it('are the positions and the bias of tokens that do not follow each other', async () => {
    const { model, fed } = notes()
    const { cache } = await model.run([1, 2], undefined, 0, 1)
    const bias = Float32Array.of(0, 0, 0, unseen, 0, unseen, unseen, 0)
    await model.run([3, 4], cache, 2, 2, { positions: [2, 1], bias })
    assert.deepEqual(numbers(fed[1]?.['positions']), [2, 1])
    assert.equal((fed[1] as Feeds)['bias']?.data, bias)
    assert.deepEqual((fed[1] as Feeds)['bias']?.dims, [1, 1, 2, 4])
  })

  it('hold the slots that were selected, of every head', async () => {
    const { model, fed } = notes()
    const { cache } = await model.run([1, 2, 3, 4], undefined, 0, 1)
    const selected = model.select(cache, [0, 3])
    assert.equal(selected.length, 2)
    await model.run([5], selected, 2, 1)
    assert.deepEqual(numbers(fed[1]?.['past.0.key']), [0, 0, 0, 3, 3, 3, 100, 100, 100, 103, 103, 103])
    assert.deepEqual(numbers(fed[1]?.['past.0.value']).slice(6), [-100, -100, -100, -103, -103, -103])
  })
})
