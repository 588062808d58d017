/**
 * The test's end of the bridge into the extension host: `host(fn, …args)` runs `fn` there and gives its result.
 * The function travels as text, so it sees its arguments and nothing else of its file; arguments and result are JSON.
 */
import { createServer, type Server, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type * as VsCode from 'vscode'
import type { Outcome } from '../../extension/core/types.ts'

/** What `activate()` returns: the extension's API for these tests. */
export interface Shortline {
  ready(): Promise<{ engine: string; loadMs: number; trouble?: { reason: string; message: string } }>
  lastOutcome(): Outcome | undefined
  hostPid(): number | undefined
  onOutcome(listener: (outcome: Outcome) => void): { dispose(): void }
}

export interface Inside {
  readonly vscode: typeof VsCode
  /** Absent until the extension is active. */
  readonly shortline: Shortline | undefined
  readonly require: NodeJS.Require
}

type Evaluated<A extends unknown[], R> = (inside: Inside, ...args: A) => R | PromiseLike<R>

export interface Bridge {
  /** Process id of the extension host. */
  readonly pid: number
  readonly folder: string
  readonly host: <A extends unknown[], R>(code: Evaluated<A, R>, ...args: A) => Promise<R>
  close(): void
}

interface Reply {
  readonly hello?: { readonly pid: number; readonly folder: string }
  readonly id?: number
  readonly value?: unknown
  readonly error?: string
}

export interface BridgeHub {
  /** The extension host that connects next. */
  next(timeoutMs: number): Promise<Bridge>
  close(): void
}

export async function openBridge(socketPath: string): Promise<BridgeHub> {
  const waiting: ((bridge: Bridge) => void)[] = []
  const arrived: Bridge[] = []
  const server: Server = createServer((socket) => {
    connect(socket, (bridge) => {
      const receiver = waiting.shift()
      if (receiver) receiver(bridge)
      else arrived.push(bridge)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(socketPath, resolve)
  })
  return {
    next: (timeoutMs) =>
      new Promise((resolve, reject) => {
        const first = arrived.shift()
        if (first) {
          resolve(first)
          return
        }
        const patience = setTimeout(
          () => reject(new Error(`No extension host connected within ${timeoutMs / 1000} s`)),
          timeoutMs,
        )
        waiting.push((bridge) => {
          clearTimeout(patience)
          resolve(bridge)
        })
      }),
    close: () => server.close(),
  }
}

function connect(socket: Socket, ready: (bridge: Bridge) => void): void {
  const pending = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  let last = 0
  socket.on('error', () => undefined) // `close` follows and says it to whoever waits.
  socket.on('close', () => {
    for (const { reject } of pending.values()) reject(new Error('The extension host is gone'))
    pending.clear()
  })
  createInterface({ input: socket }).on('line', (line) => {
    const { hello, id, value, error } = JSON.parse(line) as Reply
    if (hello) {
      ready({
        ...hello,
        host: (code, ...args) =>
          new Promise((resolve, reject) => {
            if (socket.destroyed) {
              reject(new Error('The extension host is gone'))
              return
            }
            pending.set(++last, { resolve, reject })
            socket.write(JSON.stringify({ id: last, code: code.toString(), args }) + '\n')
          }),
        close: () => socket.destroy(),
      })
    } else if (id !== undefined) {
      if (error === undefined) pending.get(id)?.resolve(value as never)
      else pending.get(id)?.reject(new Error(`In the extension host: ${error}`))
      pending.delete(id)
    }
  })
}
