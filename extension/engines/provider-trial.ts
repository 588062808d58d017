/** Has one execution provider timed by a process of its own, which is gone afterwards whatever the driver did to it. */
import type { Provider, Trial } from '../core/providers.ts'
import { startHost } from './host-process.ts'
import type { TimedModel } from './protocol.ts'

const patienceMs = 60_000

/**
 * Never rejects.
 * @param file the host's bundle
 * @returns undefined when it was called off
 */
export function tryProvider(
  file: string,
  { modelDir, baseCard, threads }: TimedModel,
  provider: Provider,
  signal: AbortSignal,
): Promise<Trial | undefined> {
  if (signal.aborted) return Promise.resolve(undefined)
  return new Promise((resolve) => {
    const end = (trial: Trial | undefined): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      host.kill()
      resolve(trial)
    }
    const abort = (): void => end(undefined)
    const host = startHost(file, {
      message: (message) => {
        if (message.type === 'timed') end(message.trial)
      },
      end: (why) => end({ kind: 'failed', message: `the process ended (${why})` }),
      complaint: () => undefined,
    })
    const timer = setTimeout(() => end({ kind: 'failed', message: 'it took too long' }), patienceMs)
    signal.addEventListener('abort', abort)
    host.send({ type: 'time', modelDir, threads, provider, ...(baseCard !== undefined && { baseCard }) })
  })
}
