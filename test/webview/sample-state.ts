/** The whole state: with something in every part, and with nothing yet. */
import type { PanelState } from '../../webview/protocol.ts'
import { answer, rows } from './sample-answer.ts'
import { ruleFor, rules } from './sample-rules.ts'
import { comparisons, usage } from './sample-usage.ts'

export const full: PanelState = {
  answer,
  trouble: null,
  decisions: { rows, hasOlder: true },
  usage,
  routing: {
    rules,
    whatIf: {
      text: 'Where is the retry limit set?',
      label: 'search',
      p: 0.97,
      labels: ['search'],
      route: 'search',
      reason: 'It asks where something is: the passages are the answer.',
      fix: null,
      ruleId: ruleFor('asks-where'),
      model: null,
      estimateMicroUsd: 0,
      alternatives: [{ route: 'rag', model: 'gpt-6-sol', estimateMicroUsd: 14_100 }],
      ms: 3.4,
    },
  },
  compare: { comparisons, agreed: 30, total: 41, votes: { local: 4, same: 12, api: 3 }, apiMicroUsd: 4212 },
}

export const empty: PanelState = {
  answer: null,
  trouble: null,
  decisions: { rows: [], hasOlder: false },
  usage: {
    ...usage,
    gauges: usage.gauges.map((gauge) => ({ ...gauge, used: 0 })),
    asks: 0,
    costMicroUsd: 0,
    flagshipMicroUsd: 0,
    saved: { local: 0, cache: 0, cheaper: 0 },
    routes: [],
    components: [],
    series: { bucket: 'day', at: [], spentMicroUsd: [], savedMicroUsd: [] },
    completions: { shown: 0, accepted: 0, charactersAccepted: 0, stages: [] },
  },
  routing: { rules: [], whatIf: null },
  compare: { comparisons: [], agreed: 0, total: 0, votes: { local: 0, same: 0, api: 0 }, apiMicroUsd: 0 },
}
