/** One ask as those see it who show it: the question, and its events so far added up. */
import type { AskEvent, LeftOut, Replacement, Source } from '../ask-service.ts'
import type { AskOutcome, AskRequest, Decision, Mode } from '../types.ts'

export type CommandOffer = Omit<Extract<AskEvent, { kind: 'command' }>, 'kind'>
export type Step = Omit<Extract<AskEvent, { kind: 'step' }>, 'kind'>

export interface AskSession {
  readonly request: AskRequest
  /** Milliseconds since 1970. */
  readonly at: number
  readonly decision: Decision | null
  /** Labels to choose from. */
  readonly choice: readonly string[]
  /** Runs only when someone clicks it. */
  readonly command: CommandOffer | null
  readonly sources: readonly Source[]
  readonly leftOut: readonly LeftOut[]
  readonly steps: readonly Step[]
  /** Only grows. */
  readonly text: string
  readonly edits: readonly Replacement[]
  readonly cachedAgeMs: number | null
  /** Null while it runs. */
  readonly outcome: AskOutcome | null
}

export function beginSession(request: AskRequest, at: number): AskSession {
  return {
    request,
    at,
    decision: null,
    choice: [],
    command: null,
    sources: [],
    leftOut: [],
    steps: [],
    text: '',
    edits: [],
    cachedAgeMs: null,
    outcome: null,
  }
}

/** Reasons of a refusal that do not hold where the endpoint is asked by hand. */
const lifted: readonly string[] = ['local-mode', 'out-of-scope', 'api-share']

/** Where else it can be answered: here what was sent, or would be again; by the endpoint what was not. */
export function otherMode({ decision }: AskSession): Extract<Mode, 'local' | 'api'> {
  if (!decision || decision.model !== null) return 'local'
  return decision.route === 'refuse' && !lifted.includes(decision.reason) ? 'local' : 'api'
}

/** The session after one more event; nothing follows an outcome. */
export function afterEvent(session: AskSession, event: AskEvent): AskSession {
  if (session.outcome) return session
  switch (event.kind) {
    case 'decision':
      return { ...session, decision: event.decision }
    case 'choice':
      return { ...session, choice: event.labels }
    case 'command':
      return { ...session, command: { command: event.command, title: event.title, args: event.args } }
    case 'sources':
      return withSources(session, event)
    case 'step':
      return { ...session, steps: [...session.steps, { number: event.number, of: event.of, title: event.title }] }
    case 'text':
      return { ...session, text: session.text + event.delta }
    case 'edit':
      return { ...session, edits: [...session.edits, event.replacement] }
    case 'cached':
      return { ...session, cachedAgeMs: event.ageMs }
    case 'outcome':
      return { ...session, text: finalText(session.text, event.outcome), outcome: event.outcome }
  }
}

/** Each step of a plan brings sources of its own; the same number is the same passage. */
function withSources(session: AskSession, { sources, leftOut }: Extract<AskEvent, { kind: 'sources' }>): AskSession {
  const byNumber = new Map([...session.sources, ...sources].map((source) => [source.number, source]))
  return { ...session, sources: [...byNumber.values()], leftOut: [...session.leftOut, ...leftOut] }
}

/** An answer that was not streamed, such as one from the cache, comes whole with the outcome. */
function finalText(streamed: string, outcome: AskOutcome): string {
  return streamed === '' && 'text' in outcome ? outcome.text : streamed
}
