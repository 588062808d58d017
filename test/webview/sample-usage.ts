/** A month of numbers, and two comparisons, as they could be. */
import type { Comparison, Usage } from '../../webview/protocol.ts'
import { minute, now } from './sample-answer.ts'

const days = Array.from({ length: 30 }, (_, index) => now - (29 - index) * 24 * 60 * minute)

export const usage: Usage = {
  range: 'month',
  gauges: [
    { name: 'day', used: 412_380, cap: 2_000_000, unit: 'microUsd' },
    { name: 'month', used: 6_120_400, cap: null, unit: 'microUsd' },
    { name: 'hour', used: 28, cap: 30, unit: 'queries' },
    { name: 'query', used: 6200, cap: 16_000, unit: 'tokens' },
  ],
  asks: 412,
  costMicroUsd: 6_120_400,
  flagshipMicroUsd: 18_540_000,
  saved: { local: 8_120_000, cache: 1_299_600, cheaper: 3_000_000 },
  routes: [
    { route: 'search', count: 148, p50: 22, p99: 58, costMicroUsd: 0 },
    { route: 'rag', count: 104, p50: 3120, p99: 9400, costMicroUsd: 3_720_400 },
    { route: 'command', count: 61, p50: 6, p99: 12, costMicroUsd: 0 },
    { route: 'code', count: 48, p50: 2410, p99: 8020, costMicroUsd: 1_310_000 },
    { route: 'cached', count: 31, p50: 8, p99: 14, costMicroUsd: 0 },
    { route: 'direct', count: 14, p50: 1800, p99: 4100, costMicroUsd: 90_000 },
    { route: 'plan', count: 6, p50: 9100, p99: 12_400, costMicroUsd: 1_000_000 },
  ],
  components: [
    { name: 'input', tokens: 1_204_112, ms: null, costMicroUsd: 2_408_224 },
    { name: 'cached input', tokens: 612_040, ms: null, costMicroUsd: 122_408 },
    { name: 'output', tokens: 358_976, ms: null, costMicroUsd: 3_589_768 },
  ],
  series: {
    bucket: 'day',
    at: days,
    spentMicroUsd: days.map((_, index) =>
      Math.round(204_000 * (0.6 + 0.5 * Math.sin(index * 1.7)) * (index % 7 > 4 ? 0.1 : 1)),
    ),
    savedMicroUsd: days.map((_, index) =>
      Math.round(414_000 * (0.7 + 0.4 * Math.cos(index * 1.3)) * (index % 7 > 4 ? 0.15 : 1)),
    ),
  },
  completions: {
    shown: 4120,
    accepted: 1311,
    charactersAccepted: 48_204,
    stages: [
      { stage: 'model', limits: [2, 5, 10, 20, 50, 100], counts: [0, 120, 940, 610, 82, 9, 1], p50: 9.1, p99: 44 },
      { stage: 'copy', limits: [2, 5, 10, 20, 50, 100], counts: [80, 610, 320, 88, 12, 0, 0], p50: 4.2, p99: 21 },
      { stage: 'cache', limits: [2, 5, 10, 20, 50, 100], counts: [1248, 0, 0, 0, 0, 0, 0], p50: 0.2, p99: 0.9 },
    ],
  },
}

export const comparisons: Comparison[] = [
  {
    id: 'comparison-1',
    at: now - 2 * minute,
    kind: 'completion',
    question: 'src/shop/basket.ts:64',
    before: 'return lin',
    local: {
      text: 'es.reduce((sum, line) => sum + line.amount, 0)',
      model: null,
      ms: 7.2,
      tokens: 17,
      costMicroUsd: 0,
      message: null,
    },
    api: {
      text: 'es.reduce((total, line) => total + line.amount, 0)',
      model: 'gpt-6-luna',
      ms: 640,
      tokens: 18,
      costMicroUsd: 92,
      message: null,
    },
    vote: 'same',
  },
  {
    id: 'comparison-2',
    at: now - 22 * minute,
    kind: 'ask',
    question: 'Where is the retry limit set?',
    local: {
      text: 'src/net/client.ts:14\nsrc/net/retry.ts:3',
      model: null,
      ms: 24,
      tokens: 0,
      costMicroUsd: 0,
      message: null,
    },
    api: {
      text: '',
      model: 'gpt-6-sol',
      ms: 380,
      tokens: 0,
      costMicroUsd: 0,
      message: 'The server asked to slow down (429). Try again in 20 s.',
    },
    vote: null,
  },
]
