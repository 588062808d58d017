/**
 * Filling a gap in code in the dialect of each server that has one of its own: what is sent, and what its answer
 * means. Servers without one get a chat prompt instead.
 */
import type { Endpoint, FimStyle } from '../endpoints.ts'
import type { Usage } from '../types.ts'

export interface Gap {
  /** Text before the cursor, already shortened. */
  readonly prefix: string
  /** Text after it, already shortened. */
  readonly suffix: string
  readonly model: string
  readonly maxOutputTokens: number
}

export interface FimRequest {
  readonly url: string
  readonly body: Readonly<Record<string, unknown>>
}

export interface FimAnswer {
  readonly text: string
  /** Null: the server never said. */
  readonly usage: Usage | null
  readonly model: string | null
}

/** A suggestion is the rest of a line. */
const stop = ['\n']

/** Undefined: this server, or this model on it, can only be asked in words. */
export function fimRequest({ baseUrl, fim }: Pick<Endpoint, 'baseUrl' | 'fim'>, gap: Gap): FimRequest | undefined {
  const { prefix, suffix, model, maxOutputTokens } = gap
  const common = { model, max_tokens: maxOutputTokens, temperature: 0, stop }
  switch (fim) {
    case 'infill':
      // Beside `/v1`, not below it.
      return {
        url: `${baseUrl.replace(/\/v1$/, '')}/infill`,
        body: {
          input_prefix: prefix,
          input_suffix: suffix,
          input_extra: [],
          n_predict: maxOutputTokens,
          temperature: 0,
          stop,
        },
      }
    case 'deepseek':
      return {
        url: `${baseUrl.replace(/\/(v1|beta)$/, '')}/beta/completions`,
        body: { ...common, prompt: prefix, suffix },
      }
    case 'mistral':
      return { url: `${baseUrl}/fim/completions`, body: { ...common, prompt: prefix, suffix } }
    case 'vllm': {
      const prompt = promptWithTokens(gap)
      return prompt === undefined ? undefined : { url: `${baseUrl}/completions`, body: { ...common, prompt } }
    }
    case 'chat':
      return undefined
  }
}

/** How model families mark the gap, as their model cards say. */
const families: readonly [name: RegExp, prompt: (prefix: string, suffix: string) => string][] = [
  [/qwen.*coder|codeqwen/i, (prefix, suffix) => `<|fim_prefix|>${prefix}<|fim_suffix|>${suffix}<|fim_middle|>`],
  [/deepseek.*coder/i, (prefix, suffix) => `<｜fim▁begin｜>${prefix}<｜fim▁hole｜>${suffix}<｜fim▁end｜>`],
  [/starcoder|santacoder|granite.*code/i, (prefix, suffix) => `<fim_prefix>${prefix}<fim_suffix>${suffix}<fim_middle>`],
  [/codellama/i, (prefix, suffix) => `<PRE> ${prefix} <SUF>${suffix} <MID>`],
  [/codestral/i, (prefix, suffix) => `[SUFFIX]${suffix}[PREFIX]${prefix}`],
  [/codegemma/i, (prefix, suffix) => `<|fim_prefix|>${prefix}<|fim_suffix|>${suffix}<|fim_middle|>`],
]

/** Text that spells one of these marks could end the gap early; no source file has a reason to. */
function promptWithTokens({ model, prefix, suffix }: Gap): string | undefined {
  return families.find(([name]) => name.test(model))?.[1](prefix, suffix)
}

/** Undefined where it is no answer of such a server. */
export function readFimAnswer(style: FimStyle, answer: unknown): FimAnswer | undefined {
  if (!isRecord(answer)) return undefined
  const model = typeof answer['model'] === 'string' ? answer['model'] : null
  if (style === 'infill') {
    const { content, tokens_evaluated: input, tokens_predicted: output } = answer
    if (typeof content !== 'string') return undefined
    return { text: firstLine(content), usage: usageOf(input, output), model }
  }
  const choices: unknown = answer['choices']
  const choice: unknown = Array.isArray(choices) ? choices[0] : undefined
  if (!isRecord(choice)) return undefined
  const message = isRecord(choice['message']) ? choice['message']['content'] : choice['text']
  if (typeof message !== 'string') return undefined
  const said = isRecord(answer['usage']) ? answer['usage'] : {}
  return { text: firstLine(message), usage: usageOf(said['prompt_tokens'], said['completion_tokens']), model }
}

/** What a model writes that was asked in words: without a fence, and without the line that it was to go on with. */
export function readChatAnswer(text: string, linePrefix: string): string {
  const inside = /^\s*```[\w-]*\n([\s\S]*?)\n?```\s*$/.exec(text)?.[1] ?? text
  const line = firstLine(inside)
  return linePrefix.trim() !== '' && line.startsWith(linePrefix) ? line.slice(linePrefix.length) : line
}

const firstLine = (text: string): string => text.split(/\r?\n/, 1)[0]!

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

function usageOf(input: unknown, output: unknown): Usage | null {
  if (!isCount(input) || !isCount(output)) return null
  return { input, cachedInput: 0, cacheWrite: 0, output, reasoning: 0 }
}

const mostBefore = 6000
const mostAfter = 2000

/** What of a document goes with the question, in UTF-16 units: whole lines, and never half a character. */
export function shortened(prefix: string, suffix: string): Pick<Gap, 'prefix' | 'suffix'> {
  const before = prefix.length <= mostBefore ? prefix : prefix.slice(lineStart(prefix, prefix.length - mostBefore))
  const end = suffix.length <= mostAfter ? suffix.length : suffix.lastIndexOf('\n', mostAfter)
  return { prefix: before, suffix: end < 0 ? '' : suffix.slice(0, end) }
}

function lineStart(text: string, from: number): number {
  const lineBreak = text.indexOf('\n', from)
  return lineBreak < 0 ? text.lastIndexOf('\n') + 1 : lineBreak + 1
}
