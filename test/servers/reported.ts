/** What servers said an answer took, read from the bytes that passed, without any code of the product. */
import type { Exchange } from './recorder.ts'

export interface Reported {
  readonly input: number
  readonly output: number
  /** US dollars; undefined where the server names no price. */
  readonly usd: number | undefined
}

type Fields = Readonly<Record<string, unknown>>

/** @throws when nothing was reported */
export function reported({ answer }: Exchange): Reported {
  const events = [...answer.matchAll(/^data: (\{.*\})$/gm)].map(([, json]) => JSON.parse(json!) as Fields)
  const usage = events
    .map((event) => (event['usage'] ?? (event['response'] as Fields | undefined)?.['usage']) as Fields | undefined)
    .findLast((found) => found !== undefined)
  if (!usage) throw new Error(`No usage in ${answer.slice(-500)}`)
  return {
    input: Number(usage['prompt_tokens'] ?? usage['input_tokens']),
    output: Number(usage['completion_tokens'] ?? usage['output_tokens']),
    usd: usage['cost'] as number | undefined,
  }
}
