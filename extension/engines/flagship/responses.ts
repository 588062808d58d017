/** The Responses API: what is sent, and what its events mean. */
import type OpenAI from 'openai'
import type { ResponseCreateParamsStreaming, ResponseStreamEvent } from 'openai/resources/responses/responses'
import type { Call, CallEvent } from '../../core/flagship/call.ts'
import { usageOfResponse } from '../../core/flagship/usage.ts'
import { callError, cutOff, malformed } from './failures.ts'
import type { Circumstances } from './failures.ts'

/** @param isOpenAi fields that only OpenAI knows are sent to nobody else */
function request(call: Call, isOpenAi: boolean): ResponseCreateParamsStreaming {
  const { model, system, messages, maxOutputTokens, schema } = call
  return {
    model,
    instructions: system,
    input: messages.map(({ role, content }) => ({ role, content })),
    max_output_tokens: maxOutputTokens,
    stream: true,
    // Nothing is kept there, and the tier is the one that is priced.
    ...(isOpenAi && { store: false, service_tier: 'default' as const }),
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
  const stream = await client.responses.create(request(call, isOpenAi), { signal })
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
      const { usage, model, service_tier, incomplete_details } = event.response
      return {
        kind: 'end',
        usage: usageOfResponse(usage),
        model: typeof model === 'string' ? model : null,
        tier: service_tier ?? 'default',
        stop:
          event.type === 'response.completed'
            ? 'complete'
            : incomplete_details?.reason === 'content_filter'
              ? 'filter'
              : 'length',
      }
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
