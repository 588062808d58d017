/** Fills a gap in code by an endpoint: in its own fill-in-the-middle dialect, else in words. Metered by whoever calls. */
import type { Prompt } from '../../core/asks/prompt-file.ts'
import type { Endpoint } from '../../core/endpoints.ts'
import type { Call, CallEvent } from '../../core/flagship/call.ts'
import { fimRequest, readChatAnswer, readFimAnswer } from '../../core/flagship/fim.ts'
import type { FimAnswer, FimRequest, Gap } from '../../core/flagship/fim.ts'
import type { FlagshipClient, Server } from './client.ts'
import { explainError, malformed } from './failures.ts'
import type { Circumstances } from './failures.ts'
import { openSdk } from './sdk.ts'

export interface FimQuestion extends Gap {
  readonly path: string
}

/** A line of code comes quickly or is of no use. */
const timeoutMs = 30_000
const mostBytes = 1_000_000

/** All that is sent, as a call: the gap alone in a dialect, the prompt around it in words. */
export function gapCall(endpoint: Endpoint, question: FimQuestion, prompt: Prompt): Call {
  const { model, maxOutputTokens, prefix, suffix, path } = question
  if (fimRequest(endpoint, question)) {
    return { model, maxOutputTokens, system: '', messages: [{ role: 'user', content: prefix + suffix }] }
  }
  const content = `${path}\n<before>\n${prefix}</before>\n<after>${suffix}</after>`
  return { model, maxOutputTokens, system: prompt.system, messages: [...prompt.examples, { role: 'user', content }] }
}

/** Streams the call like any client, so that it is metered like any call. */
export function gapClient(
  client: Pick<FlagshipClient, 'stream'>,
  endpoint: Endpoint,
  question: FimQuestion,
): Pick<FlagshipClient, 'stream'> {
  const request = fimRequest(endpoint, question)
  if (!request) return client
  return {
    stream: async function* ({ key }, { model }, signal): AsyncGenerator<CallEvent> {
      yield { kind: 'attempt', number: 1 }
      const answer = await post(endpoint, request, key, model, signal)
      if (!answer) return
      yield { kind: 'text', delta: answer.text }
      yield { kind: 'end', usage: answer.usage, model: answer.model, tier: 'default', stop: 'complete' }
    },
  }
}

/** What of the streamed text belongs at the cursor. */
export function gapAnswer(endpoint: Endpoint, question: FimQuestion, text: string): string {
  const { prefix } = question
  return fimRequest(endpoint, question) ? text : readChatAnswer(text, prefix.slice(prefix.lastIndexOf('\n') + 1))
}

/** @returns undefined when the signal ended it @throws CallError */
async function post(
  { fim, baseUrl }: Endpoint,
  request: FimRequest,
  key: Server['key'],
  model: string,
  signal: AbortSignal,
): Promise<FimAnswer | undefined> {
  const at: Circumstances = { host: new URL(request.url).host, model, streaming: false, key }
  const server = openSdk(baseUrl, timeoutMs, mostBytes, at)
  try {
    const answer = readFimAnswer(fim, await server.post<unknown>(request.url, { body: request.body, signal }))
    if (!answer) throw malformed(at)
    return answer
  } catch (error) {
    if (signal.aborted) return undefined
    throw explainError(error, at)
  }
}
