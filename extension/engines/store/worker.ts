/**
 * The thread that holds `store.db`: its API is synchronous, and the editor must not wait for a disk. Bundled as
 * `dist/store.cjs`; the command line runs it as it is.
 */
import { parentPort, workerData } from 'node:worker_threads'
import type { Answer, Call } from './store-protocol.ts'
import { Store } from './store.ts'

const port = parentPort!
const { file } = workerData as { file: string }
let store: Store | undefined

port.on('message', ({ id, method, args }: Call) => {
  port.postMessage(answer(id, method, args))
})

function answer(id: number, method: Call['method'], args: Call['args']): Answer {
  try {
    // Opened again with each call until it works: the user may have made room.
    store ??= new Store(file)
    return { id, value: store.run(method, args) }
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) }
    return { id, error: { name, message } }
  }
}
