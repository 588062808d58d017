/** Chat Completions, as most compatible servers speak it: what is sent, and what its chunks mean. */
import type OpenAI from 'openai'
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions'
import type { Call, CallEvent, WholeAnswer } from '../../core/flagship/call.ts'
import { usageOfChat } from '../../core/flagship/usage.ts'
import type { Usage } from '../../core/types.ts'
import { cutOff, malformed } from './failures.ts'
import type { Circumstances } from './failures.ts'

/** Without what only a stream has. @param isOpenAi fields that only OpenAI knows are sent to nobody else */
export function chatBody(call: Call, isOpenAi: boolean): ChatCompletionCreateParamsNonStreaming {
  const { model, system, messages, maxOutputTokens, schema } = call
  return {
    model,
    messages: [{ role: 'system', content: system }, ...messages.map(({ role, content }) => ({ role, content }))],
    // OpenAI's own models refuse the old name, other servers don't know the new one.
    ...(isOpenAi
      ? { max_completion_tokens: maxOutputTokens, store: false }
      : // eslint-disable-next-line @typescript-eslint/no-deprecated
        { max_tokens: maxOutputTokens }),
    ...(schema && { response_format: { type: 'json_schema' as const, json_schema: { ...schema, strict: true } } }),
  }
}

/** Of a chunk only what was checked is believed. */
interface Chunk {
  readonly model?: unknown
  readonly usage?: unknown
  readonly service_tier?: unknown
  readonly choices?: unknown
}

interface Choice {
  readonly delta?: { readonly content?: unknown; readonly refusal?: unknown } | null
  readonly finish_reason?: unknown
}

export async function* streamChat(
  client: OpenAI,
  call: Call,
  isOpenAi: boolean,
  signal: AbortSignal,
  at: Circumstances,
  onResponse: () => void,
): AsyncGenerator<CallEvent> {
  const stream = await client.chat.completions.create(
    {
      ...chatBody(call, isOpenAi),
      ...{ stream: true, stream_options: { include_usage: true } },
      // The tier that is priced.
      ...(isOpenAi && { service_tier: 'default' as const }),
    },
    { signal },
  )
  onResponse()
  let usage: Usage | null = null
  let model: string | null = null
  let tier = 'default'
  let finish: unknown
  for await (const chunk of stream as AsyncIterable<Chunk>) {
    if (!Array.isArray(chunk.choices)) throw malformed(at)
    // The usage comes with the last text, or in a chunk of its own after it; the latest is the whole.
    usage = usageOfChat(chunk.usage) ?? usage
    if (typeof chunk.model === 'string' && chunk.model !== '') model = chunk.model
    if (typeof chunk.service_tier === 'string') tier = chunk.service_tier
    const [choice] = chunk.choices as readonly (Choice | undefined)[]
    const delta = choice?.delta?.content ?? choice?.delta?.refusal
    if (typeof delta === 'string' && delta !== '') yield { kind: 'text', delta }
    finish = choice?.finish_reason ?? finish
  }
  if (signal.aborted) return
  if (finish === undefined) throw cutOff(at, usage)
  yield { kind: 'end', usage, model, tier, stop: stopOf(finish) }
}

const stopOf = (finish: unknown): 'length' | 'filter' | 'complete' =>
  finish === 'length' ? 'length' : finish === 'content_filter' ? 'filter' : 'complete'

interface Completion extends Chunk {
  readonly choices?: readonly { readonly message?: Choice['delta']; readonly finish_reason?: unknown }[]
}

/** An answer that came as a whole. @throws CallError where it is none */
export function readCompletion(body: unknown, at: Circumstances): WholeAnswer {
  const { choices, model, usage } = (body ?? {}) as Completion
  const choice = choices?.[0]
  const text = choice?.message?.content ?? choice?.message?.refusal
  if (typeof text !== 'string') throw malformed(at)
  return {
    text,
    usage: usageOfChat(usage),
    model: typeof model === 'string' ? model : null,
    stop: stopOf(choice?.finish_reason),
  }
}
