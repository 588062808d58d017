/** Embeddings of many texts in small steps, between which whatever a user waits for goes first. */
import { batchesByLength } from '../../core/encoder/batches.ts'
import type { Encoder } from './encoder.ts'

/** Tokens of a batch, padding included: one chunk of code, or several short texts; some 35 ms of one core. */
const batchTokens = 256

/**
 * @param mayGoOn asked before each batch; false ends the work
 * @returns float32[texts * dimensions] in the order of `texts`; undefined when it was ended
 */
export async function embedTexts(
  encoder: Encoder,
  texts: readonly string[],
  mayGoOn: () => Promise<boolean>,
): Promise<Float32Array | undefined> {
  const { dimensions } = encoder.card
  const rows = texts.map((text) => encoder.embeddingTokens(text))
  const vectors = new Float32Array(texts.length * dimensions)
  for (const batch of batchesByLength(
    rows.map((row) => row.length),
    batchTokens,
  )) {
    if (!(await mayGoOn())) return undefined
    const { embeddings } = await encoder.run(batch.map((index) => rows[index]!))
    batch.forEach((index, at) =>
      vectors.set(embeddings.subarray(at * dimensions, (at + 1) * dimensions), index * dimensions),
    )
  }
  return vectors
}
