/** Spent and saved over time: the place for the chart, what it says in words, and the same as a table. */
import { t } from '@vscode/l10n'
import type { Format } from '../format.ts'
import type { Usage } from '../protocol.ts'
import { h, type Element } from '../vnode.ts'
import { section } from './parts.ts'

export function chartSection({ series }: Usage, f: Format): Element {
  const { at, bucket, spentMicroUsd, savedMicroUsd } = series
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
  const summary = t('Over time: {0} spent, {1} saved', f.money(sum(spentMicroUsd)), f.money(sum(savedMicroUsd)))
  return section(
    t('Over time'),
    'over-time',
    h(
      'ul.plain.keys',
      { 'aria-hidden': 'true' },
      h('li', {}, h('span.swatch', { 'data-part': 'spent' }), t('spent')),
      h('li', {}, h('span.swatch', { 'data-part': 'local' }), t('saved')),
    ),
    h('div.chart', { role: 'img', 'aria-label': summary, 'data-chart': 'usage' }),
    h(
      'details',
      {},
      h('summary.muted', {}, t('As a table')),
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            [t('Time'), t('Spent'), t('Saved')].map((name) => h('th', { scope: 'col' }, name)),
          ),
        ),
        h(
          'tbody',
          {},
          at.map((moment, index) =>
            h(
              'tr',
              { key: String(moment) },
              h('th', { scope: 'row' }, f.bucket(moment, bucket)),
              h('td', {}, f.money(spentMicroUsd[index] ?? 0)),
              h('td', {}, f.money(savedMicroUsd[index] ?? 0)),
            ),
          ),
        ),
      ),
    ),
  )
}
