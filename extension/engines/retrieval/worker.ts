/** The index's worker thread: SQLite blocks, and the extension host must not. Speaks `protocol.ts`. */
import { randomUUID } from 'node:crypto'
import { parentPort } from 'node:worker_threads'
import type { Embed } from '../../core/retrieval/types.ts'
import { IndexService } from './index-service.ts'
import { messageOf } from './open-store.ts'
import type { FromIndex, ToIndex } from './protocol.ts'

const port = parentPort!
let service: IndexService | undefined
/** What is being answered, by the id of its question. */
const running = new Map<number, AbortController>()
let lastEmbed = 0
const embeddings = new Map<
  number,
  { resolve: (vectors: readonly Float32Array[]) => void; reject: (e: Error) => void }
>()

function send(message: FromIndex): void {
  port.postMessage(message)
}

const embed: Embed = (texts, kind, signal) =>
  new Promise((resolve, reject) => {
    const id = ++lastEmbed
    const abort = (): void => {
      send({ type: 'cancel', id })
      settle(() => reject(signal?.reason as Error))
    }
    const settle = (finish: () => void): void => {
      embeddings.delete(id)
      signal?.removeEventListener('abort', abort)
      finish()
    }
    if (signal?.aborted) {
      reject(signal.reason as Error)
      return
    }
    signal?.addEventListener('abort', abort)
    embeddings.set(id, {
      resolve: (vectors) => settle(() => resolve(vectors)),
      reject: (error) => settle(() => reject(error)),
    })
    send({ type: 'embed', id, texts, kind })
  })

async function answer(
  id: number,
  run: (signal: AbortSignal) => Promise<Extract<FromIndex, { type: 'answer' }>['value']>,
) {
  const controller = new AbortController()
  running.set(id, controller)
  try {
    send({ type: 'answer', id, value: await run(controller.signal) })
  } catch (error) {
    send({ type: 'failed', id, message: messageOf(error) })
  } finally {
    running.delete(id)
  }
}

/** In the background: what goes wrong is told as a state. */
function receive(message: ToIndex): void {
  if (message.type === 'open') {
    service = new IndexService({
      options: message.options,
      ...(message.options.model && { embed }),
      owner: randomUUID(),
      onState: (state) => send({ type: 'state', state }),
      log: (level, text) => send({ type: 'log', level, text }),
      now: () => Date.now(),
    })
    void service.update()
    return
  }
  const index = service!
  switch (message.type) {
    case 'search':
      return void answer(message.id, (signal) => index.search(message.query, message.limit, signal, message.vector))
    case 'unchanged':
      return void answer(message.id, () => index.unchanged(message.passages))
    case 'update':
      return void answer(message.id, async () => (await index.update(), true))
    case 'changed':
      return void index.changed(message.files)
    case 'rebuild':
      return void index
        .rebuild()
        .catch((error: unknown) => send({ type: 'log', level: 'error', text: messageOf(error) }))
    case 'pause':
      return void index.pause()
    case 'cancel':
      return running.get(message.id)?.abort()
    case 'vectors':
      return embeddings.get(message.id)?.resolve(message.vectors)
    case 'no-vectors':
      return embeddings.get(message.id)?.reject(new Error(message.message))
    case 'close':
      return void index.close().finally(() => port.close())
  }
}

port.on('message', receive)
