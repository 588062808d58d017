/** OpenAI's SDK as it is used here: no retries and no logs of its own, one origin, answers of a bounded size. */
import OpenAI from 'openai'
import type { Circumstances } from './failures.ts'
import { limitedFetch } from './limited-fetch.ts'

/**
 * @param timeoutMs until the server begins to answer
 * @param mostBytes of an answer
 */
export function openSdk(baseUrl: string, timeoutMs: number, mostBytes: number, at: Circumstances): OpenAI {
  return new OpenAI({
    baseURL: baseUrl,
    // The SDK insists on a key, also for servers that want none.
    apiKey: at.key ?? 'none',
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: timeoutMs,
    // It would log requests, which hold the user's text.
    logLevel: 'off',
    fetch: limitedFetch(mostBytes, at),
  })
}
