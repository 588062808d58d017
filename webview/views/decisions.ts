/** The stream of what was decided lately; a row opens to its decision. */
import { t } from '@vscode/l10n'
import type { Format } from '../format.ts'
import { visible } from '../inert.ts'
import type { AskDecision, CompletionMinute, DecisionRow, Decisions } from '../protocol.ts'
import { h, type Element } from '../vnode.ts'
import { endingName, routeKind, routeName } from '../words.ts'
import { decisionBody } from './decision.ts'
import { button, ledgerTrouble, section } from './parts.ts'

/**
 * @param trouble why the ledger can't be read
 * @param selected id of the row that is open
 */
export function decisionList(
  { rows, hasOlder }: Decisions,
  trouble: string | null,
  selected: string | null,
  now: number,
  f: Format,
): Element {
  if (rows.length === 0) {
    if (trouble !== null) return section(t('Recent'), 'recent', ledgerTrouble(trouble))
    return section(
      t('Recent'),
      'recent',
      h('p.muted', {}, t('Every decision is listed here with its reason and its price.')),
    )
  }
  // One stop for the Tab key; arrow keys go from row to row.
  const stop = rows.some(({ id }) => id === selected) ? selected : rows[0]!.id
  return section(
    t('Recent'),
    'recent',
    trouble !== null && ledgerTrouble(trouble),
    h(
      'ul.rows',
      { 'data-arrows': 'vertical' },
      rows.map((row) => rowItem(row, row.id === selected, row.id === stop, now, f)),
    ),
    hasOlder && button(t('Show Older'), { type: 'older' }),
  )
}

const made = new WeakMap<DecisionRow, { readonly variant: string; readonly element: Element }>()

/** Rows do not change, so each is made once for each way in which it is shown. */
function rowItem(row: DecisionRow, open: boolean, stop: boolean, now: number, f: Format): Element {
  const moment = f.moment(row.at, now)
  const variant = `${open} ${stop} ${moment}`
  const before = made.get(row)
  if (before?.variant === variant) return before.element
  const head = row.kind === 'ask' ? askLine(row, f) : completionLine(row, f)
  const element = h(
    'li',
    { key: row.id },
    h(
      'button.row',
      {
        type: 'button',
        'aria-expanded': String(open),
        tabindex: stop ? '0' : '-1',
        'data-kind': row.kind === 'ask' ? routeKind(row.route) : 'completions',
        action: { type: 'select', id: row.id },
      },
      h('time', { title: f.exactMoment(row.at) }, moment),
      h('span.dot', { 'aria-hidden': 'true' }),
      ...head,
    ),
    open && h('div.opened', {}, row.kind === 'ask' ? decisionBody(row, f) : completionBody(row, f)),
  )
  made.set(row, { variant, element })
  return element
}

function askLine(row: AskDecision, f: Format): Element[] {
  const ended = row.outcome === 'done' ? '' : ` · ${endingName(row.outcome)}`
  const price = row.costMicroUsd === null ? `≤ ${f.money(row.estimateMicroUsd)}` : f.money(row.costMicroUsd)
  return [
    h('span.what', { dir: 'auto' }, visible(row.title ?? row.reason)),
    h('span.price', {}, price),
    h('span.sub', {}, `${routeName(row.route)}${row.ms === null ? '' : ` · ${f.ms(row.ms)}`}${ended}`),
  ]
}

function completionLine(row: CompletionMinute, f: Format): Element[] {
  return [
    h('span.what', {}, t('Completions')),
    h('span.price', {}, f.money(0)),
    h('span.sub', {}, t('{0} shown, {1} accepted · {2}', f.count(row.shown), f.count(row.accepted), f.ms(row.p50))),
  ]
}

function completionBody(row: CompletionMinute, f: Format): Element {
  const line = (name: string, value: string): Element[] => [h('dt', {}, name), h('dd', {}, value)]
  return h(
    'dl.facts',
    {},
    line(t('Shown'), f.count(row.shown)),
    line(t('Accepted'), t('{0}, {1} characters', f.count(row.accepted), f.count(row.characters))),
    line(t('Not shown'), f.count(row.hidden)),
    line(t('Median time'), f.ms(row.p50)),
  )
}
