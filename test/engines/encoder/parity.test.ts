/** What Python says of texts (`models/recipe/encoder_parity.py`): same tokens, same probabilities, nearly the same vectors. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { AskContext } from '../../../extension/core/types.ts'
import { cosine, encoderFolder, shippedEncoder } from './shipped.ts'

interface LabelCase {
  readonly text: string
  /** The text stands so many times. */
  readonly repeat?: number
  readonly context?: AskContext
  readonly ids: readonly number[]
  /** In the order of the card's labels. */
  readonly p: readonly number[]
}

interface EmbeddingCase {
  readonly text: string
  readonly ids: readonly number[]
  /** From the float32 checkpoint. */
  readonly embedding: readonly number[]
}

const { sha256, labels, embeddings } = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../cases/encoder.json'), 'utf8'),
) as { sha256: string; labels: readonly LabelCase[]; embeddings: readonly EmbeddingCase[] }

/**
 * The cases were written on a processor that adds 8-bit products in 32 bits. Others (AVX2) add them in pairs of 16 bits first:
 * there Python's onnxruntime gives other probabilities as well, the same as ours to the last digit, and the same labels.
 */
const processor = existsSync('/proc/cpuinfo') ? readFileSync('/proc/cpuinfo', 'utf8') : ''
const tolerance = /avx512_vnni|avx_vnni/.test(processor) ? 0.01 : 0.1

function softmax(logits: Float32Array, temperature: number): number[] {
  const most = Math.max(...logits)
  const shares = Array.from(logits, (each) => Math.exp((each - most) / temperature))
  const sum = shares.reduce((a, b) => a + b, 0)
  return shares.map((each) => each / sum)
}

describe('the encoder in TypeScript and in Python', () => {
  it('are the same model', async () => {
    const { card } = await shippedEncoder()
    assert.equal(
      sha256,
      card.sha256['model.onnx'],
      `run models/recipe/encoder_parity.py after ${encoderFolder} changes`,
    )
    assert.ok(labels.length >= 60 && embeddings.length >= 10)
  })

  it('read the same tokens', async () => {
    const encoder = await shippedEncoder()
    for (const { text, repeat = 1, context = {}, ids } of labels)
      assert.deepEqual(encoder.labelTokens(text.repeat(repeat), context), ids, JSON.stringify(text))
    for (const { text, ids } of embeddings) assert.deepEqual(encoder.embeddingTokens(text), ids, JSON.stringify(text))
  })

  it(`give the same label, and each the same probability, within ${tolerance} on this processor`, async () => {
    const encoder = await shippedEncoder()
    for (const { text, repeat = 1, context = {}, p } of labels) {
      const found = softmax(await encoder.logits(text.repeat(repeat), context), encoder.card.temperature)
      assert.equal(found.indexOf(Math.max(...found)), p.indexOf(Math.max(...p)), JSON.stringify(text))
      for (const [at, each] of found.entries())
        assert.ok(Math.abs(each - p[at]!) < tolerance, `${JSON.stringify(text)}: ${encoder.card.labels[at]!} ${each}`)
    }
  })

  it('give vectors with a cosine of at least 0.995 to those in float32', async () => {
    const encoder = await shippedEncoder()
    for (const { text, ids, embedding } of embeddings) {
      const vector = (await encoder.run([ids])).embeddings
      assert.ok(cosine(vector, embedding) >= 0.995, `${JSON.stringify(text)}: ${cosine(vector, embedding)}`)
    }
  })
}).timeout(60_000)
