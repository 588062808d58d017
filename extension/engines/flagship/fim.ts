/** One completion from an endpoint: in its own fill-in-the-middle dialect, else in words. Metered by whoever calls. */
import OpenAI from 'openai'
import type { Prompt } from '../../core/asks/prompt-file.ts'
import type { Endpoint } from '../../core/endpoints.ts'
import { fimRequest, readChatAnswer, readFimAnswer } from '../../core/flagship/fim.ts'
import type { FimAnswer, Gap } from '../../core/flagship/fim.ts'
import type { FlagshipClient } from './client.ts'
import { explainError, malformed } from './failures.ts'
import type { Circumstances } from './failures.ts'
import { limitedFetch } from './limited-fetch.ts'

export interface FimQuestion extends Gap {
  readonly path: string
}

/** A line of code comes quickly or is of no use. */
const timeoutMs = 30_000
const mostBytes = 1_000_000

/** All that is sent, for counting its tokens before it is. */
export function textsSent(question: FimQuestion, prompt: Prompt): readonly string[] {
  return [prompt.system, ...prompt.examples.map(({ content }) => content), asWords(question)]
}

/** @throws CallError; what an abort ends says nothing */
export async function fillIn(
  client: FlagshipClient,
  endpoint: Endpoint,
  key: string | null,
  question: FimQuestion,
  prompt: Prompt,
  signal: AbortSignal,
): Promise<FimAnswer> {
  const request = fimRequest(endpoint, question)
  if (!request) return inWords(client, endpoint, key, question, prompt, signal)
  const at: Circumstances = { host: new URL(request.url).host, model: question.model, streaming: false, key }
  const server = new OpenAI({
    baseURL: endpoint.baseUrl,
    // The SDK insists on a key, also for servers that want none.
    apiKey: key ?? 'none',
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: timeoutMs,
    // It would log requests, which hold the user's text.
    logLevel: 'off',
    fetch: limitedFetch(mostBytes, at),
  })
  try {
    const answer = readFimAnswer(endpoint.fim, await server.post<unknown>(request.url, { body: request.body, signal }))
    if (!answer) throw malformed(at)
    return answer
  } catch (error) {
    throw explainError(error, at)
  }
}

async function inWords(
  client: FlagshipClient,
  { baseUrl, apiStyle }: Endpoint,
  key: string | null,
  question: FimQuestion,
  prompt: Prompt,
  signal: AbortSignal,
): Promise<FimAnswer> {
  const { model, maxOutputTokens, prefix } = question
  const messages = [...prompt.examples, { role: 'user' as const, content: asWords(question) }]
  let said = ''
  let end: Pick<FimAnswer, 'usage' | 'model'> = { usage: null, model: null }
  const call = { model, system: prompt.system, messages, maxOutputTokens }
  for await (const event of client.stream({ baseUrl, apiStyle, key }, call, signal)) {
    if (event.kind === 'text') said += event.delta
    else if (event.kind === 'end') end = event
  }
  const linePrefix = prefix.slice(prefix.lastIndexOf('\n') + 1)
  return { text: readChatAnswer(said, linePrefix), usage: end.usage, model: end.model }
}

function asWords({ path, prefix, suffix }: FimQuestion): string {
  return `${path}\n<before>\n${prefix}</before>\n<after>${suffix}</after>`
}
