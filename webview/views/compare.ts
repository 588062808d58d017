/** The same request through both routes, side by side. */
import { t } from '@vscode/l10n'
import { diffChars, diffLines, diffWordsWithSpace, type ChangeObject } from 'diff'
import type { Format } from '../format.ts'
import { visible } from '../inert.ts'
import type { Compare, Comparison, Side, Vote } from '../protocol.ts'
import { h, type Element, type Node } from '../vnode.ts'
import { emptyState, linkButton, section } from './parts.ts'

export function compareView(compare: Compare, now: number, f: Format): Element[] {
  if (compare.comparisons.length === 0) {
    const text = t(
      'Compare sends one request through the local model and the API and shows both: text, time, tokens, dollars.',
    )
    return [
      emptyState(
        'git-compare',
        t('Nothing compared yet'),
        text,
        linkButton('compare'),
        linkButton('compare-completion'),
      ),
    ]
  }
  return [summary(compare, f), tools(), ...compare.comparisons.map((comparison) => comparisonCard(comparison, now, f))]
}

const tools = (): Element =>
  h('div.actions.quiet', { key: 'tools' }, linkButton('compare'), linkButton('compare-completion'))

function summary({ agreed, total, votes, apiMicroUsd }: Compare, f: Format): Element {
  if (total === 0) {
    const text = t('Nothing to count yet: votes count, and completions that both have made.')
    return section(t('On your code'), 'agreement', h('p.muted', {}, text))
  }
  const share = agreed / total
  return section(
    t('On your code'),
    'agreement',
    h('p.figure', {}, f.percent(share), h('span.muted', {}, ` ${t('local agreed with the API, at {0}', f.money(0))}`)),
    h('div.meter', { 'aria-hidden': 'true', share }),
    h(
      'p.muted',
      {},
      t(
        '{0} compared. Votes: {1} local, {2} same, {3} API.',
        f.count(total),
        f.count(votes.local),
        f.count(votes.same),
        f.count(votes.api),
      ),
      h('span', { title: f.exactMoney(apiMicroUsd) }, ` ${t('The API’s side cost {0}.', f.money(apiMicroUsd))}`),
    ),
  )
}

function comparisonCard(comparison: Comparison, now: number, f: Format): Element {
  const { id, at, question, before, local, api, vote } = comparison
  const [left, right] = differences(comparison)
  return h(
    'article.card.comparison',
    { key: id, 'aria-label': visible(question) },
    h(
      'header.headline',
      {},
      h('h3.question', { dir: 'auto' }, visible(question)),
      h('time.muted', {}, f.moment(at, now)),
    ),
    before !== undefined && h('pre.before', { dir: 'ltr' }, h('code', {}, `${visible(before)}▏`)),
    h('div.sides', {}, side(t('Local'), 'local', local, left, f), side(t('API'), 'api', api, right, f)),
    local !== null && api !== null && votes(id, vote),
  )
}

function side(name: string, kind: string, value: Side | null, text: readonly Node[], f: Format): Element {
  if (!value) {
    return h(
      'div.side',
      { 'data-side': kind, 'aria-busy': 'true' },
      h('p.strong', {}, name),
      h('p.muted.waiting', {}, t('Waiting…')),
    )
  }
  const tokens = value.tokens === 0 ? [] : [t('{0} tokens', f.count(value.tokens))]
  const figures = [f.ms(value.ms), ...tokens, f.money(value.costMicroUsd)].join(' · ')
  return h(
    'div.side',
    { 'data-side': kind },
    h(
      'p.side-name',
      {},
      h('span.strong', {}, name),
      value.model !== null && h('span.muted', {}, ` ${visible(value.model)}`),
    ),
    value.message === null
      ? h('pre', { dir: 'auto', tabindex: '0', 'aria-label': name }, h('code', {}, text))
      : h('p.muted', {}, visible(value.message)),
    h('p.figures', { title: f.exactMoney(value.costMicroUsd) }, figures),
  )
}

function votes(id: string, chosen: Vote | null): Element {
  const names: [Vote, string][] = [
    ['local', t('Local is better')],
    ['same', t('Same')],
    ['api', t('API is better')],
  ]
  return h(
    'div.segments',
    { role: 'group', 'aria-label': t('Which is better?') },
    names.map(([vote, name]) =>
      h(
        'button.segment',
        { type: 'button', 'aria-pressed': String(vote === chosen), action: { type: 'vote', id, vote } },
        name,
      ),
    ),
  )
}

const compared = new WeakMap<Comparison, readonly [readonly Node[], readonly Node[]]>()

/** Both texts with what only one of them has marked. */
export function differences(comparison: Comparison): readonly [readonly Node[], readonly Node[]] {
  const before = compared.get(comparison)
  if (before) return before
  const a = visible(comparison.local?.text ?? '')
  const b = visible(comparison.api?.text ?? '')
  const changes =
    comparison.local?.message === null && comparison.api?.message === null ? compareTexts(a, b) : undefined
  const result = changes ? ([marked(changes, 'added'), marked(changes, 'removed')] as const) : ([[a], [b]] as const)
  compared.set(comparison, result)
  return result
}

/** Finer where it stays cheap; nothing for texts that no one compares by eye. */
function compareTexts(a: string, b: string): readonly ChangeObject<string>[] | undefined {
  const length = a.length + b.length
  const limits = { maxEditLength: 2000 }
  if (length < 300) return diffChars(a, b, limits)
  if (length < 10_000) return diffWordsWithSpace(a, b, limits)
  return length < 400_000 ? diffLines(a, b, limits) : undefined
}

function marked(changes: readonly ChangeObject<string>[], without: 'added' | 'removed'): Node[] {
  return changes
    .filter((change) => !change[without])
    .map(({ value, added, removed }) => (added || removed ? h('span.only', {}, value) : value))
}
