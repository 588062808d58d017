/**
 * Streams one call. The SDK never tries again by itself: each request that goes out is an `attempt` that the ledger
 * sees. Leaving the loop, or the signal, closes the socket; then no `end` comes.
 *
 * Every failure is a CallError. `end` comes last, and only of answers that came to their end.
 */
import type { Call, CallEvent } from '../../core/flagship/call.ts'
import { retryDelay } from '../../core/flagship/retry.ts'
import { streamChat } from './chat.ts'
import { CallError, explainError, silent, tooLarge } from './failures.ts'
import type { Circumstances } from './failures.ts'
import { streamResponse } from './responses.ts'
import { openSdk } from './sdk.ts'
import { sleep } from './sleep.ts'

export interface Server {
  readonly baseUrl: string
  readonly apiStyle: 'responses' | 'chat'
  /** Null: the server wants none. */
  readonly key: string | null
}

export interface Patience {
  /** Milliseconds until the server begins to answer. */
  readonly headersMs: number
  /** Milliseconds between two signs of life. */
  readonly silenceMs: number
}

const defaultPatience: Patience = { headersMs: 60_000, silenceMs: 120_000 }
/** Of an answer: longer than any token, with the dialect around it. */
const charactersPerToken = 40
export const bytesPerToken = 2_000
export const bytesAround = 1_000_000

export class FlagshipClient {
  readonly #patience: Patience
  readonly #random: () => number
  /** Servers that turned out not to know the Responses API. */
  readonly #chatOnly = new Set<string>()

  constructor(patience: Patience = defaultPatience, random: () => number = Math.random) {
    this.#patience = patience
    this.#random = random
  }

  async *stream(server: Server, call: Call, signal: AbortSignal): AsyncGenerator<CallEvent> {
    for (let attempt = 1; ; attempt++) {
      yield { kind: 'attempt', number: attempt }
      try {
        yield* this.#once(server, call, signal)
        return
      } catch (error) {
        if (isAborted(signal)) return
        if (!(error instanceof CallError)) throw error
        if (this.#speaksOnlyChat(server, error)) continue
        const delay = retryDelay(error.failure, attempt, this.#random())
        if (delay === undefined) throw error
        await sleep(delay, signal)
        if (isAborted(signal)) return
      }
    }
  }

  /** A server without `/responses` says 404 to it; to a model that it does not have, too, so the other way is tried once. */
  #speaksOnlyChat({ baseUrl, apiStyle }: Server, { failure }: CallError): boolean {
    if (apiStyle !== 'responses' || failure.reason !== 'not-found' || isOpenAi(baseUrl)) return false
    // Gone both ways, it was the model after all.
    if (this.#chatOnly.delete(baseUrl)) return false
    this.#chatOnly.add(baseUrl)
    return true
  }

  async *#once(server: Server, call: Call, signal: AbortSignal): AsyncGenerator<CallEvent> {
    const { baseUrl, key } = server
    const style = this.#chatOnly.has(baseUrl) ? 'chat' : server.apiStyle
    let at: Circumstances = { host: new URL(baseUrl).host, model: call.model, streaming: false, key }
    const stopped = new AbortController()
    const both = AbortSignal.any([signal, stopped.signal])
    const mostBytes = bytesAround + call.maxOutputTokens * bytesPerToken
    const client = openSdk(baseUrl, this.#patience.headersMs, mostBytes, at)
    const watch = new Watch(this.#patience.silenceMs, () => stopped.abort())
    const onResponse = (): void => {
      at = { ...at, streaming: true }
      watch.begin()
    }
    const stream = style === 'chat' ? streamChat : streamResponse
    let characters = 0
    try {
      for await (const event of stream(client, call, isOpenAi(baseUrl), both, at, onResponse)) {
        // Whoever reads may take its time.
        watch.end()
        if (event.kind === 'text') characters += event.delta.length
        if (characters > call.maxOutputTokens * charactersPerToken) throw tooLarge(at)
        yield event
        watch.begin()
      }
      // The SDK ends an aborted stream quietly.
      if (stopped.signal.aborted) throw silent(at)
    } catch (error) {
      if (stopped.signal.aborted) throw silent(at)
      throw explainError(error, at)
    } finally {
      watch.end()
      stopped.abort()
    }
  }
}

/** Barks when nothing was heard for a while. */
class Watch {
  readonly #ms: number
  readonly #bark: () => void
  #timer: NodeJS.Timeout | undefined

  constructor(ms: number, bark: () => void) {
    this.#ms = ms
    this.#bark = bark
  }

  begin(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#bark, this.#ms)
  }

  end(): void {
    clearTimeout(this.#timer)
  }
}

/** Its own dialect has fields that other servers refuse. */
export function isOpenAi(baseUrl: string): boolean {
  return /(^|\.)(openai|azure)\.com$/.test(new URL(baseUrl).hostname)
}

/** Read afresh: it changes while others are waited for. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted
