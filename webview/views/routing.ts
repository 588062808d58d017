/** The router's rules as a table, and a box to try a request on them without sending it. */
import { t } from '@vscode/l10n'
import type { Format } from '../format.ts'
import { visible } from '../inert.ts'
import type { Routing, Rule, WhatIf } from '../protocol.ts'
import { h, type Element, type Node } from '../vnode.ts'
import { alternativeRow } from './decision.ts'
import { button, emptyState, pair, routeTag, section } from './parts.ts'

export function routingView({ rules, whatIf }: Routing, f: Format): Element[] {
  const matched = whatIf && 'ruleId' in whatIf ? whatIf.ruleId : null
  return [whatIfSection(whatIf, f), matrix(rules, matched, f)]
}

function whatIfSection(whatIf: Routing['whatIf'], f: Format): Element {
  return section(
    t('What if'),
    'what-if-heading',
    h('label.muted', { for: 'what-if' }, t('Type a request to see where it would go. Nothing is sent.')),
    h(
      'div.field',
      {},
      h('input', {
        id: 'what-if',
        type: 'text',
        maxlength: '2000',
        spellcheck: 'false',
        placeholder: t('Where is the retry limit set?'),
        'data-enter': 'what-if',
      }),
      h('button.action.primary', { type: 'button', action: { type: 'submit-what-if' } }, t('Try')),
    ),
    whatIf && ('error' in whatIf ? failed(whatIf.error) : result(whatIf, f)),
  )
}

function failed(error: string): Element {
  return h(
    'div.notice',
    { 'data-kind': 'error', role: 'status' },
    h('span.icon', { icon: 'error' }),
    h('p', {}, visible(error)),
  )
}

function result(whatIf: WhatIf, f: Format): Element {
  const { label, p, labels, route, reason, fix, model, estimateMicroUsd, alternatives, ms } = whatIf
  const price = estimateMicroUsd === 0 ? f.money(0) : `≤ ${f.money(estimateMicroUsd)}`
  const read: Node[] = [visible(label), h('span.muted', {}, ` ${t('{0} sure', f.percent(p))}`)]
  const others = labels.filter((other) => other !== label)
  return h(
    'div.card',
    { role: 'status' },
    h('div.headline', {}, routeTag(route), h('span.price', {}, price)),
    h('p.reason', {}, visible(reason)),
    fix !== null && h('div.actions', {}, button(fix, { type: 'fix', of: 'what-if' })),
    h(
      'dl.facts',
      {},
      pair(
        t('Read as'),
        ...read,
        others.length > 0 && h('span.muted', {}, `, ${t('or {0}', visible(others.join(', ')))}`),
      ),
      model !== null && pair(t('Model'), visible(model)),
      pair(t('Decided in'), f.ms(ms)),
    ),
    alternatives.length > 0 && h('h3.heading', {}, t('Instead')),
    h(
      'ul.plain',
      {},
      alternatives.map((alternative) => alternativeRow(alternative, f)),
    ),
  )
}

function matrix(rules: readonly Rule[], matched: string | null, f: Format): Element {
  if (rules.length === 0) {
    return section(
      t('Rules'),
      'rules',
      emptyState('list-tree', t('No rules yet'), t('The router’s rules are listed here once it is loaded.')),
    )
  }
  return section(
    t('Rules'),
    'rules',
    h('p.muted', {}, t('The first rule that holds decides. Times and prices are medians from your ledger.')),
    h(
      'table.matrix',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          [t('When'), t('Route'), t('Typical')].map((name) => h('th', { scope: 'col' }, name)),
        ),
      ),
      h(
        'tbody',
        {},
        rules.map((rule) =>
          h(
            'tr',
            { key: rule.id, ...(rule.id === matched ? { 'aria-current': 'true' } : {}) },
            h('td', { title: visible(rule.reason) }, visible(rule.when)),
            h('td', {}, routeTag(rule.route)),
            h('td', {}, ...typical(rule, f)),
          ),
        ),
      ),
    ),
  )
}

function typical({ typicalMs, typicalMicroUsd }: Rule, f: Format): Node[] {
  if (typicalMs === null && typicalMicroUsd === null) return [h('span.muted', { title: t('not measured yet') }, '–')]
  const nodes: Node[] = []
  if (typicalMicroUsd !== null) nodes.push(h('span.line', {}, f.money(typicalMicroUsd)))
  if (typicalMs !== null) nodes.push(h('span.line.muted', {}, f.ms(typicalMs)))
  return nodes
}
