/** How well asks were decided, grounded and paid for: what `eval asks` prints. Shares are from 0 to 1. */
import { overlaps } from '../asks/sources.ts'
import { percentile } from '../money/summary.ts'
import { routes } from '../types.ts'
import type { AskRefusedReason, Label, LineRange, Route } from '../types.ts'
import { rightLabels } from './ask-tasks.ts'
import type { AskTask } from './ask-tasks.ts'

/** What came of a task. */
export interface Observed {
  /** Null: the ask ended in an open choice that did not offer a right label. */
  readonly route: Route | null
  readonly reason: string
  /** Null: nothing was labelled, for the text was empty or too long. */
  readonly label: Label | null
  /** A choice was offered, and taken. */
  readonly asked: boolean
  readonly refused: AskRefusedReason | null
  /** Id of the command offered; `setting:NAME` for a setting. */
  readonly command: string | null
  readonly sources: readonly LineRange[]
  /** Milliseconds. */
  readonly ms: number
  readonly costMicroUsd: number
  /** Model that was asked. */
  readonly model: string | null
  /** What was wrong; null where it ended as it should. */
  readonly failure: string | null
}

export interface Opponent {
  readonly costMicroUsd: number
  readonly sources: readonly LineRange[]
}

export interface Judged {
  readonly task: AskTask
  readonly observed: Observed
  readonly opponent: Opponent
}

export interface Count {
  readonly right: number
  readonly of: number
}

export interface RouteRow {
  readonly route: Route
  readonly tasks: number
  readonly right: number
  readonly averageMicroUsd: number
  readonly p50Ms: number
  readonly p99Ms: number
}

export interface AskMetrics {
  readonly routes: Count
  readonly labels: Count
  /** Decided by the person, from a choice of two or three. */
  readonly asked: number
  readonly commands: Count
  /** Ranges found among the sources. */
  readonly citations: Count
  readonly opponentCitations: Count
  /** Of those that had to be refused: refused, and for that reason. */
  readonly refusals: Count
  readonly wronglyRefused: number
  readonly failures: number
  /** Answered without the flagship, of those that are to be answered. */
  readonly local: Count
  readonly costMicroUsd: number
  readonly averageMicroUsd: number
  /** Of the tasks that are to be answered: what must be refused, the opponent could not send either. */
  readonly opponentMicroUsd: number
  readonly saved: number
  readonly byRoute: readonly RouteRow[]
  /** Rows: what it is; columns: what was decided; in the order of `routes`, the last column an open choice. */
  readonly confusion: readonly (readonly number[])[]
}

export function isRouteRight({ task, observed }: Judged): boolean {
  return observed.route === task.route && (task.refuse === undefined || observed.refused === task.refuse)
}

export function isLabelRight({ task, observed }: Judged): boolean {
  return observed.label !== null && rightLabels(task).includes(observed.label)
}

export function missing({ cite }: AskTask, sources: readonly LineRange[]): readonly LineRange[] {
  return cite.filter((range) => !sources.some((source) => overlaps(source, range)))
}

const count = <Item>(items: readonly Item[], isRight: (item: Item) => boolean): Count => ({
  right: items.filter(isRight).length,
  of: items.length,
})

const sum = (numbers: readonly number[]): number => numbers.reduce((all, number) => all + number, 0)

function citations(judged: readonly Judged[], sources: (one: Judged) => readonly LineRange[]): Count {
  const of = sum(judged.map(({ task }) => task.cite.length))
  return { right: of - sum(judged.map((one) => missing(one.task, sources(one)).length)), of }
}

export function askMetrics(judged: readonly Judged[]): AskMetrics {
  const answerable = judged.filter(({ task }) => task.refuse === undefined)
  const cost = sum(answerable.map(({ observed }) => observed.costMicroUsd))
  const opponent = sum(answerable.map((one) => one.opponent.costMicroUsd))
  const total = sum(judged.map(({ observed }) => observed.costMicroUsd))
  return {
    routes: count(judged, isRouteRight),
    labels: count(
      judged.filter(({ observed }) => observed.label !== null),
      isLabelRight,
    ),
    asked: judged.filter(({ observed }) => observed.asked).length,
    commands: count(
      judged.filter(({ task }) => task.command !== undefined),
      ({ task, observed }) => observed.command !== null && task.command!.includes(observed.command),
    ),
    citations: citations(judged, ({ observed }) => observed.sources),
    opponentCitations: citations(judged, (one) => one.opponent.sources),
    refusals: count(
      judged.filter(({ task }) => task.refuse !== undefined),
      isRouteRight,
    ),
    wronglyRefused: answerable.filter(({ observed }) => observed.refused !== null).length,
    failures: judged.filter(({ observed }) => observed.failure !== null).length,
    local: count(answerable, ({ observed }) => observed.model === null && observed.refused === null),
    costMicroUsd: total,
    averageMicroUsd: judged.length === 0 ? 0 : total / judged.length,
    opponentMicroUsd: opponent,
    saved: opponent === 0 ? 0 : 1 - cost / opponent,
    byRoute: routes.map((route) => routeRow(route, judged)).filter(({ tasks }) => tasks > 0),
    confusion: routes.map((row) =>
      [...routes, null].map(
        (column) => judged.filter(({ task, observed }) => task.route === row && observed.route === column).length,
      ),
    ),
  }
}

/** Of what took the route, right or wrong. */
function routeRow(route: Route, judged: readonly Judged[]): RouteRow {
  const rows = judged.filter(({ observed }) => observed.route === route)
  const ms = rows.map(({ observed }) => observed.ms)
  return {
    ...{ route, tasks: rows.length, right: rows.filter(isRouteRight).length },
    averageMicroUsd: rows.length === 0 ? 0 : sum(rows.map(({ observed }) => observed.costMicroUsd)) / rows.length,
    ...{ p50Ms: percentile(ms, 0.5) ?? 0, p99Ms: percentile(ms, 0.99) ?? 0 },
  }
}
