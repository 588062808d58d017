/** Loads the model, keeps the engine on it, and puts a lesser one in its place where that can't be. */
import { availableParallelism } from 'node:os'
import { CompletionEngine } from '../../core/completion/engine.ts'
import type { EngineModels } from '../../core/completion/engine.ts'
import type { Learning } from '../../core/completion/drift.ts'
import type { Provider } from '../../core/providers.ts'
import { ModelError, messageOf } from '../model-files.ts'
import type { FromHost, HostOptions, Trouble } from '../protocol.ts'
import { loadJudge, loadModel } from './load-model.ts'
import type { OnnxModel } from './onnx-model.ts'

interface Way {
  readonly runtime: 'native' | 'wasm'
  readonly provider: Provider
}

export class EngineKeeper {
  engine = new CompletionEngine({}, () => performance.now())
  /** Outlives each engine. */
  readonly learning: Learning = { drift: undefined }
  /** Documents and requests that come while the model loads are answered once it is there, in order. */
  loading: Promise<void> = Promise.resolve()
  private readonly send: (message: FromHost) => void
  private readonly idle: () => Promise<void>
  private readonly loadModel: typeof loadModel
  private options: HostOptions | undefined
  private model: { loaded: { model: OnnxModel }; judge?: EngineModels['judge'] } | undefined
  private provider: Provider = 'cpu'
  private isReleased = false

  /** @param idle resolves when no request runs */
  constructor(send: (message: FromHost) => void, idle: () => Promise<void>, load = loadModel) {
    this.send = send
    this.idle = idle
    this.loadModel = load
  }

  start(options: HostOptions): void {
    this.options = options
    this.loading = this.load(options)
  }

  /** Lets go of the model: requests that run on it end first. */
  release(): void {
    if (!this.model) return
    const { loaded, judge } = this.model
    this.model = undefined
    this.isReleased = true
    this.use({ judge })
    void this.idle().then(() => loaded.model.dispose())
  }

  /** Undoes `release`. */
  reload(): void {
    if (!this.isReleased || !this.options) return
    this.isReleased = false
    this.start(this.options)
  }

  /** A card that failed is not asked again. @returns false when there was none */
  async fallBack(error: unknown): Promise<boolean> {
    if (this.provider === 'cpu' || !this.options) return false
    const trouble = { reason: 'provider-failed', message: `${this.provider}: ${messageOf(error)}` } as const
    this.send({ type: 'log', level: 'warn', text: trouble.message })
    this.options = { ...this.options, provider: 'cpu' }
    const failed = this.model
    this.model = undefined
    this.loading = this.load(this.options, trouble)
    await this.loading
    // The request that found out still stands on it; a card that is lost may not let go of it.
    void this.idle()
      .then(() => failed?.loaded.model.dispose())
      .catch((error: unknown) => this.send({ type: 'log', level: 'warn', text: messageOf(error) }))
    return true
  }

  private async load(options: HostOptions, before?: Trouble): Promise<void> {
    const begun = performance.now()
    let trouble = before
    const ready = (engine: 'native' | 'wasm' | 'ngram', provider: Provider): void => {
      this.provider = provider
      const loadMs = performance.now() - begun
      this.send({ type: 'ready', engine, provider, loadMs, ...(trouble && { trouble }) })
    }
    for (const { runtime, provider } of options.modelDir === '' ? [] : waysOf(options)) {
      try {
        const models = await this.loadModel(
          options.modelDir,
          runtime,
          options.threads,
          availableParallelism(),
          provider,
          options.baseCard,
        )
        this.use(models)
        this.model = models
        ready(runtime, provider)
        return
      } catch (error) {
        const failed = error instanceof ModelError ? error : new ModelError('model-broken', String(error), error)
        this.send({ type: 'log', level: 'warn', text: failed.message })
        trouble =
          provider === 'cpu' || failed.reason === 'model-missing'
            ? { reason: failed.reason, message: failed.message }
            : { reason: 'provider-failed', message: `${provider}: ${failed.message}` }
        // A missing or damaged file is the same for every runtime.
        if (trouble.reason === 'model-missing') break
      }
    }
    this.use({ judge: await loadJudge(options.modelDir, options.baseCard) })
    ready('ngram', 'cpu')
  }

  /** Moves the open documents over. */
  private use(models: EngineModels): void {
    const next = new CompletionEngine({ ...models, learning: this.learning }, () => performance.now())
    for (const { uri, language, text, background } of this.engine.index.all())
      next.open(uri, language, text.toString(), background)
    this.engine = next
  }
}

function waysOf({ engine, provider = 'cpu' }: HostOptions): readonly Way[] {
  if (engine === 'ngram') return []
  const native: Way[] = [...new Set<Provider>([provider, 'cpu'])].map((name) => ({ runtime: 'native', provider: name }))
  const wasm: Way = { runtime: 'wasm', provider: 'cpu' }
  return engine === 'auto' ? [...native, wasm] : engine === 'native' ? native : [wasm]
}
