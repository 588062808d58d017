/** What servers report as usage, in the ledger's components. Both dialects count the cached input among the input. */
import type { Usage } from '../types.ts'

/** A whole number that is not negative, or 0: what comes from a server is not trusted to be one. */
function count(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0
}

type Fields = Readonly<Record<string, unknown>>

const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {})

function usage(input: unknown, inputDetails: unknown, output: unknown, outputDetails: unknown): Usage | null {
  if (typeof input !== 'number' || typeof output !== 'number') return null
  const details = fields(inputDetails)
  const cachedInput = Math.min(count(details['cached_tokens']), count(input))
  const cacheWrite = Math.min(count(details['cache_write_tokens']), count(input) - cachedInput)
  const reasoning = Math.min(count(fields(outputDetails)['reasoning_tokens']), count(output))
  return {
    input: count(input) - cachedInput - cacheWrite,
    cachedInput,
    cacheWrite,
    output: count(output) - reasoning,
    reasoning,
  }
}

/** @param reported `usage` of the Responses API; null when it is none */
export function usageOfResponse(reported: unknown): Usage | null {
  const { input_tokens, input_tokens_details, output_tokens, output_tokens_details } = fields(reported)
  return usage(input_tokens, input_tokens_details, output_tokens, output_tokens_details)
}

/** @param reported `usage` of Chat Completions; null when it is none */
export function usageOfChat(reported: unknown): Usage | null {
  const { prompt_tokens, prompt_tokens_details, completion_tokens, completion_tokens_details } = fields(reported)
  return usage(prompt_tokens, prompt_tokens_details, completion_tokens, completion_tokens_details)
}

/** Whether a server that says it ran `answered` ran what was asked for: a dated build of it is the same. */
export function isSameModel(asked: string, answered: string): boolean {
  const bare = (model: string): string => model.replace(/^.*\//, '').toLowerCase()
  const rest = bare(answered).startsWith(bare(asked)) ? bare(answered).slice(bare(asked).length) : undefined
  // A date, a revision or a tag behind the name.
  return rest !== undefined && /^($|-2|@|:)/.test(rest)
}
