/** Any number of texts through the model host, a few at a time, so that a cancel counts at once and an answer never takes long. */
import type { EmbedResult } from './protocol.ts'

/** Of one message; some 300 ms of one core for chunks of code. */
const textsAtOnce = 8

type EmbedFew = (texts: readonly string[], kind: 'query' | 'code', signal: AbortSignal) => Promise<EmbedResult>

export class EmbeddingError extends Error {
  readonly result: Exclude<EmbedResult, { kind: 'done' }>

  constructor(result: EmbeddingError['result']) {
    super(result.kind === 'failed' ? result.message : 'The embedding was cancelled.')
    this.result = result
  }
}

/**
 * As `Embed` of `core/retrieval/types.ts`.
 * @throws EmbeddingError that carries the first result that was not done
 */
export async function embedAll(
  embed: EmbedFew,
  texts: readonly string[],
  kind: 'query' | 'code',
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly Float32Array[]> {
  const order = texts.map((_, index) => index).sort((a, b) => texts[a]!.length - texts[b]!.length)
  const vectors = new Array<Float32Array>(texts.length)
  for (let from = 0; from < order.length; from += textsAtOnce) {
    const indexes = order.slice(from, from + textsAtOnce)
    const result = await embed(
      indexes.map((index) => texts[index]!),
      kind,
      signal,
    )
    if (result.kind !== 'done') throw new EmbeddingError(result)
    indexes.forEach((index, at) => {
      vectors[index] = result.vectors.slice(at * result.dimensions, (at + 1) * result.dimensions)
    })
  }
  return vectors
}
