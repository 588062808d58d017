/** Which vectors an encoder's folder makes, without loading it. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { readEncoderCard } from '../../core/encoder/card.ts'
import type { EmbeddingModel } from './protocol.ts'

/** @throws where there is no card, or one that is not an encoder's */
export async function readEmbeddingModel(folder: string): Promise<EmbeddingModel> {
  const card = readEncoderCard(JSON.parse(await readFile(path.join(folder, 'card.json'), 'utf8')))
  return { id: card.sha256['model.onnx'] ?? card.name, dimensions: card.dimensions }
}
