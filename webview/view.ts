/** The whole panel as nodes: tabs, and the view of the one that is chosen. Pure. */
import { t } from '@vscode/l10n'
import type { Format } from './format.ts'
import type { PanelState, Tab } from './protocol.ts'
import { answerView, announcement } from './views/answer.ts'
import { compareView } from './views/compare.ts'
import { decisionCard } from './views/decision.ts'
import { decisionList } from './views/decisions.ts'
import { routingView } from './views/routing.ts'
import { usageView } from './views/usage.ts'
import { h, type Element, type Node } from './vnode.ts'

/** What the panel itself remembers. */
export interface Ui {
  readonly tab: Tab
  /** Row of the list that is open. */
  readonly selected: string | null
}

export interface Shown {
  readonly state: PanelState
  readonly ui: Ui
  /** The answer's text. */
  readonly body: readonly Node[]
  /** Characters of it that are not shown until someone wants to see them. */
  readonly folded: number
  readonly now: number
  readonly format: Format
}

export const tabNames = (): readonly (readonly [Tab, string])[] => [
  ['answer', t('Answer')],
  ['usage', t('Usage')],
  ['routing', t('Routing')],
  ['compare', t('Compare')],
]

export function view(shown: Shown): Node[] {
  const { ui, state, format } = shown
  return [
    h('div.hidden', { key: 'announcement', role: 'status', 'aria-live': 'polite' }, announcement(state.answer, format)),
    tabList(ui.tab),
    h(
      'div.view',
      {
        key: ui.tab,
        id: 'view',
        role: 'tabpanel',
        'aria-labelledby': `tab-${ui.tab}`,
        tabindex: '0',
        'data-view': ui.tab,
      },
      chosen(shown),
    ),
  ]
}

function tabList(current: Tab): Element {
  return h(
    'div.tabs',
    { key: 'tabs', role: 'tablist', 'aria-label': 'Shortline', 'data-arrows': 'horizontal' },
    tabNames().map(([tab, name]) =>
      h(
        'button.tab',
        {
          key: tab,
          type: 'button',
          role: 'tab',
          id: `tab-${tab}`,
          'aria-selected': String(tab === current),
          'aria-controls': 'view',
          tabindex: tab === current ? '0' : '-1',
          action: { type: 'tab', tab },
        },
        name,
      ),
    ),
  )
}

/** The same section of the state gives the same nodes, and the page leaves those alone. */
function chosen({ state, ui, body, folded, now, format }: Shown): readonly Node[] {
  const { answer, trouble, decisions, usage, routing, compare } = state
  switch (ui.tab) {
    case 'answer': {
      const decision = answer?.decision ?? null
      return [
        answerView(answer, body, folded, format),
        ...(decision ? kept('decision', [decision], () => [decisionCard(decision, format)]) : []),
        // The minute of `now` is all that a list shows of it.
        ...kept('recent', [decisions, trouble, ui.selected, Math.floor(now / 60_000)], () => [
          decisionList(decisions, trouble, ui.selected, now, format),
        ]),
      ]
    }
    case 'usage':
      return kept('usage', [usage, trouble], () => usageView(usage, trouble, format))
    case 'routing':
      return kept('routing', [routing], () => routingView(routing, format))
    case 'compare':
      return kept('compare', [compare], () => compareView(compare, now, format))
  }
}

const last = new Map<string, { readonly from: readonly unknown[]; readonly nodes: readonly Node[] }>()

function kept(name: string, from: readonly unknown[], make: () => readonly Node[]): readonly Node[] {
  const before = last.get(name)
  if (before && before.from.every((part, index) => part === from[index])) return before.nodes
  const nodes = make()
  last.set(name, { from, nodes })
  return nodes
}
