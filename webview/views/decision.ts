/** Why this route, what else was possible, how long it took, what it cost. */
import { t } from '@vscode/l10n'
import type { Format } from '../format.ts'
import { visible } from '../inert.ts'
import type { AskDecision, Component } from '../protocol.ts'
import { h, type Element, type Node } from '../vnode.ts'
import { endingName } from '../words.ts'
import { button, pair, routeTag, section, shareLine, warning } from './parts.ts'

export function decisionCard(decision: AskDecision, f: Format): Element {
  return section(t('Decision'), 'decision-heading', h('div.card', {}, decisionBody(decision, f)))
}

export function decisionBody(decision: AskDecision, f: Format): Node[] {
  const { costMicroUsd, estimateMicroUsd } = decision
  return [
    h(
      'div.headline',
      {},
      routeTag(decision.route),
      costMicroUsd === null
        ? h('span.price.muted', { title: t('Reserved at most') }, `≤ ${f.money(estimateMicroUsd)}`)
        : h(
            'span.price',
            { title: f.exactMoney(costMicroUsd) },
            decision.estimated ? `≈ ${f.money(costMicroUsd)}` : f.money(costMicroUsd),
          ),
    ),
    h('p.reason', {}, visible(decision.reason)),
    h('dl.facts', {}, facts(decision, f)),
    ...(decision.fix === null ? [] : [h('div.actions', {}, button(decision.fix, { type: 'fix', of: decision.id }))]),
    ...(decision.components.length > 0 ? [bill(decision, f)] : []),
    ...(decision.alternatives.length > 0 ? [instead(decision, f)] : []),
  ]
}

function facts(decision: AskDecision, f: Format): Node[] {
  const { label, p, labels, modelAsked, modelAnswered, firstTokenMs, ms, outcome, outcomeReason } = decision
  const others = labels.filter((other) => other !== label)
  const nodes = pair(
    t('Read as'),
    visible(label),
    p !== null && h('span.muted', {}, ` ${t('{0} sure', f.percent(p))}`),
    others.length > 0 && h('span.muted', {}, `, ${t('or {0}', visible(others.join(', ')))}`),
  )
  if (modelAsked !== null) nodes.push(...pair(t('Model'), ...models(modelAsked, modelAnswered)))
  if (ms !== null) {
    const first = firstTokenMs !== null && h('span.muted', {}, `, ${t('first word after {0}', f.ms(firstTokenMs))}`)
    nodes.push(...pair(t('Time'), f.ms(ms), first))
  }
  if (outcome !== 'done' && outcome !== 'running') {
    const why = outcomeReason !== null && h('span.line.muted', {}, visible(outcomeReason))
    nodes.push(...pair(t('Ended'), endingName(outcome), why))
  }
  return nodes
}

/** A server names versions of what was asked for; anything else is worth a warning. */
function models(asked: string, answered: string | null): Node[] {
  if (answered === null || answered === asked) return [visible(asked)]
  if (answered.startsWith(asked)) return [visible(answered)]
  return [visible(asked), ' ', warning(t('{0} answered instead', visible(answered)))]
}

function bill({ components, costMicroUsd, estimated }: AskDecision, f: Format): Element {
  const total = costMicroUsd ?? components.reduce((sum, component) => sum + component.costMicroUsd, 0)
  const tokens = components.reduce((sum, component) => sum + (component.tokens ?? 0), 0)
  return h(
    'table.bill',
    {},
    h('caption.hidden', {}, t('Cost by component')),
    h('thead', {}, componentHead()),
    h('tbody', {}, componentRows(components, total, f)),
    h(
      'tbody.total',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, estimated ? t('Total, estimated') : t('Total')),
        h('td', {}, f.count(tokens)),
        h('td', {}),
        h('td', { title: f.exactMoney(total) }, f.money(total)),
      ),
    ),
  )
}

export function componentHead(): Element {
  return h(
    'tr',
    {},
    h('th', { scope: 'col' }, t('Component')),
    h('th', { scope: 'col' }, t('Tokens')),
    h('th', { scope: 'col' }, t('Time')),
    h('th', { scope: 'col' }, t('Cost')),
  )
}

export function componentRows(components: readonly Component[], total: number, f: Format): Element[] {
  return components.map(({ name, tokens, ms, costMicroUsd }) =>
    h(
      'tr',
      { key: name },
      h('th', { scope: 'row' }, name),
      h('td', {}, tokens === null ? '' : f.count(tokens)),
      h('td', {}, ms === null ? '' : f.ms(ms)),
      h(
        'td',
        { title: f.exactMoney(costMicroUsd) },
        f.money(costMicroUsd),
        shareLine(total > 0 ? costMicroUsd / total : 0),
      ),
    ),
  )
}

function instead({ alternatives }: AskDecision, f: Format): Element {
  return h(
    'div.instead',
    {},
    h('h3.heading', {}, t('Instead')),
    h(
      'ul.plain',
      {},
      alternatives.map((alternative) => alternativeRow(alternative, f)),
    ),
  )
}

export function alternativeRow(
  { route, model, estimateMicroUsd }: AskDecision['alternatives'][number],
  f: Format,
): Element {
  const price = estimateMicroUsd === 0 ? f.money(0) : `≤ ${f.money(estimateMicroUsd)}`
  return h(
    'li.alternative',
    {},
    routeTag(route),
    model !== null && h('span.muted', {}, visible(model)),
    h('span.price', {}, price),
  )
}
