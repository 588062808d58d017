/** A server for faults: what real servers do on bad days, by the name of the model that is asked for. */
import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

export type Json = Readonly<Record<string, unknown>>
/** @param nth request of this server, from 1 */
export type Fault = (response: ServerResponse, body: Json, nth: number, request: IncomingMessage) => void

export interface FaultServer {
  readonly baseUrl: string
  readonly bodies: Json[]
  /** Milliseconds (performance.now) at which each connection that carried a request was closed by the client. */
  readonly closed: number[]
  close(): Promise<void>
}

export async function startFaultServer(
  fault: Fault,
  tls?: { readonly key: string; readonly cert: string },
): Promise<FaultServer> {
  const bodies: Json[] = []
  const closed: number[] = []
  const listen: RequestListener = (request, response) => {
    response.on('close', () => {
      if (!response.writableFinished) closed.push(performance.now())
    })
    void json(request).then((body) => {
      bodies.push(body as Json)
      fault(response, body as Json, bodies.length, request)
    })
  }
  const server: Server = tls ? createTlsServer(tls, listen) : createServer(listen)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/v1`,
    bodies,
    closed,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

const sse = { 'content-type': 'text/event-stream' }

export const usage = {
  ...{ input_tokens: 120, input_tokens_details: { cached_tokens: 20, cache_write_tokens: 0 } },
  ...{ output_tokens: 30, output_tokens_details: { reasoning_tokens: 10 }, total_tokens: 150 },
}

/** Responses API: the events of an answer, without its end. */
export function begin(response: ServerResponse, ...words: string[]): void {
  response.writeHead(200, sse)
  send(response, { type: 'response.created', response: {} })
  for (const delta of words) send(response, { type: 'response.output_text.delta', delta })
}

export function send(response: ServerResponse, event: Json): void {
  response.write(`event: ${String(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`)
}

export function finish(response: ServerResponse, model: unknown, more: Json = {}): void {
  const completed = { model, usage, service_tier: 'default', ...more }
  send(response, { type: 'response.completed', response: completed })
  response.end()
}

export function answer(response: ServerResponse, { model }: Json): void {
  begin(response, 'All ', 'well.')
  finish(response, model)
}

export function chunk(response: ServerResponse, content: string, more: Json = {}): void {
  response.write(`data: ${JSON.stringify({ model: 'm', choices: [{ delta: { content } }], ...more })}\n\n`)
}

export function status(code: number, error: Json = {}, headers: Readonly<Record<string, string>> = {}): Fault {
  return (response) => {
    response.writeHead(code, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify({ error: { message: 'no', ...error } }))
  }
}
