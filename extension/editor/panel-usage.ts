/** The numbers of the panel, from entries of the ledger and counts of completions. Pure. */
import { latencyLimits, percentileOf } from '../core/completion-counts.ts'
import type { CompletionCounts } from '../core/completion-counts.ts'
import type { Caps, Use } from '../core/money/caps.ts'
import type { Entry } from '../core/money/entries.ts'
import { dayOf, monthOf } from '../core/money/periods.ts'
import { summarise } from '../core/money/summary.ts'
import { isPaid } from '../core/routing/matrix.ts'
import type { Source } from '../core/types.ts'
import type { CompletionUsage, Gauge, Histogram, Range, Usage } from '../../webview/protocol.ts'
import { lastResult } from './last-result.ts'
import type { Words } from './panel-answer.ts'

export interface Numbers {
  /** All, latest first. */
  readonly entries: readonly Entry[]
  readonly counts: CompletionCounts
  /** Null when the ledger can't be read. */
  readonly use: Use | null
  readonly caps: Caps
  /** Entries and counts from before are left out; 0 leaves out none. */
  readonly since: number
}

const hourMs = 3_600_000

const quarterMs = 900_000

/**
 * Reads the numbers again and again. The totals over the ledger are made anew only when an entry or the range changed:
 * completions change with the typing, and a long ledger must not cost them anything.
 */
export function usageReader(words: Words): (numbers: Numbers, range: Range, now: number) => Usage {
  const totals = lastResult(totalsOf)
  const month = lastResult(monthsUse)
  return (numbers, range, now) => {
    const { entries, counts, since } = numbers
    const from = Math.max(beginOf(range, now), since)
    return {
      range,
      gauges: gaugesOf(numbers, month(entries, monthOf(dayOf(now)))),
      // Buckets of the chart begin at quarters of an hour, wherever one lives.
      ...totals(entries, from, range, now - (now % quarterMs), words),
      completions: completionsOf(counts, dayOf(from)),
    }
  }
}

type Totals = Omit<Usage, 'range' | 'gauges' | 'completions'>

function totalsOf(all: readonly Entry[], from: number, range: Range, now: number, words: Words): Totals {
  const entries = all.filter(({ at, state }) => at >= from && state !== 'open')
  const summary = summarise(entries)
  return {
    asks: summary.asks,
    costMicroUsd: summary.costMicroUsd,
    flagshipMicroUsd: summary.flagshipMicroUsd,
    saved: savedBy(entries),
    routes: summary.byRoute
      .map(({ route, asks, p50Ms, p99Ms, costMicroUsd }) => ({
        route,
        count: asks,
        p50: p50Ms ?? 0,
        p99: p99Ms ?? 0,
        costMicroUsd,
      }))
      .sort((a, b) => b.count - a.count),
    components: summary.byComponent.map(({ component, tokens, costMicroUsd, p50Ms }) => ({
      name: words.component(component),
      tokens: tokens === 0 ? null : tokens,
      ms: p50Ms,
      costMicroUsd,
    })),
    series: seriesOf(entries, range, now),
  }
}

/** Where a range begins: whole days, and whole hours of today. */
export function beginOf(range: Range, now: number): number {
  if (range === 'all') return 0
  const today = new Date(now)
  const back = { day: 0, week: 6, month: 29 }[range]
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() - back).getTime()
}

interface MonthsUse {
  readonly spent: number
  /** Tokens of the largest ask. */
  readonly largest: number
}

function monthsUse(entries: readonly Entry[], month: string): MonthsUse {
  const some = entries.filter(({ day }) => monthOf(day) === month)
  return {
    spent: some.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0),
    largest: some.reduce((most, entry) => Math.max(most, tokensOf(entry)), 0),
  }
}

function gaugesOf({ use, caps }: Numbers, { spent, largest }: MonthsUse): Gauge[] {
  const gauges: Gauge[] = []
  if (use) {
    gauges.push({ name: 'day', used: use.day.spent + use.day.reserved, cap: caps.microUsdPerDay, unit: 'microUsd' })
  }
  gauges.push({ name: 'month', used: spent, cap: null, unit: 'microUsd' })
  if (use) {
    gauges.push({ name: 'hour', used: use.hour.spent + use.hour.reserved, cap: caps.queriesPerHour, unit: 'queries' })
  }
  gauges.push({ name: 'query', used: largest, cap: caps.tokensPerQuery, unit: 'tokens' })
  return gauges
}

function tokensOf({ components }: Entry): number {
  return components.filter(({ call }) => call > 0).reduce((sum, { tokens }) => sum + tokens, 0)
}

function savedBy(entries: readonly Entry[]): Usage['saved'] {
  const saved = { local: 0, cache: 0, cheaper: 0 }
  for (const { route, flagshipMicroUsd, costMicroUsd } of entries) {
    const part = route === 'cached' ? 'cache' : isPaid(route) ? 'cheaper' : 'local'
    saved[part] += flagshipMicroUsd - costMicroUsd
  }
  return saved
}

function seriesOf(entries: readonly Entry[], range: Range, now: number): Usage['series'] {
  const first = entries.reduce((least, { at }) => Math.min(least, at), now)
  const bucket = range === 'day' ? 'hour' : range === 'all' && now - first > 62 * 24 * hourMs ? 'month' : 'day'
  const at = bucketsFrom(range === 'all' ? first : beginOf(range, now), now, bucket)
  const spentMicroUsd = at.map(() => 0)
  const savedMicroUsd = at.map(() => 0)
  for (const entry of entries) {
    const index = at.findLastIndex((begin) => begin <= entry.at)
    if (index < 0) continue
    spentMicroUsd[index]! += entry.costMicroUsd
    savedMicroUsd[index]! += entry.flagshipMicroUsd - entry.costMicroUsd
  }
  return { bucket, at, spentMicroUsd, savedMicroUsd }
}

/** Beginnings of all buckets up to now, by the calendar: a day may have 23 or 25 hours. */
function bucketsFrom(from: number, now: number, bucket: 'hour' | 'day' | 'month'): number[] {
  const first = new Date(from)
  const beginning = (index: number): number => {
    const [year, month, day] = [first.getFullYear(), first.getMonth(), first.getDate()] as const
    if (bucket === 'month') return new Date(year, month + index, 1).getTime()
    if (bucket === 'day') return new Date(year, month, day + index).getTime()
    return from + index * hourMs
  }
  const at: number[] = []
  for (let next = beginning(0); next <= now; next = beginning(at.length)) at.push(next)
  return at
}

const stages: readonly Source[] = ['model', 'copy', 'both', 'cache']

function completionsOf({ days }: CompletionCounts, from: string): CompletionUsage {
  const some = days.filter(({ day }) => day >= from)
  const sum = (pick: (day: (typeof some)[number]) => number): number => some.reduce((all, day) => all + pick(day), 0)
  return {
    shown: sum(({ shown }) => shown),
    accepted: sum(({ accepted }) => accepted),
    charactersAccepted: sum(({ characters }) => characters),
    stages: stages.flatMap((stage): Histogram[] => {
      const all = some.flatMap(({ latencies }) => (latencies[stage] ? [latencies[stage]] : []))
      if (all.length === 0) return []
      const counts = all[0]!.map((_, index) => all.reduce((total, each) => total + (each[index] ?? 0), 0))
      return [{ stage, limits: latencyLimits, counts, p50: percentileOf(counts, 0.5), p99: percentileOf(counts, 0.99) }]
    }),
  }
}
