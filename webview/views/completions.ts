/** What the completions did: shown, taken, and how fast, by where the text came from. */
import { t } from '@vscode/l10n'
import type { Format } from '../format.ts'
import type { CompletionUsage, Histogram } from '../protocol.ts'
import { h, type Element } from '../vnode.ts'
import { section, tile } from './parts.ts'

export function completionSection(
  { shown, accepted, charactersAccepted, stages }: CompletionUsage,
  f: Format,
): Element {
  return section(
    t('Completions'),
    'completions',
    h(
      'dl.tiles',
      {},
      tile(t('Shown'), f.count(shown)),
      tile(t('Accepted'), `${f.count(accepted)} (${f.percent(shown === 0 ? 0 : accepted / shown)})`),
      tile(t('Characters accepted'), f.count(charactersAccepted)),
    ),
    h(
      'div.histograms',
      {},
      stages.map((stage) => histogram(stage, f)),
    ),
  )
}

const stageName = (stage: Histogram['stage']): string =>
  ({
    model: t('Model'),
    copy: t('Repeated lines'),
    cache: t('Cache'),
    both: t('Model and repeated lines'),
  })[stage]

function histogram({ stage, limits, counts, p50, p99 }: Histogram, f: Format): Element {
  const most = Math.max(1, ...counts)
  const name = (index: number): string => (index < limits.length ? `≤ ${limits[index]!} ms` : `> ${limits.at(-1)!} ms`)
  const words = counts.map((count, index) => `${name(index)}: ${f.count(count)}`).join(', ')
  return h(
    'div.histogram',
    { key: stage },
    h('p.histogram-name', {}, stageName(stage), h('span.muted', {}, ` ${t('{0}, p99 {1}', f.ms(p50), f.ms(p99))}`)),
    h(
      'div.columns',
      { role: 'img', 'aria-label': `${stageName(stage)}: ${words}` },
      counts.map((count, index) =>
        h('span.column', { share: count / most, title: `${name(index)}: ${f.count(count)}` }),
      ),
    ),
    h(
      'div.axis',
      { 'aria-hidden': 'true' },
      h('span', {}, `≤ ${limits[0] ?? 0} ms`),
      h('span', {}, `> ${limits.at(-1) ?? 0} ms`),
    ),
  )
}
