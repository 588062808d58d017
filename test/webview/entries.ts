/** Entries of a ledger as months of use leave them: the same every time. */
import type { ComponentRow, EntryEnd, EntryStart } from '../../extension/core/money/entries.ts'
import type { Label, Route } from '../../extension/core/types.ts'

const kinds: readonly [route: Route, label: Label, model: string | null, microUsd: number, ms: number][] = [
  ['search', 'search', null, 0, 24],
  ['rag', 'explain', 'gpt-6-sol', 14_000, 3100],
  ['command', 'editor', null, 0, 6],
  ['code', 'edit', 'gpt-6-sol', 22_000, 2400],
  ['cached', 'explain', null, 0, 8],
  ['direct', 'general', 'gpt-6-luna', 900, 1800],
]

export interface Written {
  readonly start: EntryStart
  readonly end: EntryEnd
  readonly components: readonly ComponentRow[]
}

/** The entry of this number. Every tenth was cancelled, every eleventh failed; both may have cost something. */
export function entryNumber(n: number): Written {
  const [route, label, model, microUsd, ms] = kinds[n % kinds.length]!
  const share = 0.5 + ((n * 37) % 100) / 100
  const row = (
    component: ComponentRow['component'],
    tokens: number,
    cost: number,
    time: number | null,
  ): ComponentRow => ({
    call: model ? 1 : 0,
    component,
    tokens,
    costMicroUsd: Math.round(cost * share),
    ms: time,
  })
  return {
    start: {
      id: `entry-${n}`,
      kind: 'ask',
      route,
      reason: 'needs-the-code',
      label,
      p: 0.9,
      mode: 'auto',
      model,
      prompt: model && `${route}@1`,
      priceRow: model,
    },
    end: {
      state: n % 11 === 0 ? 'failed' : n % 10 === 0 ? 'cancelled' : 'done',
      why: n % 11 === 0 ? 'network' : null,
      billedModel: model,
      attempts: model ? 1 : 0,
      firstTokenMs: model ? 400 : null,
      ms: Math.round(ms * share),
      flagshipMicroUsd: Math.round(18_000 * share),
    },
    components: [
      { call: 0, component: 'label', tokens: 0, costMicroUsd: 0, ms: 2 },
      ...(model ? [row('input', 2100, microUsd * 0.4, null), row('output', 380, microUsd * 0.6, ms)] : []),
    ],
  }
}
