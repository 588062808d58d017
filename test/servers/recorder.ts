/** Stands in front of a server, passes everything on as it comes, and keeps what passed. */
import { createServer, request as send } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Exchange {
  readonly path: string
  readonly body: string
  status: number
  /** All that the server has answered so far. */
  answer: string
  /** The server's answer is whole. */
  ended: boolean
  /** `performance.now()` when whoever asked closed the connection before that; else undefined. */
  closedAt: number | undefined
}

export interface Recorder {
  readonly baseUrl: string
  readonly exchanges: readonly Exchange[]
  forget(): void
  /** From now on both connections break after so many bytes of an answer; undefined: never. */
  cutAfterBytes: number | undefined
  /** From now on an answer that matches `at` goes on only after `until`; undefined: none waits. */
  hold: { readonly at: RegExp; readonly until: Promise<unknown> } | undefined
  close(): Promise<void>
}

/** @param target `http://HOST:PORT` */
export async function startRecorder(target: string): Promise<Recorder> {
  const exchanges: Exchange[] = []
  const server = createServer((incoming, response) => void pass(incoming, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const recorder: Recorder = {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    exchanges,
    forget: () => (exchanges.length = 0),
    cutAfterBytes: undefined,
    hold: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return recorder

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(incoming)
    const exchange: Exchange = { path: incoming.url!, body, status: 0, answer: '', ended: false, closedAt: undefined }
    exchanges.push(exchange)
    const { method, headers } = incoming
    const outgoing = send(new URL(incoming.url!, target), { method, headers })
    response.on('close', () => {
      if (!response.writableFinished) exchange.closedAt = performance.now()
      outgoing.destroy()
    })
    outgoing.on('error', () => response.destroy())
    outgoing.on('response', (answer) => {
      exchange.status = answer.statusCode!
      response.writeHead(exchange.status, answer.headers)
      response.flushHeaders()
      answer.on('data', (bytes: Buffer) => {
        exchange.answer += bytes.toString()
        response.write(bytes)
        if (exchange.answer.length > (recorder.cutAfterBytes ?? Infinity)) response.destroy()
        if (!recorder.hold?.at.test(exchange.answer)) return
        answer.pause()
        void recorder.hold.until.then(() => answer.resume())
      })
      answer.on('end', () => {
        exchange.ended = true
        response.end()
      })
    })
    outgoing.end(body)
  }
}
