/** Citations in an answer: `[2]` or `[1, 4]`, outside of code. Those of sources that were never given are no citations. */
import type { Source } from '../ask-service.ts'

const code = /```[\s\S]*?(?:```|$)|`[^`\n]*`/g
const mark = /\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]/g

export interface Citations {
  /** In the order of first mention. */
  readonly cited: readonly Source[]
  /** Numbers that name no source: invented. */
  readonly invented: readonly number[]
}

export function readCitations(text: string, sources: readonly Source[]): Citations {
  const numbers = new Set<number>()
  for (const [, list] of text.replace(code, ' ').matchAll(mark)) {
    for (const number of list!.split(',')) numbers.add(Number(number))
  }
  const byNumber = new Map(sources.map((source) => [source.number, source]))
  return {
    cited: [...numbers].flatMap((number) => byNumber.get(number) ?? []),
    invented: [...numbers].filter((number) => !byNumber.has(number)),
  }
}
