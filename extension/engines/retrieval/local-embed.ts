/** The encoder without the editor: for the command line, in the process that asks. */
import type { Embed } from '../../core/retrieval/types.ts'
import { embedTexts } from '../encoder/embed.ts'
import type { Encoder } from '../encoder/encoder.ts'
import { loadEncoderAnywhere } from '../encoder/load-encoder.ts'
import { readEmbeddingModel } from './embedding-model.ts'
import type { EmbeddingModel } from './protocol.ts'

export interface LocalEmbedder {
  readonly embed: Embed
  readonly model: EmbeddingModel
  dispose(): Promise<void>
}

/** @throws ModelError that says what is wrong with the folder */
export async function localEmbedder(folder: string, threads: number, cores: number): Promise<LocalEmbedder> {
  const encoder = await loadEncoderAnywhere(folder, threads, cores)
  return { embed: embedWith(encoder), model: await readEmbeddingModel(folder), dispose: () => encoder.dispose() }
}

export function embedWith(encoder: Encoder): Embed {
  const { dimensions } = encoder.card
  return async (texts, _kind, signal) => {
    const vectors = await embedTexts(encoder, texts, () => Promise.resolve(signal?.aborted !== true))
    if (!vectors) throw signal?.reason as Error
    return texts.map((_, index) => vectors.slice(index * dimensions, (index + 1) * dimensions))
  }
}
