/** An answer with its decision, and those before it, as they could be. */
import type { Answer, AskDecision, CompletionMinute, DecisionRow } from '../../webview/protocol.ts'

export const now = Date.UTC(2026, 10, 25, 14, 32)
export const minute = 60_000

export const decision: AskDecision = {
  kind: 'ask',
  id: 'ask-1',
  at: now,
  title: 'How does the basket decide which discount applies when two promotions overlap?',
  route: 'rag',
  reason: 'The question is about this workspace, and passages that answer it were found.',
  label: 'explain',
  p: 0.94,
  labels: ['explain', 'search'],
  alternatives: [
    { route: 'search', model: null, estimateMicroUsd: 0 },
    { route: 'direct', model: 'gpt-6-luna', estimateMicroUsd: 912 },
    { route: 'plan', model: 'gpt-6-sol', estimateMicroUsd: 61_400 },
  ],
  modelAsked: 'gpt-6-sol',
  modelAnswered: 'gpt-6-sol',
  components: [
    { name: 'label', tokens: null, ms: 2.1, costMicroUsd: 0 },
    { name: 'retrieve', tokens: null, ms: 18.4, costMicroUsd: 0 },
    { name: 'input', tokens: 2140, ms: null, costMicroUsd: 4280 },
    { name: 'cached input', tokens: 1024, ms: null, costMicroUsd: 205 },
    { name: 'output', tokens: 384, ms: 2810, costMicroUsd: 3840 },
  ],
  estimateMicroUsd: 14_328,
  costMicroUsd: 8325,
  estimated: false,
  firstTokenMs: 412,
  ms: 3222,
  outcome: 'done',
  outcomeReason: null,
  fix: null,
}

export const answerText = `The basket keeps **one** discount per line, the larger of the two [1]. Overlaps are resolved before tax:

1. \`collectPromotions\` gathers what is valid today [2].
2. \`bestOf\` compares the *absolute* amounts, not the percentages:

   \`\`\`ts
   function bestOf(line: Line, promotions: readonly Promotion[]): Promotion | undefined {
     return promotions.toSorted((a, b) => amount(line, b) - amount(line, a))[0]
   }
   \`\`\`

3. A manual discount always wins.

| case | result |
|---|---|
| 10 % and 5 € on 40 € | 5 € |
| 20 % and 5 € on 40 € | 8 € |

Stacking is not in the sources; see [the promotion rules](https://example.com/promotions) for what was planned.
`

export const answer: Answer = {
  id: 'ask-1',
  question: decision.title!,
  place: { path: 'src/shop/basket.ts', startLine: 41, endLine: 78 },
  mode: 'auto',
  otherMode: 'local',
  phase: 'done',
  message: null,
  fix: null,
  steps: [],
  choices: [],
  command: null,
  sources: [
    { number: 1, path: 'src/shop/basket.ts', startLine: 52, endLine: 71, score: 0.91 },
    { number: 2, path: 'src/shop/promotions/collect.ts', startLine: 8, endLine: 33, score: 0.77 },
  ],
  leftOut: [
    { path: '.env', why: 'secret-file' },
    { path: 'src/shop/legacy/discounts.js', why: 'weak' },
  ],
  edits: [],
  cachedAgeMs: null,
  length: answerText.length,
  decision,
}

const questions: [
  title: string | null,
  route: AskDecision['route'],
  cost: number,
  ms: number,
  outcome: AskDecision['outcome'],
][] = [
  ['Where is the retry limit set?', 'search', 0, 24, 'done'],
  ['turn on word wrap', 'command', 0, 6, 'done'],
  ['Write tests for parseAmount, and explain the edge cases', 'plan', 41_202, 9120, 'done'],
  ['Where is the retry limit set?', 'cached', 0, 9, 'done'],
  ['null check pls', 'code', 6120, 2410, 'done'],
  ['difference between interface and type', 'direct', 842, 1930, 'cancelled'],
  ['refactor everything', 'refuse', 0, 3, 'refused'],
  [null, 'rag', 11_408, 4012, 'failed'],
]

export const asks: AskDecision[] = questions.map(([title, route, cost, ms, outcome], index) => ({
  ...decision,
  id: `earlier-${index}`,
  at: now - (index * 7 + 3) * minute,
  title,
  route,
  costMicroUsd: cost,
  ms,
  outcome,
  fix: outcome === 'refused' ? 'Open Setting' : null,
  outcomeReason: outcome === 'refused' ? 'It would pass the cap for one day; raise it or wait until midnight.' : null,
}))

export const completionMinutes: CompletionMinute[] = [1, 2, 9].map((ago) => ({
  kind: 'completions',
  id: `completions-${ago}`,
  at: now - ago * minute,
  shown: 38 - ago,
  accepted: 12 - ago,
  characters: 410,
  hidden: 61,
  p50: 6.4,
}))

export const rows: DecisionRow[] = [decision, ...asks, ...completionMinutes].toSorted((a, b) => b.at - a.at)
