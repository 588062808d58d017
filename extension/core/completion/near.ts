/** The neighbouring lines worth a place in the prompt. Must choose as `near_window` in `models/recipe/prompts.py`. */
import { textOf } from './tokenizer.ts'
import type { Tokenizer } from './tokenizer.ts'

const isName = /^[\p{XID_Start}_]\p{XID_Continue}{2,}$/u

/** Per token id: whether it is a name of three or more characters; only these count when lines are compared. */
export function tellingTokens(tokenizer: Tokenizer): Uint8Array {
  return Uint8Array.from(tokenizer.tokens, (token) => (isName.test(textOf(token)) ? 1 : 0))
}

/**
 * The stretch of neighbouring text, whole lines and at most `size` tokens, that shares most distinct telling
 * tokens with `query`. Empty when fewer than two are shared.
 */
export function nearWindow(
  query: readonly number[],
  neighbours: readonly Int32Array[],
  telling: Uint8Array,
  newline: number,
  size: number,
): number[] {
  const wanted = new Set(query.filter((id) => telling[id] === 1))
  let best = 1
  let found: Int32Array | undefined
  let start = 0
  const step = size >> 1
  for (const ids of wanted.size > 0 ? neighbours : []) {
    for (let from = 0; from < Math.max(1, ids.length - (size >> 2)); from += step) {
      const window = ids.subarray(from, from + size)
      const shared = new Set<number>()
      for (const id of window) if (wanted.has(id)) shared.add(id)
      if (shared.size > best) [best, found, start] = [shared.size, window, from]
    }
  }
  if (!found) return []
  const first = start > 0 ? found.indexOf(newline) + 1 : 0
  return [...found.subarray(first, found.lastIndexOf(newline) + 1)]
}
