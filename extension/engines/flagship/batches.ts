/** The Batch API: calls go up as a file and come back as one within a day, at half the price. */
import { APIError, toFile } from 'openai'
import type OpenAI from 'openai'
import type { Batch } from 'openai/resources/batches'
import type { Call, CallFailure, WholeAnswer } from '../../core/flagship/call.ts'
import { chatBody, readCompletion } from './chat.ts'
import { bytesAround, bytesPerToken, isOpenAi } from './client.ts'
import type { Server } from './client.ts'
import { CallError, callError, explainError, malformed } from './failures.ts'
import type { Circumstances } from './failures.ts'
import { readResponse, responseBody } from './responses.ts'
import { openSdk } from './sdk.ts'
import { sleep } from './sleep.ts'

export interface BatchCall {
  /** Unlike any other in its batch. */
  readonly id: string
  readonly call: Call
}

export type BatchResult = WholeAnswer | CallFailure

export interface Progress {
  readonly batch: string
  readonly status: Batch['status']
  readonly done: number
  readonly of: number
}

const timeoutMs = 60_000
/** All answers of the largest batch that is made here. */
const mostTokens = 1_000_000

export class Batches {
  readonly #server: Server
  readonly #sdk: OpenAI
  readonly #at: Circumstances
  readonly #pollMs: number
  readonly #onProgress: (progress: Progress) => void

  constructor(server: Server, pollMs: number, onProgress: (progress: Progress) => void) {
    this.#server = server
    this.#at = { host: new URL(server.baseUrl).host, model: 'the batch', streaming: false, key: server.key }
    this.#sdk = openSdk(server.baseUrl, timeoutMs, bytesAround + mostTokens * bytesPerToken, this.#at)
    this.#pollMs = pollMs
    this.#onProgress = onProgress
  }

  /** What a request says: two calls with the same are the same. */
  body({ call }: Pick<BatchCall, 'call'>): object {
    const own = isOpenAi(this.#server.baseUrl)
    return this.#server.apiStyle === 'chat' ? chatBody(call, own) : responseBody(call, own)
  }

  /** @param calls of one model: servers take no others together @returns the batch's id @throws CallError */
  async send(calls: readonly BatchCall[]): Promise<string> {
    const url = this.#server.apiStyle === 'chat' ? '/v1/chat/completions' : '/v1/responses'
    const lines = calls.map(({ id, call }) =>
      JSON.stringify({ custom_id: id, method: 'POST', url, body: this.body({ call }) }),
    )
    return await this.#explained('Batch API', async () => {
      const file = await toFile(Buffer.from(`${lines.join('\n')}\n`), 'asks.jsonl')
      const { id } = await this.#sdk.files.create({ file, purpose: 'batch' })
      const batch = await this.#sdk.batches.create({ input_file_id: id, endpoint: url, completion_window: '24h' })
      return batch.id
    })
  }

  /**
   * Waits until the batch has ended, however it did.
   *
   * @returns what came of its requests by their ids; one that the server says nothing of is missing. Undefined: the
   * signal ended the wait; the batch goes on.
   * @throws CallError when it can't be read, or was not taken
   */
  async results(batchId: string, signal: AbortSignal): Promise<ReadonlyMap<string, BatchResult> | undefined> {
    for (let wait = 0; ; wait = this.#pollMs) {
      await sleep(wait, signal)
      if (signal.aborted) return undefined
      const batch = await this.#retrieve(batchId)
      if (!batch) continue
      this.#onProgress(progressOf(batch))
      if (batch.status === 'failed') throw this.#notTaken(batch)
      if (!ended.includes(batch.status)) continue
      const files = [batch.output_file_id, batch.error_file_id].filter((id) => typeof id === 'string' && id !== '')
      const texts = await Promise.all(files.map((id) => this.#content(id!)))
      return new Map(
        texts.flatMap((text) =>
          text
            .split('\n')
            .filter((line) => line.trim() !== '')
            .map(this.#read),
        ),
      )
    }
  }

  /** @throws CallError */
  async cancel(batchId: string): Promise<Progress> {
    return await this.#explained(`batch ${batchId}`, async () => progressOf(await this.#sdk.batches.cancel(batchId)))
  }

  /** Undefined where a later try may do better: a wait of hours survives a bad minute. */
  async #retrieve(batchId: string): Promise<Batch | undefined> {
    try {
      return await this.#explained(`batch ${batchId}`, () => this.#sdk.batches.retrieve(batchId))
    } catch (error) {
      if (error instanceof CallError && mayPass.includes(error.failure.reason)) return undefined
      throw error
    }
  }

  async #content(fileId: string): Promise<string> {
    return await this.#explained(`file ${fileId}`, async () => (await this.#sdk.files.content(fileId)).text())
  }

  readonly #read = (line: string): [id: string, result: BatchResult] => {
    const { custom_id, response, error } = JSON.parse(line) as Line
    if (typeof custom_id !== 'string') throw malformed(this.#at)
    try {
      return [custom_id, this.#answerOf(response, error)]
    } catch (thrown) {
      return [custom_id, explainError(thrown, this.#at).failure]
    }
  }

  #answerOf(response: Line['response'], error: Line['error']): WholeAnswer {
    if (!response) {
      const message = `${this.#at.host} did not get to this request (${error?.code ?? 'unknown'}): send it again.`
      throw callError('timeout', message)
    }
    const { status_code, body } = response
    if (status_code >= 400) throw APIError.generate(status_code, body as object, undefined, new Headers())
    return this.#server.apiStyle === 'chat' ? readCompletion(body, this.#at) : readResponse(body, this.#at)
  }

  #notTaken({ id, errors }: Batch): CallError {
    const said = errors?.data?.map(({ message }) => message).join(' ') ?? ''
    return callError('malformed', `${this.#at.host} did not take ${id}. It says: ${said.slice(0, longestQuote)}`)
  }

  /** @param what is missing where the server says that something is */
  async #explained<T>(what: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run()
    } catch (error) {
      const explained = explainError(error, this.#at)
      if (explained.failure.reason !== 'not-found') throw explained
      throw callError('not-found', `${this.#at.host} has no ${what}, or not for this key.`)
    }
  }
}

/** One of a result file. */
interface Line {
  readonly custom_id: unknown
  readonly response?: { readonly status_code: number; readonly body: unknown } | null
  readonly error?: { readonly code?: string } | null
}

const longestQuote = 300
const ended: readonly Batch['status'][] = ['completed', 'expired', 'cancelled']
const mayPass: readonly CallFailure['reason'][] = ['network', 'timeout', 'rate-limited', 'server-error', 'stream-cut']

const progressOf = ({ id, status, request_counts: counts }: Batch): Progress => ({
  ...{ batch: id, status },
  ...{ done: (counts?.completed ?? 0) + (counts?.failed ?? 0), of: counts?.total ?? 0 },
})
