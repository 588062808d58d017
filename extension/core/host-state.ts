/** What the model host is doing, as the status bar shows it. */
import type { Effort, Strain } from './governor.ts'
import type { Provider } from './providers.ts'
import { phrase } from './phrase.ts'
import type { Phrase } from './phrase.ts'

export type HostState =
  /** Nobody needed it yet, or completions are off. */
  | { readonly kind: 'idle' }
  /** A new process, which knows no document yet. */
  | { readonly kind: 'starting' }
  | HostReady
  /** Died; the next one starts in `inMs`. */
  | { readonly kind: 'restarting'; readonly attempt: number; readonly inMs: number }
  /** Died too often; `message` says what to do. */
  | { readonly kind: 'stopped'; readonly message: Phrase }

export interface HostReady {
  readonly kind: 'ready'
  readonly engine: 'native' | 'wasm' | 'ngram'
  readonly provider?: Provider
  readonly loadMs: number
  readonly trouble?: { readonly reason: string; readonly message: string }
  /** What the governor leaves out, and why; absent when that is nothing. */
  readonly restraint?: { readonly effort: Exclude<Effort, 'full'>; readonly strain: Strain }
}

/** The message of `stopped`. */
export function gaveUp(deaths: number): Phrase {
  return phrase(
    'The model process ended {deaths} times in a row. Run “Shortline: Restart Model” to try again; ' +
      '“Shortline: Show Log” has the cause.',
    { deaths },
  )
}
