/** Each state that the panel can be in. */
import type { PanelState } from '../../webview/protocol.ts'
import { answer, answerText, decision, rows } from './sample-answer.ts'
import { comparisons, usage } from './sample-usage.ts'

export const full: PanelState = {
  answer,
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

const running = { costMicroUsd: null, ms: null, outcome: 'running', components: [], modelAnswered: null } as const

/** Each state that the panel can be in, by name, with the answer's text where it has one. */
export const states: Readonly<
  Record<string, { readonly state: PanelState; readonly tab: string; readonly text?: string }>
> = {
  done: { state: full, tab: 'answer', text: answerText },
  streaming: {
    state: {
      ...full,
      answer: { ...answer, phase: 'answering', decision: { ...decision, ...running, firstTokenMs: 412 } },
    },
    tab: 'answer',
    text: answerText.slice(0, 420),
  },
  waiting: {
    state: {
      ...full,
      answer: { ...answer, phase: 'answering', length: 0, decision: { ...decision, ...running, firstTokenMs: null } },
    },
    tab: 'answer',
  },
  plan: {
    state: {
      ...full,
      answer: {
        ...answer,
        phase: 'answering',
        steps: [
          { number: 1, of: 4, title: 'Find where amounts are parsed' },
          { number: 2, of: 4, title: 'List the edge cases' },
        ],
        sources: [],
        leftOut: [],
        length: 10,
        decision: { ...decision, ...running, route: 'plan', reason: 'It asks for two things, one after the other.' },
      },
    },
    tab: 'answer',
    text: 'Looking at `parseAmount` first.',
  },
  choice: {
    state: {
      ...full,
      answer: {
        ...answer,
        question: 'this function',
        phase: 'empty',
        choices: ['explain', 'docs', 'fix'],
        sources: [],
        leftOut: [],
        length: 0,
        decision: null,
      },
    },
    tab: 'answer',
  },
  refused: {
    state: {
      ...full,
      answer: {
        ...answer,
        phase: 'refused',
        message:
          'This ask could cost up to $0.0143, and $1.99 of today’s cap of $2.00 are spent. Raise the cap or ask again tomorrow.',
        fix: 'Open Setting',
        sources: [],
        leftOut: [],
        length: 0,
        decision: {
          ...decision,
          route: 'refuse',
          costMicroUsd: 0,
          components: [],
          modelAnswered: null,
          outcome: 'refused',
          firstTokenMs: null,
          ms: 21,
          reason: 'The cap for a day would be passed.',
        },
      },
      usage: {
        ...usage,
        gauges: [
          { name: 'day', used: 1_990_000, cap: 2_000_000, unit: 'microUsd' },
          { name: 'hour', used: 30, cap: 30, unit: 'queries' },
        ],
      },
    },
    tab: 'answer',
  },
  failed: {
    state: {
      ...full,
      answer: {
        ...answer,
        phase: 'failed',
        message:
          'The server closed the connection in the middle of the answer. What arrived is shown, and counted with an estimate.',
        fix: 'Show Log',
        decision: { ...decision, outcome: 'failed', estimated: true, modelAnswered: 'gpt-6-luna' },
      },
    },
    tab: 'answer',
    text: answerText.slice(0, 200),
  },
  command: {
    state: {
      ...full,
      answer: {
        ...answer,
        question: 'turn on word wrap',
        phase: 'done',
        command: { id: 'editor.action.toggleWordWrap', title: 'View: Toggle Word Wrap' },
        sources: [],
        leftOut: [],
        length: 0,
        place: null,
        decision: {
          ...decision,
          route: 'command',
          reason: 'VS Code does this itself.',
          costMicroUsd: 0,
          components: [],
          modelAsked: null,
          modelAnswered: null,
          firstTokenMs: null,
          ms: 6,
        },
      },
    },
    tab: 'answer',
  },
  edit: {
    state: {
      ...full,
      answer: {
        ...answer,
        question: 'null check pls',
        edits: [{ path: 'src/shop/basket.ts', startLine: 41, endLine: 44, text: 'a\nb\nc\nd\ne\nf' }],
        sources: [],
        leftOut: [],
      },
    },
    tab: 'answer',
    text: 'The guard returns early, so nothing below needs it.',
  },
  usage: { state: full, tab: 'usage' },
  caps: {
    state: {
      ...full,
      usage: {
        ...usage,
        gauges: [
          { name: 'day', used: 1_990_000, cap: 2_000_000, unit: 'microUsd' },
          { name: 'hour', used: 30, cap: 30, unit: 'queries' },
        ],
      },
    },
    tab: 'usage',
  },
  routing: { state: full, tab: 'routing' },
  compare: { state: full, tab: 'compare' },
  'compare-running': {
    state: {
      ...full,
      compare: { ...empty.compare, comparisons: [{ ...comparisons[0]!, id: 'runs', api: null, vote: null }] },
    },
    tab: 'compare',
  },
  'empty-answer': { state: empty, tab: 'answer' },
  'empty-usage': { state: empty, tab: 'usage' },
  'empty-routing': { state: empty, tab: 'routing' },
  'empty-compare': { state: empty, tab: 'compare' },
}
