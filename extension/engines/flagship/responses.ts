/** The Responses API: what is sent, and what its events mean. */
import type OpenAI from 'openai'
import type {
  Response,
  ResponseCreateParamsNonStreaming,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses'
import type { Call, CallEvent, WholeAnswer } from '../../core/flagship/call.ts'
import { usageOfResponse } from '../../core/flagship/usage.ts'
import { callError, cutOff, malformed } from './failures.ts'
import type { Circumstances } from './failures.ts'

/** Without what only a stream has. @param isOpenAi fields that only OpenAI knows are sent to nobody else */
export function responseBody(call: Call, isOpenAi: boolean): ResponseCreateParamsNonStreaming {
  const { model, system, messages, maxOutputTokens, schema } = call
  return {
    model,
    instructions: system,
    input: messages.map(({ role, content }) => ({ role, content })),
    max_output_tokens: maxOutputTokens,
    // Nothing is kept there.
    ...(isOpenAi && { store: false }),
    ...(schema && { text: { format: { type: 'json_schema' as const, ...schema, strict: true } } }),
  }
}

export async function* streamResponse(
  client: OpenAI,
  call: Call,
  isOpenAi: boolean,
  signal: AbortSignal,
  at: Circumstances,
  onResponse: () => void,
): AsyncGenerator<CallEvent> {
  const stream = await client.responses.create(
    // The tier is the one that is priced.
    { ...responseBody(call, isOpenAi), stream: true, ...(isOpenAi && { service_tier: 'default' as const }) },
    { signal },
  )
  onResponse()
  for await (const event of stream) {
    if (typeof (event as { type?: unknown }).type !== 'string') throw malformed(at)
    if (event.type === 'response.output_text.delta' || event.type === 'response.refusal.delta') {
      yield { kind: 'text', delta: event.delta }
      continue
    }
    const end = read(event, at)
    if (!end) continue
    yield end
    return
  }
  if (!signal.aborted) throw cutOff(at)
}

function read(event: ResponseStreamEvent, at: Circumstances): CallEvent | undefined {
  switch (event.type) {
    case 'response.completed':
    case 'response.incomplete': {
      const { response } = event
      const tier = response.service_tier ?? 'default'
      return { kind: 'end', ...endOf(response, event.type === 'response.completed'), tier }
    }
    case 'response.failed': {
      const { error, usage } = event.response
      const reason = error?.code === 'rate_limit_exceeded' ? 'rate-limited' : 'server-error'
      throw callError(
        reason,
        `${at.host} broke off with an error (${error?.code ?? 'unknown'}). Try again in a moment.`,
        {
          mayBeBilled: true,
          usage: usageOfResponse(usage),
        },
      )
    }
    default:
      return undefined
  }
}

function endOf(response: Response, isWhole: boolean): Omit<WholeAnswer, 'text'> {
  const { usage, model, incomplete_details } = response
  const cut = incomplete_details?.reason === 'content_filter' ? 'filter' : 'length'
  return {
    usage: usageOfResponse(usage),
    model: typeof model === 'string' ? model : null,
    stop: isWhole ? 'complete' : cut,
  }
}

/** An answer that came as a whole. @throws CallError where it is none */
export function readResponse(body: unknown, at: Circumstances): WholeAnswer {
  const response = (body ?? {}) as Response
  if (!Array.isArray(response.output)) throw malformed(at)
  const parts = response.output.flatMap((item) => (item.type === 'message' ? item.content : []))
  const text = parts.map((part) => (part.type === 'refusal' ? part.refusal : part.text)).join('')
  return { text, ...endOf(response, response.status !== 'incomplete') }
}
