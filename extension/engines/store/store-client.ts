/**
 * The store as the rest sees it: its thread starts with the first call. Every failure rejects with a StoreError that
 * says what to do; whoever wants to spend money then must not.
 */
import { Worker } from 'node:worker_threads'
import { StoreError } from './database.ts'
import type { Answer, Methods } from './store-protocol.ts'

interface Waiting {
  readonly resolve: (value: never) => void
  readonly reject: (error: Error) => void
}

export class StoreClient {
  readonly #script: string | URL
  readonly #file: string
  #worker: Worker | undefined
  #lastId = 0
  readonly #waiting = new Map<number, Waiting>()

  /**
   * @param script the thread's bundle, or `storeScript`
   * @param file `store.db`
   */
  constructor(script: string | URL, file: string) {
    this.#script = script
    this.#file = file
  }

  call<Name extends keyof Methods>(
    method: Name,
    ...args: Parameters<Methods[Name]>
  ): Promise<ReturnType<Methods[Name]>> {
    const worker = (this.#worker ??= this.#start())
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      // Idle, the thread keeps no process alive; with a call under way it does.
      worker.ref()
      worker.postMessage({ id, method, args })
    })
  }

  /** Closes the file and ends the thread. */
  async dispose(): Promise<void> {
    const worker = this.#worker
    if (!worker) return
    // A file that never opened needs no closing.
    await this.call('close').catch(() => undefined)
    this.#worker = undefined
    await worker.terminate()
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { workerData: { file: this.#file }, execArgv: [...workerFlags] })
    worker.on('message', (answer: Answer) => {
      const waiting = this.#waiting.get(answer.id)
      this.#waiting.delete(answer.id)
      if (this.#waiting.size === 0) worker.unref()
      if ('error' in answer) waiting?.reject(asError(answer.error))
      else waiting?.resolve(answer.value as never)
    })
    worker.on('error', (error) => this.#lost(worker, error instanceof Error ? error.message : String(error)))
    worker.on('exit', () => this.#lost(worker, 'it ended'))
    worker.unref()
    return worker
  }

  #lost(worker: Worker, why: string): void {
    if (this.#worker === worker) this.#worker = undefined
    const error = new StoreError(`The ledger’s thread is gone (${why}); ask again.`)
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}

/** Flags of the extension host, such as a debugger's port, are not meant for the thread. */
const workerFlags = ['--disable-warning=ExperimentalWarning'] as const

function asError({ name, message }: { readonly name: string; readonly message: string }): Error {
  return name === 'StoreError' ? new StoreError(message) : new Error(message)
}

/** The thread's source, for whoever runs without a build. */
export const storeScript = new URL('./worker.ts', import.meta.url)
