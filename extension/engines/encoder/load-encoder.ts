/** Reads the encoder's folder and starts onnxruntime on it. Every way in which that can fail has a message. */
import { join } from 'node:path'
import { readEncoderCard } from '../../core/encoder/card.ts'
import { ModelError, attempt, checkSum, checkSumOfFile, messageOf, parse, readModelFile } from '../model-files.ts'
import { createSession, loadRuntime, threadsFor } from '../onnx-runtime.ts'
import { Encoder } from './encoder.ts'

/**
 * @param threads 0: half of the cores, at most four
 * @throws ModelError
 */
export async function loadEncoder(
  folder: string,
  runtime: 'native' | 'wasm',
  threads: number,
  cores: number,
): Promise<Encoder> {
  const cardFile = await readModelFile(folder, 'card.json')
  const card = attempt(folder, 'card.json', () => readEncoderCard(parse(cardFile)))
  const tokenizerFile = await readModelFile(folder, 'tokenizer.json')
  checkSum(folder, card.sha256, 'tokenizer.json', tokenizerFile)
  await checkSumOfFile(folder, card.sha256, 'model.onnx')
  const { WordPieces } = await import('./word-pieces.ts')
  const pieces = attempt(folder, 'tokenizer.json', () => new WordPieces(parse(tokenizerFile) as object))
  const ort = await loadRuntime(runtime, threads)
  try {
    const model = runtime === 'native' ? join(folder, 'model.onnx') : await readModelFile(folder, 'model.onnx')
    const session = await createSession(ort, runtime, model, threadsFor(threads, cores))
    const encoder = new Encoder(card, pieces, ort, session)
    await selfTest(encoder)
    return encoder
  } catch (error) {
    throw new ModelError('model-broken', `${folder}/model.onnx can't be run: ${messageOf(error)}`, error)
  }
}

/** The first runtime that works here. @throws ModelError of the last that was tried */
export async function loadEncoderAnywhere(folder: string, threads: number, cores: number): Promise<Encoder> {
  try {
    return await loadEncoder(folder, 'native', threads, cores)
  } catch (error) {
    // A missing or damaged file is the same for every runtime.
    if (!(error instanceof ModelError) || error.reason === 'model-missing') throw error
    return await loadEncoder(folder, 'wasm', threads, cores)
  }
}

/** A runtime that loads and then fails, or a graph of another shape, is found here and not at the first request. */
async function selfTest(encoder: Encoder): Promise<void> {
  const { card } = encoder
  const { logits, embeddings } = await encoder.run([encoder.labelTokens('what does this do', {})])
  if (logits.length !== card.labels.length) throw new Error(`it gives ${logits.length} labels`)
  if (embeddings.length !== card.dimensions) throw new Error(`its embeddings have ${embeddings.length} numbers`)
  if (![...logits, ...embeddings].every(Number.isFinite)) throw new Error('the self-test gave no finite numbers')
}
