/** `fetch` that follows no redirect, so that neither key nor code goes anywhere else, takes no web page
 * for an answer, and stops a body that never ends. */
import { malformed, redirected, tooLarge } from './failures.ts'
import type { Circumstances } from './failures.ts'

/** @param mostBytes of the body, an error's included */
export function limitedFetch(mostBytes: number, at: Circumstances): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'manual' })
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      await response.body?.cancel()
      throw redirected(at, response.headers.get('location'))
    }
    if (response.ok && response.headers.get('content-type')?.startsWith('text/html')) throw malformed(at)
    if (!response.body) return response
    let bytes = 0
    const limiter = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        bytes += chunk.byteLength
        if (bytes > mostBytes) controller.error(tooLarge(at))
        else controller.enqueue(chunk)
      },
    })
    const { status, statusText, headers } = response
    return new Response(response.body.pipeThrough(limiter), { status, statusText, headers })
  }
}
