/**
 * From an ask to its one route, before anything is sent. Pure and total: every input gives a decision with a reason,
 * or a choice. What each route takes stands in `matrix.ts`; here the facts are read from the input, the gates are
 * held, and the routes that lost are priced.
 */
import type { Alternative, AskContext, Decision, Intent, Label, Mode, Route } from '../types.ts'
import { severalGoals } from './goals.ts'
import { gates, isPaid, matrix, rowFor, thresholds } from './matrix.ts'
import type { Facts, Obstacle, PaidRoute, Row } from './matrix.ts'
import type { Overrides } from './overrides.ts'
import type { RoutingReason } from './reasons.ts'
import { flagshipNeed } from './share.ts'

/** The worst case of a route, before it is sent. */
export interface Price {
  readonly microUsd: number
  /** Input and most output, together. */
  readonly tokens: number
}

export interface RoutingInput {
  readonly intent: Intent
  /** Without the overrides in front. */
  readonly text: string
  readonly overrides: Overrides
  readonly context: AskContext
  readonly mode: Mode
  /** There is a file that the ask is about or could change. */
  readonly hasFile: boolean
  readonly hasWorkspace: boolean
  /** Score of the best command or setting that matches, 0 to 1. */
  readonly commandScore: number
  readonly hasCached: boolean
  /** The text names code that stands in the workspace. */
  readonly ownNames: boolean
  /** Longer than one ask may be. */
  readonly tooLong: boolean
  /** The model of each paid route. */
  readonly models: Readonly<Record<PaidRoute, string>>
  /** A key is set for the server, or it needs none. */
  readonly keyReady: boolean
  readonly ledgerReady: boolean
  readonly trusted: boolean
  /** What the ask is about usually holds secrets. */
  readonly secretFile: boolean
  readonly caps: {
    readonly queryTokens: number
    /** Queries that this hour still has. */
    readonly hourLeft: number
    readonly dayLeftMicroUsd: number
  }
  /** From `apiThreshold`. */
  readonly apiThreshold: number
  /** Undefined: the price of this model is unknown. */
  readonly price: (route: PaidRoute, model: string) => Price | undefined
}

/** `row` is the place in the matrix of the rule that held, counted from 0; null where an override decided. */
export type Routing = { readonly decision: Decision; readonly row: number | null } & (
  | /** `wanted`: the route that a gate turned into `refuse`, otherwise the decision's. */
    { readonly kind: 'act'; readonly wanted: Route }
    /** The label is not sure: one of `labels` is to be picked, and routed again as an override. `decision` is what the first leads to. */
  | { readonly kind: 'choose'; readonly labels: readonly Label[] }
)

export function route(input: RoutingInput): Routing {
  const facts = factsOf(input)
  const row = wantedRow(input, facts)
  const obstacle = gates.find(({ of, closedBy }) => (of === 'all' || isPaid(row.route)) && closed(closedBy, input, row))
  const chosen: Pick<Row, 'route' | 'reason'> = obstacle ? { route: 'refuse', reason: obstacle.closedBy } : row
  const decision = decide(input, facts, chosen)
  const place = matrix.findIndex((rule) => rule === row)
  const rule = { row: place < 0 ? null : place }
  if (facts.certainty !== 'few' || settled.has(row.reason) || chosen.route === 'refuse')
    return { kind: 'act', decision, wanted: row.route, ...rule }
  return {
    kind: 'choose',
    labels: offered(input.intent.set, facts),
    decision: { ...decision, reason: 'not-sure' },
    ...rule,
  }
}

/**
 * Who names the workspace's code may always have it explained, though the encoder has never seen the name. And whoever
 * may have lines mended may have them changed: what is asked for often does not say whether anything is wrong.
 */
function offered(set: readonly Label[], { ownNames, workspace, file }: Facts): readonly Label[] {
  const changed = file && !set.includes('edit') ? set.flatMap(withEdit) : set
  return ownNames && workspace && !changed.includes('explain') ? [...changed, 'explain'] : changed
}

const withEdit = (label: Label): Label[] => (label === 'fix' ? ['fix', 'edit'] : [label])

/** Rows that hold whatever the label turns out to be. */
const settled: ReadonlySet<RoutingReason> = new Set(['names-a-command', 'answered-before', 'asked-for-plan'])

function wantedRow(input: RoutingInput, facts: Facts): Pick<Row, 'route' | 'reason'> {
  if (input.overrides.plan && facts.mode !== 'local') return { route: 'plan', reason: 'asked-for-plan' }
  const row = rowFor(facts)
  // Several goals can be answered in one go as well; a plan's many calls are not worth a refusal.
  const isTooMuch = row.reason === 'several-goals' && closed('query-cap', input, row)
  return isTooMuch ? rowFor({ ...facts, goals: 'one' }) : row
}

