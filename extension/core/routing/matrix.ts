/**
 * The decision matrix: the first row whose conditions all hold gives the route. The panel shows this very table;
 * `models/encoder/LABELS.md` says the same in words, and a test holds the two together.
 *
 * Invariants, held by tests over every combination of facts: one row always fits; no row of Local mode leads to a
 * paid route; a paid route passes every gate before anything is sent.
 */
import type { Label, Mode, Route } from '../types.ts'
import type { RoutingReason } from './reasons.ts'

export const thresholds = {
  /** A conformal set of 2 to this many labels is offered as a choice; a larger or empty one says that it is unclear. */
  mostChoices: 3,
  /** Least score of a command's match when the label is `editor`. */
  commandLikely: 0.42,
  /** Least score when the label says something else: the whole text names the command. */
  commandExact: 0.95,
  /** Goals from which an ask is worked off in steps. */
  severalGoals: 2,
  /** Recent asks that are needed before the share for the API follows them. */
  enoughScores: 20,
} as const

/** What the rows look at. Each has few values, so that every combination can be tested. */
export interface Facts {
  readonly mode: Mode
  readonly label: Label
  /** Whether the conformal set settles it: one label, labels that lead the same way, a few, or too many or none. */
  readonly certainty: 'one' | 'agree' | 'few' | 'unclear'
  readonly goals: 'one' | 'several'
  /** A command or setting of VS Code does what is asked. */
  readonly command: boolean
  /** An answer is at hand whose sources have not changed. */
  readonly cached: boolean
  readonly workspace: boolean
  /** There is a file to read the place from and to write to. */
  readonly file: boolean
  /** The ask is among those that may go to the API. */
  readonly share: 'within' | 'over'
  /** The text names code of this workspace or asks where we have something, whatever the label says. */
  readonly ownNames: boolean
}

export const paidRoutes = ['rag', 'code', 'plan', 'direct'] as const satisfies readonly Route[]

export type PaidRoute = (typeof paidRoutes)[number]

export function isPaid(route: Route): route is PaidRoute {
  return (paidRoutes as readonly Route[]).includes(route)
}

export interface Row {
  /** Each fact that is named must have one of these values. */
  readonly when: { readonly [Fact in keyof Facts]?: readonly Facts[Fact][] }
  readonly route: Route
  readonly reason: RoutingReason
}

const thrifty: readonly Mode[] = ['auto', 'local']
const changesCode: readonly Label[] = ['fix', 'tests', 'docs', 'generate', 'edit']
/** What passages of the workspace help with; the other labels have nothing to look for there. */
const inWorkspace: readonly Label[] = [...changesCode, 'explain', 'search']
const openQuestions: readonly Label[] = ['terminal', 'scaffold', 'general']
/** What has an answer to read, rather than an edit to apply. */
const answersInWords: readonly Label[] = ['explain', 'search', 'editor', ...openQuestions, 'out-of-scope']
/** Labels that say nothing of the workspace: names of its code say more. */
const openToNames: readonly Label[] = [...openQuestions, 'editor', 'out-of-scope']
const clear: readonly Facts['certainty'][] = ['one', 'agree', 'few']

