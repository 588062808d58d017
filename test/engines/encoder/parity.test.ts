/** What Python says of texts (`models/recipe/encoder_parity.py`): same tokens, same probabilities, nearly the same vectors. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
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

  it('give each label the same probability, within 0.01', async () => {
    const encoder = await shippedEncoder()
    for (const { text, repeat = 1, context = {}, p } of labels) {
      const found = softmax(await encoder.logits(text.repeat(repeat), context), encoder.card.temperature)
      for (const [at, each] of found.entries())
        assert.ok(Math.abs(each - p[at]!) < 0.01, `${JSON.stringify(text)}: ${encoder.card.labels[at]!} ${each}`)
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
