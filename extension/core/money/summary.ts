/** Totals over entries of the ledger: what the panel draws and `shortline ledger` prints. */
import type { Route } from '../types.ts'
import { components } from './entries.ts'
import type { Component, ComponentRow, Entry } from './entries.ts'
import { monthOf } from './periods.ts'

export interface Total {
  readonly asks: number
  readonly costMicroUsd: number
  /** What the same asks would have cost with the flagship for each. */
  readonly flagshipMicroUsd: number
  /** Flagship's cost less what was paid; negative where more was paid. */
  readonly savedMicroUsd: number
}

export interface PeriodTotal extends Total {
  /** `YYYY-MM-DD` or `YYYY-MM`. */
  readonly period: string
}

export interface RouteTotal extends Total {
  readonly route: Route
  /** 0 to 1, of all asks. */
  readonly share: number
  readonly averageMicroUsd: number
  /** Milliseconds; of the answered asks, null without any. */
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly firstTokenP50Ms: number | null
  readonly firstTokenP99Ms: number | null
}

export interface ComponentTotal {
  readonly component: Component
  readonly tokens: number
  readonly costMicroUsd: number
  /** Over all asks, those without the component included: the parts add up to the average ask. */
  readonly averageMicroUsd: number
  readonly p50Ms: number | null
  readonly p99Ms: number | null
}

export interface Summary extends Total {
  readonly averageMicroUsd: number
  /** Answered asks that sent nothing, of all answered ones; 0 to 1, null without any. */
  readonly localShare: number | null
  readonly byDay: readonly PeriodTotal[]
  readonly byMonth: readonly PeriodTotal[]
  readonly byRoute: readonly RouteTotal[]
  readonly byComponent: readonly ComponentTotal[]
}

/** Nearest rank, so that it is a value that was measured; null without values. */
export function percentile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!
}

function total(entries: readonly Entry[]): Total {
  const sum = (pick: (entry: Entry) => number): number => entries.reduce((all, entry) => all + pick(entry), 0)
  const costMicroUsd = sum((entry) => entry.costMicroUsd)
  const flagshipMicroUsd = sum((entry) => entry.flagshipMicroUsd)
  return { asks: entries.length, costMicroUsd, flagshipMicroUsd, savedMicroUsd: flagshipMicroUsd - costMicroUsd }
}

const average = (sum: number, count: number): number => (count === 0 ? 0 : sum / count)

function grouped<Key extends string>(entries: readonly Entry[], key: (entry: Entry) => Key): [Key, readonly Entry[]][] {
  const groups = Map.groupBy(entries, key)
  return [...groups].sort(([a], [b]) => a.localeCompare(b))
}

const isPresent = (value: number | null): value is number => value !== null

function routeTotal(route: Route, entries: readonly Entry[], all: number): RouteTotal {
  const done = entries.filter(({ state }) => state === 'done')
  const ms = done.map((entry) => entry.ms)
  const firstToken = done.map(({ firstTokenMs }) => firstTokenMs).filter(isPresent)
  const sums = total(entries)
  return {
    route,
    ...sums,
    share: average(entries.length, all),
    averageMicroUsd: average(sums.costMicroUsd, entries.length),
    p50Ms: percentile(ms, 0.5),
    p99Ms: percentile(ms, 0.99),
    firstTokenP50Ms: percentile(firstToken, 0.5),
    firstTokenP99Ms: percentile(firstToken, 0.99),
  }
}

function componentTotal(component: Component, rows: readonly ComponentRow[], asks: number): ComponentTotal {
  const costMicroUsd = rows.reduce((sum, row) => sum + row.costMicroUsd, 0)
  const ms = rows.map((row) => row.ms).filter(isPresent)
  return {
    component,
    tokens: rows.reduce((sum, { tokens }) => sum + tokens, 0),
    costMicroUsd,
    averageMicroUsd: average(costMicroUsd, asks),
    p50Ms: percentile(ms, 0.5),
    p99Ms: percentile(ms, 0.99),
  }
}

export function summarise(entries: readonly Entry[]): Summary {
  const sums = total(entries)
  const done = entries.filter(({ state }) => state === 'done')
  const rows = Map.groupBy(
    entries.flatMap((entry) => entry.components),
    ({ component }) => component,
  )
  return {
    ...sums,
    averageMicroUsd: average(sums.costMicroUsd, entries.length),
    localShare: done.length === 0 ? null : done.filter(({ model }) => model === null).length / done.length,
    byDay: grouped(entries, ({ day }) => day).map(([period, some]) => ({ period, ...total(some) })),
    byMonth: grouped(entries, ({ day }) => monthOf(day)).map(([period, some]) => ({ period, ...total(some) })),
    byRoute: grouped(entries, ({ route }) => route).map(([route, some]) => routeTotal(route, some, entries.length)),
    byComponent: components
      .map((component) => componentTotal(component, rows.get(component) ?? [], entries.length))
      .filter(({ tokens, costMicroUsd, p50Ms }) => tokens > 0 || costMicroUsd > 0 || p50Ms !== null),
  }
}
