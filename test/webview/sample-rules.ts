/** The router's own rules, with what a ledger would say of their routes. */
import type { Entry } from '../../extension/core/money/entries.ts'
import { inEnglish } from '../../extension/core/phrase.ts'
import { matrix } from '../../extension/core/routing/matrix.ts'
import { describeRouting, labelTitles } from '../../extension/core/routing/reasons.ts'
import type { RoutingReason } from '../../extension/core/routing/reasons.ts'
import type { Label, Mode } from '../../extension/core/types.ts'
import { ruleId, rulesOf } from '../../extension/editor/panel-rules.ts'
import type { Rule } from '../../webview/protocol.ts'

const measured: Readonly<Record<string, readonly [ms: number, microUsd: number]>> = {
  command: [6, 0],
  cached: [9, 0],
  search: [22, 0],
  code: [2410, 6120],
  rag: [3120, 8330],
  direct: [1830, 842],
}
const entries = Object.entries(measured).map(
  ([route, [ms, costMicroUsd]]) => ({ kind: 'ask', state: 'done', route, ms, costMicroUsd }) as Entry,
)
const modes: Readonly<Record<Mode, string>> = { auto: 'Auto', local: 'Local', api: 'API', compare: 'Compare' }

export const rules: readonly Rule[] = rulesOf(entries, {
  say: inEnglish,
  reason: describeRouting,
  label: (id) => labelTitles[id as Label],
  mode: (id) => modes[id],
})

/** The rule that is there for this reason. */
export const ruleFor = (wanted: RoutingReason): string => ruleId(matrix.findIndex(({ reason }) => reason === wanted))
