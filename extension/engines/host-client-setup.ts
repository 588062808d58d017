/** What a client of the model host is made with. */
import type { Drift } from '../core/completion/drift.ts'
import type { HostState } from '../core/host-state.ts'
import type { Shades } from '../core/shadow.ts'
import type { FromHost, HostOptions } from './protocol.ts'

export interface HostClientSetup {
  /** The host's bundle. */
  readonly file: string
  /** Read at every start. */
  readonly options: () => HostOptions
  readonly onState: (state: HostState) => void
  /** Before the next start, whose options may take it into account. */
  readonly onDeath?: (state: HostState) => void
  /** A line was finished: what would have been shown, and was it right? */
  readonly onWritten?: (uri: string, requests: readonly Shades[]) => void
  /** What lines have taught about how much the text around counts. */
  readonly onLearned?: (drift: Drift) => void
  /** What will be suggested once a suggestion has been accepted. */
  readonly onAhead?: (seen: Extract<FromHost, { type: 'ahead' }>) => void
  readonly log: (level: 'info' | 'warn' | 'error', text: string) => void
  /** A host that has not said `ready` by then is taken for dead. */
  readonly startTimeoutMs?: number
  /** The same for one that owes an answer and says nothing. */
  readonly answerTimeoutMs?: number
  readonly now?: () => number
  /** Runs something later; gives a function that calls it off. */
  readonly after?: (ms: number, run: () => void) => () => void
}

export const unlessSaid = {
  startTimeoutMs: 60_000,
  answerTimeoutMs: 10_000,
  now: () => performance.now(),
  after,
  onDeath: () => undefined,
  onWritten: () => undefined,
  onLearned: () => undefined,
  onAhead: () => undefined,
}

function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}
