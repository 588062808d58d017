/**
 * The extension's end of the index: starts the worker thread when it is first needed, gives it vectors, and starts it
 * again when it dies. Invariant: every question is answered or rejected, whatever becomes of the worker.
 */
import { Worker } from 'node:worker_threads'
import type { IndexState } from '../../core/retrieval/index-state.ts'
import type { Embed, Hit, Passages, QueryVector, Search } from '../../core/retrieval/types.ts'
import { messageOf } from './open-store.ts'
import type { FromIndex, IndexOptions, PassageKey, ToIndex } from './protocol.ts'

export interface RetrievalSetup {
  /** The worker's bundle, or its source. */
  readonly file: string
  /** Read at every start; undefined: there is nothing to search in. */
  readonly options: () => Promise<IndexOptions | undefined>
  /** Used where the options name a model. */
  readonly embed: Embed
  readonly onState: (state: IndexState) => void
  readonly log: (level: 'info' | 'warn' | 'error', text: string) => void
}

interface Question {
  readonly resolve: (value: readonly Hit[] | boolean) => void
  readonly reject: (error: Error) => void
}

type Asked = Extract<ToIndex, { id: number; type: 'search' | 'unchanged' | 'update' }>
type Unnumbered<Message> = Message extends unknown ? Omit<Message, 'id'> : never

/** A worker that dies so often without an answer in between is not started again by itself. */
const mostDeaths = 3
/** Changes come in swarms: a save tells of itself twice, a branch switch of hundreds of files. */
const gatherMs = 50

export class RetrievalClient implements Search, Passages {
  private readonly setup: RetrievalSetup
  private worker: Promise<Worker | undefined> | undefined
  private readonly questions = new Map<number, Question>()
  private readonly embeddings = new Map<number, AbortController>()
  private readonly changedFiles = new Set<string>()
  private timer: NodeJS.Timeout | undefined
  private lastId = 0
  private deaths = 0
  private disposed = false

  constructor(setup: RetrievalSetup) {
    this.setup = setup
  }

  get isRunning(): boolean {
    return this.worker !== undefined
  }

  async search(query: string, limit: number, signal?: AbortSignal, vector?: QueryVector): Promise<readonly Hit[]> {
    const question = { type: 'search', query, limit, ...(vector !== undefined && { vector }) } as const
    return ((await this.ask(question, signal)) as readonly Hit[] | undefined) ?? []
  }

  async unchanged(passages: readonly PassageKey[]): Promise<boolean> {
    return ((await this.ask({ type: 'unchanged', passages })) as boolean | undefined) ?? false
  }

  /** Resolves when the index is up to date, or the work was called off. */
  async update(): Promise<void> {
    await this.ask({ type: 'update' })
  }

  /** A file that was saved, made or deleted, by absolute path. A worker that starts later looks at all of them anyway. */
  changed(file: string): void {
    if (!this.isRunning) return
    this.changedFiles.add(file)
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      this.tell({ type: 'changed', files: [...this.changedFiles] })
      this.changedFiles.clear()
    }, gatherMs)
  }

  rebuild(): void {
    this.deaths = 0
    void this.start().then((worker) => worker?.postMessage({ type: 'rebuild' } satisfies ToIndex))
  }

  pause(): void {
    this.tell({ type: 'pause' })
  }

  /** Other folders or settings: what runs ends, and the next question starts anew. */
  async stop(): Promise<void> {
    const ended = this.worker
    this.worker = undefined
    clearTimeout(this.timer)
    this.timer = undefined
    this.abandon('it was stopped')
    const worker = await ended?.catch(() => undefined)
    if (!worker) return
    worker.removeAllListeners('exit')
    const gone = new Promise((resolve) => worker.once('exit', resolve))
    worker.postMessage({ type: 'close' } satisfies ToIndex)
    await gone
  }

  async dispose(): Promise<void> {
    this.disposed = true
    await this.stop()
  }

  private tell(message: ToIndex): void {
    void this.worker?.then((worker) => worker?.postMessage(message)).catch(() => undefined)
  }

  /** undefined where there is nothing to search in. */
  private async ask(question: Unnumbered<Asked>, signal?: AbortSignal): Promise<Hit[] | boolean | undefined> {
    signal?.throwIfAborted()
    const worker = await this.start()
    if (!worker) return undefined
    const id = ++this.lastId
    const abort = (): void => {
      worker.postMessage({ type: 'cancel', id } satisfies ToIndex)
      this.questions.get(id)?.reject(signal?.reason as Error)
    }
    try {
      return await new Promise<Hit[] | boolean>((resolve, reject) => {
        this.questions.set(id, { resolve: resolve as Question['resolve'], reject })
        if (signal?.aborted) {
          abort()
          return
        }
        signal?.addEventListener('abort', abort)
        worker.postMessage({ ...question, id })
      })
    } finally {
      this.questions.delete(id)
      signal?.removeEventListener('abort', abort)
    }
  }

  private start(): Promise<Worker | undefined> {
    if (this.disposed) return Promise.reject(new Error('Shortline is shutting down'))
    if (this.deaths >= mostDeaths) {
      return Promise.reject(
        new Error('The index ended several times in a row. Run “Shortline: Rebuild Index” to try again.'),
      )
    }
    this.worker ??= this.launch()
    return this.worker
  }

  private async launch(): Promise<Worker | undefined> {
    const options = await this.setup.options()
    if (!options) {
      this.worker = undefined
      return undefined
    }
    // Flags of the extension host, such as a debugger's port, are not meant for its threads.
    const worker = new Worker(this.setup.file, { execArgv: ['--disable-warning=ExperimentalWarning'] })
    worker.on('message', (message: FromIndex) => this.receive(worker, message))
    worker.on('error', (error) => this.setup.log('error', `The index's thread: ${messageOf(error)}`))
    worker.on('exit', () => {
      this.deaths++
      this.worker = undefined
      this.abandon('its thread ended')
      this.setup.onState({ kind: 'failed', message: 'The index ended unexpectedly; the next search starts it again.' })
    })
    worker.postMessage({ type: 'open', options } satisfies ToIndex)
    return worker
  }

  private receive(worker: Worker, message: FromIndex): void {
    switch (message.type) {
      case 'answer':
        this.deaths = 0
        return this.questions.get(message.id)?.resolve(message.value)
      case 'failed':
        return this.questions.get(message.id)?.reject(new Error(message.message))
      case 'embed':
        return void this.embed(worker, message.id, message.texts, message.kind)
      case 'cancel':
        return this.embeddings.get(message.id)?.abort()
      case 'state': {
        this.setup.onState(message.state)
        return
      }
      case 'log': {
        this.setup.log(message.level, message.text)
        return
      }
    }
  }

  private async embed(worker: Worker, id: number, texts: readonly string[], kind: 'query' | 'code'): Promise<void> {
    const controller = new AbortController()
    this.embeddings.set(id, controller)
    try {
      const vectors = await this.setup.embed(texts, kind, controller.signal)
      worker.postMessage({ type: 'vectors', id, vectors } satisfies ToIndex)
    } catch (error) {
      worker.postMessage({ type: 'no-vectors', id, message: messageOf(error) } satisfies ToIndex)
    } finally {
      this.embeddings.delete(id)
    }
  }

  private abandon(why: string): void {
    for (const { reject } of this.questions.values()) reject(new Error(`The index can't answer: ${why}.`))
    for (const controller of this.embeddings.values()) controller.abort()
  }
}
