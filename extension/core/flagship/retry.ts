/** When a failed call is sent again. Only what billed nothing is, so that no ask is paid for twice. */
import type { CallFailure } from './call.ts'

const mostAttempts = 3
const firstDelayMs = 500
/** A server that asks for more patience than this is left to the user. */
const longestDelayMs = 20_000

/**
 * @param attempt the one that failed, from 1
 * @param random 0 to 1, so that windows that failed together don't come back together
 * @returns milliseconds to wait; undefined: give up
 */
export function retryDelay(failure: CallFailure, attempt: number, random: number): number | undefined {
  if (!failure.passing || failure.mayBeBilled || attempt >= mostAttempts) return undefined
  const delay = Math.max(failure.retryAfterMs ?? 0, firstDelayMs * 2 ** (attempt - 1) * (0.5 + random / 2))
  return delay > longestDelayMs ? undefined : delay
}

/**
 * `Retry-After` in its two forms, and the `retry-after-ms` that OpenAI sends.
 *
 * @param now milliseconds since 1970
 * @returns milliseconds; null where there is none or it can't be read
 */
export function readRetryAfter(header: (name: string) => string | null, now: number): number | null {
  const milliseconds = Number.parseFloat(header('retry-after-ms') ?? '')
  if (milliseconds >= 0) return milliseconds
  const value = header('retry-after')
  if (value === null) return null
  const seconds = Number(value)
  if (seconds >= 0) return seconds * 1000
  const date = /[a-z]/i.test(value) ? Date.parse(value) : NaN
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}
