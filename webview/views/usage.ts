/** What was spent and saved, on which routes, and what the completions did. */
import { t } from '@vscode/l10n'
import type { Format } from '../format.ts'
import type { Range, Usage } from '../protocol.ts'
import { h, type Element } from '../vnode.ts'
import { rangeName } from '../words.ts'
import { chartSection } from './chart-section.ts'
import { completionSection } from './completions.ts'
import { componentHead, componentRows } from './decision.ts'
import { gauges } from './gauges.ts'
import { button, emptyState, ledgerTrouble, linkButton, routeTag, section, shareLine, tile } from './parts.ts'

const ranges: readonly Range[] = ['day', 'week', 'month', 'all']

/** @param trouble why the ledger can't be read */
export function usageView(usage: Usage | null, trouble: string | null, f: Format): Element[] {
  if (trouble !== null)
    return [ledgerTrouble(trouble), ...(usage?.completions.shown ? [completionSection(usage.completions, f)] : [])]
  if (!usage) return [h('p.muted', {}, t('Reading the ledger…'))]
  const { asks, completions } = usage
  const nothing = asks === 0 && completions.shown === 0
  return [
    toolbar(usage.range),
    gauges(usage.gauges, f),
    ...(nothing
      ? [
          emptyState(
            'graph',
            t('Nothing to count yet'),
            t('Costs, savings and times appear here with the first ask or completion.'),
            linkButton('ask'),
          ),
        ]
      : []),
    ...(asks > 0 ? [savings(usage, f), chartSection(usage, f), routeTable(usage, f), componentTable(usage, f)] : []),
    ...(completions.shown > 0 ? [completionSection(completions, f)] : []),
    h(
      'div.actions.quiet',
      { key: 'tools' },
      button(t('Export CSV'), { type: 'export', format: 'csv' }, 'export'),
      button(t('Export JSON'), { type: 'export', format: 'json' }, 'json'),
      button(t('Reset…'), { type: 'reset' }, 'trash'),
    ),
  ]
}

function toolbar(chosen: Range): Element {
  return h(
    'div.segments',
    { key: 'range', role: 'radiogroup', 'aria-label': t('Time range'), 'data-arrows': 'horizontal' },
    ranges.map((range) =>
      h(
        'button.segment',
        {
          key: range,
          type: 'button',
          role: 'radio',
          'aria-checked': String(range === chosen),
          tabindex: range === chosen ? '0' : '-1',
          action: { type: 'range', range },
        },
        rangeName(range),
      ),
    ),
  )
}

function savings({ asks, costMicroUsd, flagshipMicroUsd, saved }: Usage, f: Format): Element {
  const total = saved.local + saved.cache + saved.cheaper
  const parts: [kind: string, name: string, value: number][] = [
    ['local', t('Answered locally'), saved.local],
    ['cache', t('From the cache'), saved.cache],
    ['cheaper', t('By a cheaper model'), saved.cheaper],
    ['spent', t('Spent'), costMicroUsd],
  ]
  const whole = Math.max(1, total + costMicroUsd)
  const average = costMicroUsd / asks
  return section(
    t('Saved'),
    'saved',
    h(
      'p.figure',
      { title: f.exactMoney(total) },
      f.money(total),
      h('span.muted', {}, ` ${t('of {0} saved', f.money(flagshipMicroUsd))}`),
    ),
    h('p.muted', {}, t('compared with sending every ask to the flagship')),
    h(
      'div.stack',
      { 'aria-hidden': 'true' },
      parts.map(([kind, , value]) => h('span.part', { 'data-part': kind, share: value / whole })),
    ),
    h(
      'ul.plain.legend',
      {},
      parts.map(([kind, name, value]) =>
        h(
          'li',
          {},
          h('span.swatch', { 'data-part': kind, 'aria-hidden': 'true' }),
          h('span', {}, name),
          h('span.price', { title: f.exactMoney(value) }, f.money(value)),
        ),
      ),
    ),
    h(
      'dl.tiles',
      {},
      tile(t('Asks'), f.count(asks)),
      tile(t('Average cost of an ask'), f.money(average)),
      tile(t('All to the flagship'), f.money(flagshipMicroUsd / asks)),
    ),
  )
}

function routeTable({ routes, asks }: Usage, f: Format): Element {
  const columns = [t('Route'), t('Share'), 'p50', 'p99', t('Cost')]
  return section(
    t('By route'),
    'routes',
    h(
      'table.routes',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          columns.map((name) => h('th', { scope: 'col' }, name)),
        ),
      ),
      h(
        'tbody',
        {},
        routes.map(({ route, count, p50, p99, costMicroUsd }) =>
          h(
            'tr',
            { key: route },
            h('th', { scope: 'row' }, routeTag(route)),
            h('td', { title: t('{0} asks', f.count(count)) }, f.percent(count / asks), shareLine(count / asks)),
            h('td', {}, f.ms(p50)),
            h('td', {}, f.ms(p99)),
            h('td', { title: f.exactMoney(costMicroUsd) }, f.money(costMicroUsd)),
          ),
        ),
      ),
    ),
  )
}

function componentTable({ components, costMicroUsd }: Usage, f: Format): Element {
  const rows = componentRows(components, costMicroUsd, f)
  return section(
    t('By component'),
    'components',
    h('table.bill', {}, h('thead', {}, componentHead()), h('tbody', {}, rows)),
  )
}
