/** The stream of decisions: asks from the ledger, completions folded into minutes. Pure. */
import { percentileOf } from '../core/completion-counts.ts'
import type { CompletionCounts } from '../core/completion-counts.ts'
import type { Entry } from '../core/money/entries.ts'
import type { CompletionMinute, Decisions } from '../../webview/protocol.ts'
import { decisionOfEntry } from './panel-answer.ts'
import type { Words } from './panel-answer.ts'

/** More are for the export. */
const most = 1000

/**
 * @param entries latest first
 * @param titles what was asked, by id
 * @param limit rows at most
 */
export function decisionsOf(
  entries: readonly Entry[],
  { minutes }: CompletionCounts,
  titles: ReadonlyMap<string, string>,
  limit: number,
  words: Words,
): Decisions {
  const wanted = Math.min(limit, most)
  const asks = entries.slice(0, wanted + 1).map((entry) => decisionOfEntry(entry, titles.get(entry.id) ?? null, words))
  const completions = minutes
    .slice(-(wanted + 1))
    .filter(({ shown, accepted }) => shown + accepted > 0)
    .map((minute): CompletionMinute => {
      const { at, shown, accepted, characters, hidden, latencies } = minute
      const p50 = percentileOf(latencies, 0.5)
      return { kind: 'completions', id: `completions-${at}`, at, shown, accepted, characters, hidden, p50 }
    })
  const rows = [...asks, ...completions].sort((a, b) => b.at - a.at)
  return { rows: rows.slice(0, wanted), hasOlder: rows.length > wanted && wanted < most }
}
