/** The encoder on onnxruntime: the graph of `models/recipe/encoder_export.py`, one body for labels and embeddings. */
import type { InferenceSession, TypedTensor } from 'onnxruntime-common'
import type { EncoderCard } from '../../core/encoder/card.ts'
import { blankIntent, intentOf } from '../../core/encoder/intent.ts'
import { labelInput } from '../../core/encoder/template.ts'
import type { AskContext, Intent } from '../../core/types.ts'
import type { Runtime } from '../onnx-runtime.ts'
import type { WordPieces } from './word-pieces.ts'

export class Encoder {
  readonly card: EncoderCard
  private readonly pieces: WordPieces
  private readonly runtime: Runtime
  private readonly session: InferenceSession

  constructor(card: EncoderCard, pieces: WordPieces, runtime: Runtime, session: InferenceSession) {
    this.card = card
    this.pieces = pieces
    this.runtime = runtime
    this.session = session
  }

  /** Any text, however long or strange; blank text is `general`, with no confidence. */
  async label(text: string, context: AskContext): Promise<Intent> {
    const begun = performance.now()
    if (!hasWords.test(text)) return blankIntent(performance.now() - begun)
    const logits = await this.logits(text, context)
    return intentOf(logits, this.card, performance.now() - begun)
  }

  /** One per label, before calibration. */
  async logits(text: string, context: AskContext): Promise<Float32Array> {
    return (await this.run([this.labelTokens(text, context)])).logits
  }

  labelTokens(text: string, context: AskContext): readonly number[] {
    return this.pieces.encode(labelInput(text, context, this.card.template), this.card.maxLength)
  }

  embeddingTokens(text: string): readonly number[] {
    return this.pieces.encode(text, this.card.maxLengthEmbedding)
  }

  /**
   * One batch. Rows are padded to the longest: give rows of similar length.
   * @returns logits float32[rows * labels] and embeddings float32[rows * dimensions], each row of length 1
   */
  async run(rows: readonly (readonly number[])[]): Promise<{ logits: Float32Array; embeddings: Float32Array }> {
    const { Tensor } = this.runtime
    const width = Math.max(...rows.map((row) => row.length))
    const shape = [rows.length, width]
    const ids = new BigInt64Array(rows.length * width).fill(BigInt(this.card.pad))
    const mask = new BigInt64Array(rows.length * width)
    rows.forEach((row, at) => {
      row.forEach((id, column) => (ids[at * width + column] = BigInt(id)))
      mask.fill(1n, at * width, at * width + row.length)
    })
    const out = await this.session.run({
      input_ids: new Tensor('int64', ids, shape),
      attention_mask: new Tensor('int64', mask, shape),
    })
    const read = (name: string): Float32Array => (out[name] as TypedTensor<'float32'>).data
    return { logits: read('logits'), embeddings: read('embedding') }
  }

  async dispose(): Promise<void> {
    await this.session.release()
  }
}

const hasWords = /[^\s\p{C}]/u
