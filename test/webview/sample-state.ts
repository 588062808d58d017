/** The whole state: with something in every part, and with nothing yet. */
import type { PanelState } from '../../webview/protocol.ts'
import { answer, rows } from './sample-answer.ts'
import { comparisons, usage } from './sample-usage.ts'

export const full: PanelState = {
  answer,
  trouble: null,
  decisions: { rows, hasOlder: true },
  usage,
  routing: {
    rules: [
      {
        id: 'local-only',
        when: 'Local mode, and the answer is not in the workspace',
        route: 'refuse',
        reason: 'Local mode sends nothing.',
        typicalMs: 3,
        typicalMicroUsd: 0,
      },
      {
        id: 'command',
        when: 'Names something that VS Code does',
        route: 'command',
        reason: 'VS Code does this itself.',
        typicalMs: 6,
        typicalMicroUsd: 0,
      },
      {
        id: 'where',
        when: 'Asks where, one label, at least 3 good passages',
        route: 'search',
        reason: 'The answer is a place.',
        typicalMs: 22,
        typicalMicroUsd: 0,
      },
      {
        id: 'change',
        when: 'Changes or writes code at a selection',
        route: 'code',
        reason: 'It changes this file.',
        typicalMs: 2410,
        typicalMicroUsd: 27_291,
      },
      {
        id: 'workspace',
        when: 'About this workspace',
        route: 'rag',
        reason: 'It needs the code.',
        typicalMs: 3120,
        typicalMicroUsd: 35_773,
      },
      {
        id: 'open',
        when: 'Anything else',
        route: 'direct',
        reason: 'It needs no code.',
        typicalMs: null,
        typicalMicroUsd: null,
      },
    ],
    whatIf: {
      text: 'Where is the retry limit set?',
      label: 'search',
      p: 0.97,
      labels: ['search'],
      route: 'search',
      reason: 'It asks where something is: the passages are the answer.',
      fix: null,
      ruleId: 'where',
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
