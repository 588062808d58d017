/** Each state that the panel can be in. */
import type { PanelState, WhatIf } from '../../webview/protocol.ts'
import { answer, answerText, asks, decision } from './sample-answer.ts'
import { ruleFor } from './sample-rules.ts'
import { empty, full } from './sample-state.ts'
import { comparisons, usage } from './sample-usage.ts'

const running = { costMicroUsd: null, ms: null, outcome: 'running', components: [], modelAnswered: null } as const

export interface Situation {
  readonly state: PanelState
  readonly tab: 'answer' | 'usage' | 'routing' | 'compare'
  /** The answer's. */
  readonly text?: string
  /** Id of the row that is open. */
  readonly selected?: string
}

const ledgerTrouble =
  'The ledger /home/me/.config/Code/User/globalStorage/shortline.shortline/store.db is damaged (file is not a database). Move it away to begin a new one; nothing is sent until then.'
const refusedRow = asks.find(({ outcome }) => outcome === 'refused')!

export const states: Readonly<Record<string, Situation>> = {
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
        choices: [
          { label: 'explain', title: 'Explain code' },
          { label: 'docs', title: 'Write documentation' },
          { label: 'fix', title: 'Fix a problem' },
        ],
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
  folded: { state: full, tab: 'answer', text: answerText + 'all work and no play '.repeat(5e6 / 21) },
  'left-out': {
    state: {
      ...full,
      answer: { ...answer, leftOut: [...answer.leftOut, { path: 'vendor/rates.ts', why: 'excluded-path' }] },
    },
    tab: 'answer',
    text: answerText.slice(0, 200),
  },
  'row-open': { state: full, tab: 'answer', text: 'Short.', selected: asks[0]!.id },
  'row-refused': { state: full, tab: 'answer', text: 'Short.', selected: refusedRow.id },
  'ledger-trouble': {
    state: { ...empty, trouble: ledgerTrouble, usage: null, decisions: { rows: [], hasOlder: false } },
    tab: 'answer',
  },
  'ledger-trouble-usage': { state: { ...empty, trouble: ledgerTrouble, usage: null }, tab: 'usage' },
  'what-if-refused': {
    state: {
      ...full,
      routing: {
        ...full.routing,
        whatIf: {
          ...(full.routing.whatIf as WhatIf),
          text: 'Rewrite the pricing module',
          route: 'refuse',
          reason: 'At worst this costs more than what is left for today; wait until tomorrow, or raise the cap.',
          fix: 'Open Setting',
          ruleId: ruleFor('changes-code'),
        },
      },
    },
    tab: 'routing',
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
