/**
 * Completions as numbers: counts a minute for the list of decisions, counts a day for the totals. Never a row for a
 * keystroke, and no text. Plain data, so that it can be kept over a restart.
 */
import { dayOf } from './money/periods.ts'
import type { Outcome, Source } from './types.ts'

/** Upper ends of the classes of the histogram, in milliseconds; one class more for what took longer. */
export const latencyLimits = [2, 5, 10, 20, 50, 100] as const

export interface MinuteCounts {
  /** Its beginning, in milliseconds since 1970. */
  readonly at: number
  /** A suggestion that is typed through counts once. */
  readonly shown: number
  readonly accepted: number
  /** UTF-16 units of what was accepted. */
  readonly characters: number
  /** Requests that ended without a suggestion. */
  readonly hidden: number
  /** Requests by class of latency, as in `DayCounts`. */
  readonly latencies: readonly number[]
}

export interface DayCounts {
  /** `YYYY-MM-DD` */
  readonly day: string
  readonly shown: number
  readonly accepted: number
  readonly characters: number
  /** By where the text came from: requests in each class of latency. */
  readonly latencies: Readonly<Partial<Record<Source, readonly number[]>>>
}

export interface CompletionCounts {
  /** Oldest first; the last hours of this window. */
  readonly minutes: readonly MinuteCounts[]
  /** Oldest first. */
  readonly days: readonly DayCounts[]
}

export const noCounts: CompletionCounts = { minutes: [], days: [] }

const minuteMs = 60_000
/** A working day in minutes, and about a year in days. */
const mostMinutes = 600
const mostDays = 400

/** The counts after one more request was answered. @param ms how long it took */
export function afterOutcome(counts: CompletionCounts, outcome: Outcome, ms: number, at: number): CompletionCounts {
  // What typing overtook or a setting forbids says nothing about completions.
  if (outcome.kind !== 'done' && outcome.kind !== 'empty') return counts
  const isNew = outcome.kind === 'done' && outcome.source !== 'cache'
  const shown = isNew ? 1 : 0
  const minute = lastMinute(counts, at)
  const day = lastDay(counts, at)
  return {
    minutes: withLast(counts.minutes, mostMinutes, ({ at }) => at === minute.at, {
      ...minute,
      shown: minute.shown + shown,
      hidden: minute.hidden + (outcome.kind === 'empty' ? 1 : 0),
      latencies: counted(minute.latencies, ms),
    }),
    days: withLast(counts.days, mostDays, (last) => last.day === day.day, {
      ...day,
      shown: day.shown + shown,
      latencies:
        outcome.kind === 'done'
          ? { ...day.latencies, [outcome.source]: counted(day.latencies[outcome.source], ms) }
          : day.latencies,
    }),
  }
}

/** The counts after a suggestion of this length was accepted. */
export function afterAccept(counts: CompletionCounts, characters: number, at: number): CompletionCounts {
  const minute = lastMinute(counts, at)
  const day = lastDay(counts, at)
  const more = <T extends MinuteCounts | DayCounts>(part: T): T => ({
    ...part,
    accepted: part.accepted + 1,
    characters: part.characters + characters,
  })
  return {
    minutes: withLast(counts.minutes, mostMinutes, ({ at }) => at === minute.at, more(minute)),
    days: withLast(counts.days, mostDays, (last) => last.day === day.day, more(day)),
  }
}

/** A percentile from classes: the upper end of the class that it falls into, so never better than it was. */
export function percentileOf(counts: readonly number[], share: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return 0
  let left = Math.ceil(total * share)
  for (const [index, count] of counts.entries()) {
    left -= count
    if (left <= 0) return latencyLimits[Math.min(index, latencyLimits.length - 1)]!
  }
  return 0
}

function counted(counts: readonly number[] = latencyLimits.map(() => 0).concat(0), ms: number): readonly number[] {
  const found = latencyLimits.findIndex((limit) => ms <= limit)
  const index = found < 0 ? latencyLimits.length : found
  return counts.with(index, counts[index]! + 1)
}

function lastMinute({ minutes }: CompletionCounts, at: number): MinuteCounts {
  const begin = at - (at % minuteMs)
  const last = minutes.at(-1)
  // A clock that jumped back does not open the past again.
  if (last && last.at >= begin) return last
  return { at: begin, shown: 0, accepted: 0, characters: 0, hidden: 0, latencies: counted(undefined, 0).map(() => 0) }
}

function lastDay({ days }: CompletionCounts, at: number): DayCounts {
  const day = dayOf(at)
  const last = days.at(-1)
  return last && last.day >= day ? last : { day, shown: 0, accepted: 0, characters: 0, latencies: {} }
}

function withLast<T>(all: readonly T[], most: number, isSame: (last: T) => boolean, next: T): readonly T[] {
  const last = all.at(-1)
  return last !== undefined && isSame(last) ? all.with(-1, next) : [...all.slice(-(most - 1)), next]
}