export const matrix: readonly Row[] = [
  // Nothing is sent.
  { when: { mode: thrifty, command: [true] }, route: 'command', reason: 'names-a-command' },
  {
    when: { mode: thrifty, certainty: clear, ownNames: [false], label: ['out-of-scope'] },
    route: 'refuse',
    reason: 'out-of-scope',
  },
  {
    when: { mode: thrifty, cached: [true], goals: ['one'], label: answersInWords },
    route: 'cached',
    reason: 'answered-before',
  },
  { when: { mode: ['local'], workspace: [true], certainty: ['unclear'] }, route: 'search', reason: 'local-passages' },
  { when: { mode: ['local'], workspace: [true], label: ['search'] }, route: 'search', reason: 'asks-where' },
  { when: { mode: ['local'], workspace: [true], label: inWorkspace }, route: 'search', reason: 'local-passages' },
  { when: { mode: ['local'], workspace: [true], ownNames: [true] }, route: 'search', reason: 'local-passages' },
  { when: { mode: ['local'] }, route: 'refuse', reason: 'local-mode' },
  {
    when: { mode: ['auto'], workspace: [true], goals: ['one'], certainty: clear, label: ['search'] },
    route: 'search',
    reason: 'asks-where',
  },
  {
    when: { mode: ['auto'], share: ['over'], workspace: [true], label: inWorkspace },
    route: 'search',
    reason: 'share-passages',
  },
  {
    when: { mode: ['auto'], share: ['over'], workspace: [true], certainty: ['unclear'] },
    route: 'search',
    reason: 'share-passages',
  },
  {
    when: { mode: ['auto'], share: ['over'], workspace: [true], ownNames: [true] },
    route: 'search',
    reason: 'share-passages',
  },
  { when: { mode: ['auto'], share: ['over'] }, route: 'refuse', reason: 'api-share' },

  // Auto and API, and what Compare sends.
  { when: { certainty: ['unclear'], goals: ['several'], workspace: [true] }, route: 'plan', reason: 'several-goals' },
  { when: { certainty: ['unclear'], workspace: [true] }, route: 'rag', reason: 'unclear-with-workspace' },
  { when: { certainty: ['unclear'] }, route: 'direct', reason: 'unclear-without-workspace' },
  { when: { goals: ['several'], label: [...inWorkspace, ...openQuestions] }, route: 'plan', reason: 'several-goals' },
  { when: { ownNames: [true], workspace: [true], label: openToNames }, route: 'rag', reason: 'names-code' },
  { when: { label: changesCode, file: [true] }, route: 'code', reason: 'changes-code' },
  { when: { label: changesCode, workspace: [true] }, route: 'rag', reason: 'no-file' },
  { when: { label: ['explain'], workspace: [true] }, route: 'rag', reason: 'needs-the-code' },
  { when: { label: ['search'], workspace: [true] }, route: 'rag', reason: 'api-mode' },
  { when: { label: inWorkspace }, route: 'direct', reason: 'no-workspace' },
  { when: { label: ['editor'], mode: ['auto'] }, route: 'direct', reason: 'no-command-found' },
  { when: { label: openQuestions }, route: 'direct', reason: 'needs-no-workspace' },
  { when: {}, route: 'direct', reason: 'api-mode' },
]

/** What keeps a request from being sent. */
export interface Gate {
  /** `all`: whatever the route; `paid`: only where something would be sent. */
  readonly of: 'all' | 'paid'
  readonly closedBy: Obstacle
}

export type Obstacle =
  | 'empty-text'
  | 'too-long'
  | 'untrusted-workspace'
  | 'secret-file'
  | 'no-key'
  | 'ledger-unavailable'
  | 'unknown-price'
  | 'query-cap'
  | 'hour-cap'
  | 'day-cap'

/** In this order: the first that is closed is the reason of the refusal. */
export const gates: readonly Gate[] = [
  { of: 'all', closedBy: 'empty-text' },
  { of: 'all', closedBy: 'too-long' },
  { of: 'paid', closedBy: 'untrusted-workspace' },
  { of: 'paid', closedBy: 'secret-file' },
  { of: 'paid', closedBy: 'no-key' },
  { of: 'paid', closedBy: 'ledger-unavailable' },
  { of: 'paid', closedBy: 'unknown-price' },
  { of: 'paid', closedBy: 'query-cap' },
  { of: 'paid', closedBy: 'hour-cap' },
  { of: 'paid', closedBy: 'day-cap' },
]

/** Total: the last row has no condition. */
export function rowFor(facts: Facts, rows: readonly Row[] = matrix): Row {
  return rows.find((row) => fits(row, facts)) ?? rows.at(-1)!
}

function fits({ when }: Row, facts: Facts): boolean {
  return (Object.keys(when) as (keyof Facts)[]).every((fact) =>
    (when[fact] as readonly Facts[keyof Facts][]).includes(facts[fact]),
  )
}
