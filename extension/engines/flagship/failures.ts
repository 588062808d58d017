/** What went wrong with a call: the SDK's errors, HTTP statuses and sockets as reasons, with what to do. */
import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai'
import type { CallFailure } from '../../core/flagship/call.ts'
import { connectionFault } from './connection-fault.ts'
import { readRetryAfter } from '../../core/flagship/retry.ts'
import type { AskFailedReason, Usage } from '../../core/types.ts'

export class CallError extends Error {
  override readonly name = 'CallError'
  readonly failure: CallFailure

  constructor(failure: CallFailure) {
    super(failure.message)
    this.failure = failure
  }
}

export function callError(
  reason: AskFailedReason,
  message: string,
  { mayBeBilled = false, passing = false, retryAfterMs = null, usage = null }: Partial<CallFailure> = {},
): CallError {
  return new CallError({ reason, message, mayBeBilled, passing, retryAfterMs, usage })
}

type ApiError = APIError<number | undefined, Headers | undefined, object | undefined>

/** What is known when an error is met. */
export interface Circumstances {
  /** Host of the server, for the message. */
  readonly host: string
  readonly model: string
  /** The answer had begun. */
  readonly streaming: boolean
  /** Never to be shown, whatever a server echoes. */
  readonly key: string | null
}

export function explainError(error: unknown, at: Circumstances): CallError {
  if (error instanceof CallError) return error
  // A body that was too large, or a stream that broke, arrives as somebody's cause.
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof CallError) return cause
  if (error instanceof APIConnectionTimeoutError) return silent(at)
  if (error instanceof APIConnectionError) return explainConnection(error, at)
  if (error instanceof APIError) {
    const said = error as ApiError
    return said.status === undefined ? explainInStream(said, at) : explainStatus(said, said.status, at)
  }
  if (error instanceof SyntaxError) return malformed(at)
  if (at.streaming) return cutOff(at)
  return explainConnection(error, at)
}

export function silent({ host, streaming }: Circumstances): CallError {
  const message = `${host} stopped answering. Try again; if it stays so, choose another model or server.`
  return callError('timeout', message, { mayBeBilled: true, passing: !streaming })
}

export function cutOff({ host }: Circumstances, usage: Usage | null = null): CallError {
  const message = `The connection to ${host} broke in mid-answer. What came is kept; ask again for the rest.`
  return callError('stream-cut', message, { mayBeBilled: true, usage })
}

export function malformed({ host }: Circumstances): CallError {
  const message =
    `${host} sent something that is no answer of an OpenAI-compatible server: check shortline.endpoint.baseUrl ` +
    'and shortline.endpoint.apiStyle.'
  return callError('malformed', message, { mayBeBilled: true })
}

/** Answered by something in front of the server, which took nothing. @param location may hold secrets behind its host */
export function redirected({ host }: Circumstances, location: string | null): CallError {
  const base = `http://${host}`
  const to = location !== null && URL.canParse(location, base) ? new URL(location, base).origin : 'another address'
  return callError('network', `${host} sends requests on to ${to}: set shortline.endpoint.baseUrl to where they end.`)
}

export function tooLarge({ host }: Circumstances): CallError {
  return callError('too-large', `${host} sent more than was asked for, and was stopped.`, { mayBeBilled: true })
}

function explainStatus(error: ApiError, status: number, at: Circumstances): CallError {
  const { host, model } = at
  const said = quote(error, at)
  if (status === 401) {
    return callError('unauthorised', `${host} does not accept the key: run “Shortline: Set API Key”.${said}`)
  }
  if (status === 403) return callError('forbidden', `${host} does not let this key use ${model}.${said}`)
  if (status === 404 || status === 405) {
    const what = `check the model’s name (shortline.models) and shortline.endpoint.baseUrl`
    return callError('not-found', `${host} has no ${model} at this address: ${what}.${said}`)
  }
  if (status === 408) return silent(at)
  if (status === 413 || isTooLong(error)) {
    return callError('too-large', `The request is too long for ${model}: ask for less at a time.${said}`)
  }
  if (status === 429 || isOutOfCredit(error)) return explainLimit(error, at, said)
  if (status >= 500) {
    const message = `${host} has an error of its own (${status}). Try again in a moment.${said}`
    return callError('server-error', message, { passing: true, retryAfterMs: retryAfter(error) })
  }
  return callError('malformed', `${host} does not take this request (${status}).${said}`)
}

/** LiteLLM has no code for it: the name of its own error stands before the words. */
function isTooLong({ code, message }: ApiError): boolean {
  return code === 'context_length_exceeded' || /\bContextWindowExceededError\b/.test(message)
}

/** OpenAI's word for it, and LiteLLM's, which comes with a status of 422. */
function isOutOfCredit({ code, type }: ApiError): boolean {
  return code === 'insufficient_quota' || type === 'budget_exceeded'
}

function explainLimit(error: ApiError, { host }: Circumstances, said: string): CallError {
  if (isOutOfCredit(error)) {
    return callError('rate-limited', `The account at ${host} has no credit left: add some there.${said}`)
  }
  const retryAfterMs = retryAfter(error)
  const when = retryAfterMs === null ? 'a moment' : `${Math.ceil(retryAfterMs / 1000)} s`
  const message = `${host} takes no more requests for now: try again in ${when}.${said}`
  return callError('rate-limited', message, { passing: true, retryAfterMs })
}

/** An error event inside of a stream that began well. */
function explainInStream(error: ApiError, at: Circumstances): CallError {
  const isLimit = error.code === 'rate_limit_exceeded' || error.type === 'rate_limit_error'
  const message = `${at.host} broke off with an error. Try again in a moment.${quote(error, at)}`
  return callError(isLimit ? 'rate-limited' : 'server-error', message, { mayBeBilled: true })
}

function explainConnection(error: unknown, { host, streaming }: Circumstances): CallError {
  if (streaming) return cutOff({ host, streaming, model: '', key: null })
  const { code, mayBeSent, isUnsafe } = connectionFault(error)
  if (isUnsafe) {
    const message = `No safe connection to ${host} (${code}): check the address, the clock and the certificates.`
    return callError('tls', message, { mayBeBilled: mayBeSent })
  }
  const what = inWords[code] ?? (code === '' ? 'no connection' : code)
  const message = `${host} can’t be reached (${what}): check the network and shortline.endpoint.baseUrl.`
  return callError('network', message, { mayBeBilled: mayBeSent })
}

const inWords: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name can’t be looked up',
  ECONNREFUSED: 'nothing answers there',
  'bad port': 'this port is reserved for another protocol',
}

function retryAfter(error: ApiError): number | null {
  return readRetryAfter((name) => error.headers?.get(name) ?? null, Date.now())
}

const longestQuote = 200

/** The server's own words, short and without the key. */
function quote(error: ApiError, { key }: Circumstances): string {
  const { message } = (error.error ?? {}) as { readonly message?: unknown }
  if (typeof message !== 'string' || message.trim() === '') return ''
  const safe = (key === null || key === '' ? message : message.replaceAll(key, '…')).replace(/\bsk-[\w*-]+/g, '…')
  const short = safe.length > longestQuote ? `${safe.slice(0, longestQuote)}…` : safe
  return ` It says: ${short.replace(/\s+/g, ' ').trim()}`
}
