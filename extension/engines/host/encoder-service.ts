/**
 * Labels and embeddings in the model host. Labels and queries run at once, beside a completion; code is embedded in
 * small batches, one request after the other, and none starts while a completion or a label is under way.
 */
import type { FailedReason } from '../../core/types.ts'
import type { Encoder } from '../encoder/encoder.ts'
import { embedTexts } from '../encoder/embed.ts'
import { ModelError, messageOf } from '../model-files.ts'
import type { EmbedResult, LabelResult, ToHost } from '../protocol.ts'

type Message<Type extends ToHost['type']> = Extract<ToHost, { type: Type }>
type NotDone = Exclude<LabelResult, { kind: 'done' }>

export class EncoderService {
  private readonly load: () => Promise<Encoder>
  private readonly completionsDone: () => Promise<void>
  private loaded: Promise<Encoder> | undefined
  private readonly open = new Set<number>()
  /** Labels and queries under way. */
  private readonly urgent = new Set<Promise<unknown>>()
  private background: Promise<unknown> = Promise.resolve()

  constructor(load: () => Promise<Encoder>, completionsDone: () => Promise<void>) {
    this.load = load
    this.completionsDone = completionsDone
  }

  async label({ id, text, context }: Message<'label'>): Promise<LabelResult> {
    return await this.answer(id, true, async (encoder) => ({
      kind: 'done',
      intent: await encoder.label(text, context),
    }))
  }

  async embed({ id, texts, kind }: Message<'embed'>): Promise<EmbedResult> {
    const isUrgent = kind === 'query'
    const mayGoOn = async (): Promise<boolean> => {
      if (!isUrgent) await this.untilNobodyWaits()
      return this.open.has(id)
    }
    return await this.answer(id, isUrgent, async (encoder) => {
      const vectors = await embedTexts(encoder, texts, mayGoOn)
      return vectors ? { kind: 'done', vectors, dimensions: encoder.card.dimensions } : { kind: 'cancelled' }
    })
  }

  /** What is not under way any more is forgotten. The request is still answered, after the running batch. */
  cancel(id: number): void {
    this.open.delete(id)
  }

  /** Gives its memory back until somebody asks again; not while somebody waits. */
  async release(): Promise<void> {
    const { loaded } = this
    if (!loaded || this.open.size > 0) return
    this.loaded = undefined
    await loaded.then((encoder) => encoder.dispose()).catch(() => undefined)
  }

  /** Never rejects. */
  private async answer<Result>(
    id: number,
    isUrgent: boolean,
    work: (encoder: Encoder) => Promise<Result>,
  ): Promise<Result | NotDone> {
    this.open.add(id)
    const run = async (): Promise<Result | NotDone> => {
      try {
        const encoder = await (this.loaded ??= this.load())
        return this.open.has(id) ? await work(encoder) : { kind: 'cancelled' }
      } catch (error) {
        return failed(error)
      } finally {
        this.open.delete(id)
      }
    }
    if (isUrgent) return await this.runUrgent(run)
    const result = this.background.then(run)
    this.background = result
    return await result
  }

  private async runUrgent<Result>(run: () => Promise<Result>): Promise<Result> {
    const running = run()
    this.urgent.add(running)
    try {
      return await running
    } finally {
      this.urgent.delete(running)
    }
  }

  private async untilNobodyWaits(): Promise<void> {
    // Messages that have come meanwhile are heard first.
    await new Promise(setImmediate)
    await this.completionsDone()
    await Promise.all(this.urgent)
  }
}

function failed(error: unknown): NotDone {
  const reason: FailedReason =
    error instanceof ModelError ? (error.reason === 'model-missing' ? 'model-missing' : 'model-broken') : 'internal'
  return { kind: 'failed', reason, message: messageOf(error) }
}