function factsOf(input: RoutingInput): Facts {
  const { intent, overrides, commandScore } = input
  // Local mode is a promise: no word in the text takes it back.
  const mode = input.mode === 'local' ? 'local' : (overrides.mode ?? input.mode)
  const label = overrides.label ?? intent.label
  const isEditor = label === 'editor' || (overrides.label === undefined && intent.set.includes('editor'))
  const least = isEditor ? thresholds.commandLikely : thresholds.commandExact
  const facts: Facts = {
    mode,
    label,
    certainty: 'one',
    goals: severalGoals(input.text) ? 'several' : 'one',
    command: commandScore >= least && (overrides.label === undefined || isEditor),
    cached: input.hasCached,
    workspace: input.hasWorkspace,
    file: input.hasFile,
    ownNames: input.ownNames && overrides.label === undefined,
    share:
      mode === 'auto' && overrides.mode === undefined && flagshipNeed(intent) < input.apiThreshold ? 'over' : 'within',
  }
  return overrides.label === undefined ? { ...facts, certainty: certaintyOf(intent, facts) } : facts
}

function certaintyOf({ label, set }: Intent, facts: Facts): Facts['certainty'] {
  // Out of scope by the threshold, not because it is the likeliest label.
  if (label !== set[0]) return 'unclear'
  if (set.length > thresholds.mostChoices) return 'unclear'
  if (set.length === 1) return 'one'
  const first = rowFor({ ...facts, label: set[0] }).route
  return set.every((label) => rowFor({ ...facts, label }).route === first) ? 'agree' : 'few'
}

function closed(obstacle: Obstacle, input: RoutingInput, row: Pick<Row, 'route'>): boolean {
  const price = isPaid(row.route) ? input.price(row.route, input.models[row.route]) : undefined
  switch (obstacle) {
    case 'empty-text':
      return input.text.trim() === ''
    case 'too-long':
      return input.tooLong
    case 'untrusted-workspace':
      return !input.trusted
    case 'secret-file':
      return input.secretFile
    case 'no-key':
      return !input.keyReady
    case 'ledger-unavailable':
      return !input.ledgerReady
    case 'unknown-price':
      return price === undefined
    case 'query-cap':
      return !(price !== undefined && price.tokens <= input.caps.queryTokens)
    case 'hour-cap':
      return !(input.caps.hourLeft >= 1)
    case 'day-cap':
      return !(price !== undefined && price.microUsd <= input.caps.dayLeftMicroUsd)
  }
}

function decide(input: RoutingInput, facts: Facts, { route: chosen, reason }: Pick<Row, 'route' | 'reason'>): Decision {
  const { overrides, intent } = input
  const said = overrides.label
  return {
    route: chosen,
    reason,
    intent: said === undefined ? intent : { ...intent, label: said, p: 1, set: [said] },
    alternatives: alternativesOf(input, facts, chosen),
    model: modelOf(input, chosen),
    estimateMicroUsd: isPaid(chosen) ? (input.price(chosen, input.models[chosen])?.microUsd ?? 0) : 0,
  }
}

function modelOf({ models }: RoutingInput, route: Route): string | null {
  return isPaid(route) ? models[route] : null
}

/**
 * What the other modes, the other labels of the set, and the question without the workspace would lead to;
 * cheapest first. A route whose price is unknown is none.
 */
function alternativesOf(input: RoutingInput, facts: Facts, chosen: Route): Alternative[] {
  const one: Facts = { ...facts, certainty: 'one', share: 'within' }
  const others: Facts[] = [
    ...(['auto', 'local', 'api'] as const).map((mode) => ({ ...one, mode })),
    ...(input.overrides.label === undefined ? input.intent.set : []).map((label) => ({
      ...one,
      label,
      mode: 'auto' as const,
    })),
    { ...one, mode: 'auto', workspace: false, file: false, goals: 'one', ownNames: false },
  ]
  const found = new Set(
    others.map((other) => rowFor(other).route).filter((route) => route !== chosen && route !== 'refuse'),
  )
  return [...found].flatMap((route) => priced(input, route)).sort((a, b) => a.estimateMicroUsd - b.estimateMicroUsd)
}

function priced(input: RoutingInput, route: Route): Alternative[] {
  if (!isPaid(route)) return [{ route, model: null, estimateMicroUsd: 0 }]
  const model = input.models[route]
  const price = input.price(route, model)
  return price ? [{ route, model, estimateMicroUsd: price.microUsd }] : []
}
