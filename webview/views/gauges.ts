/** What was used of each cap. */
import { t } from '@vscode/l10n'
import type { Format } from '../format.ts'
import type { Gauge } from '../protocol.ts'
import { h, type Element } from '../vnode.ts'
import { linkButton, section, warning } from './parts.ts'

const gaugeName = ({ name }: Gauge): string =>
  ({ day: t('Today'), month: t('This month'), hour: t('This hour'), query: t('Largest ask') })[name]

export function gauges(all: readonly Gauge[], f: Format): Element {
  return section(
    t('Spending against caps'),
    'spend',
    h(
      'ul.plain.gauges',
      {},
      all.map((gauge) => gaugeItem(gauge, f)),
    ),
    h('div.actions.quiet', {}, linkButton('caps')),
  )
}

function gaugeItem(gauge: Gauge, f: Format): Element {
  const { used, cap, unit } = gauge
  const say = (n: number): string => {
    if (unit === 'microUsd') return f.money(n)
    return unit === 'tokens' ? t('{0} tokens', f.count(n)) : t('{0} asks', f.count(n))
  }
  const share = cap === null || cap === 0 ? 0 : Math.min(1, used / cap)
  const level = cap === null ? 'none' : share >= 1 ? 'full' : share >= 0.9 ? 'high' : 'fine'
  const text = cap === null ? t('{0}, no cap', say(used)) : t('{0} of {1}', say(used), say(cap))
  const meter = {
    role: 'meter',
    'aria-label': gaugeName(gauge),
    'aria-valuemin': '0',
    'aria-valuemax': String(cap ?? used),
    'aria-valuenow': String(Math.min(used, cap ?? used)),
    'aria-valuetext': text,
  }
  const title = unit === 'microUsd' ? f.exactMoney(used) : text
  return h(
    'li.gauge',
    { key: gauge.name, 'data-level': level },
    h('span', {}, gaugeName(gauge)),
    h(
      'span.price',
      { title },
      h('b', {}, cap === null || unit === 'microUsd' ? say(used) : f.count(used)),
      h('span.muted', {}, cap === null ? ` ${t('no cap')}` : ` / ${say(cap)}`),
    ),
    cap !== null && h('div.meter', { ...meter, share }),
    level === 'high' && warning(t('Close to the cap')),
    level === 'full' && warning(t('The cap is reached: asks that cost money are not sent')),
  )
}
