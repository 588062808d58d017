/** What servers do wrong, and what has to come of it, in the client and in the ledger. */
import type { AskFailedReason } from '../../../extension/core/types.ts'
import { begin, send, status } from './fault-server.ts'
import type { Fault, Json } from './fault-server.ts'

export interface ServerFault {
  readonly fault: Fault
  readonly reason: AskFailedReason
  readonly message: RegExp
  /** Requests that are made. */
  readonly attempts: number
  /** The server may have worked, and charge for it. */
  readonly billed: boolean
}

/** Sent with each call; no message may hold it. */
export const key = 'sk-secret-key-of-mine'

const failed: Json = { type: 'response.failed', response: { error: { code: 'server_error' } } }

function flood(response: Parameters<Fault>[0]): void {
  begin(response)
  const write = (): void => {
    while (!response.destroyed && response.write('y'.repeat(65536)));
    if (!response.destroyed) response.once('drain', write)
  }
  write()
}

/** What stands behind the host may be secret. */
function redirect(response: Parameters<Fault>[0]): void {
  response.writeHead(307, { location: `http://127.0.0.1:1/v1?key=${key}` }).end()
}

type Row = [what: string, fault: Fault, reason: AskFailedReason, message: RegExp, attempts?: number]

const refusals: readonly Row[] = [
  ['401', status(401, { message: `bad ${key}` }), 'unauthorised', /Set API Key.*It says: bad …$/],
  ['403', status(403), 'forbidden', /does not let this key use gpt-6-luna/],
  ['404', status(404), 'not-found', /no gpt-6-luna .*shortline\.models/, 2],
  ['429 for good', status(429, { code: 'insufficient_quota' }), 'rate-limited', /no credit left/],
  ['429 and a long wait', status(429, {}, { 'retry-after': '90' }), 'rate-limited', /again in 90 s/],
  ['500', status(500), 'server-error', /error of its own \(500\)/, 3],
  ['400', status(400, { message: 'what?' }), 'malformed', /does not take this request \(400\).* what\?/],
  ['a redirect', redirect, 'network', /sends requests on to http:\/\/127\.0\.0\.1:1: set shortline\.endpoint\.baseUrl/],
  ['400, too long', status(400, { code: 'context_length_exceeded' }), 'too-large', /too long/],
]

const breaks: readonly Row[] = [
  ['a reset', (r) => r.socket!.resetAndDestroy(), 'network', /reached/],
  ['a web page', (r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hi'), 'malformed', /baseUrl/],
  ['no headers', () => undefined, 'timeout', /stopped answering/],
  ['a stall', (r) => begin(r, 'Half'), 'timeout', /stopped answering/],
  ['a cut', (r) => (begin(r, 'Half'), setTimeout(() => r.destroy(), 20)), 'stream-cut', /broke in mid-answer/],
  ['an early end', (r) => (begin(r, 'Half'), r.end()), 'stream-cut', /broke in mid-answer/],
  ['no SSE', (r) => (begin(r, 'Half'), r.end('data: {"type":\n\n')), 'malformed', /no answer of an OpenAI/],
  ['an error inside', (r) => (begin(r), send(r, failed), r.end()), 'server-error', /broke off with an error/],
  ['too much text', (r) => begin(r, 'x'.repeat(200_000)), 'too-large', /more than was asked for/],
  ['an endless line', (r) => flood(r), 'too-large', /more than was asked for/],
]

const named = (rows: readonly Row[], billed: boolean): [string, ServerFault][] =>
  rows.map(([what, fault, reason, message, attempts = 1]) => [what, { fault, reason, message, attempts, billed }])

export const faults: readonly [what: string, ServerFault][] = [...named(refusals, false), ...named(breaks, true)]
