import assert from 'node:assert/strict'
import { createFormat } from '../../webview/format.ts'
import type { PanelState } from '../../webview/protocol.ts'
import { view, type Ui } from '../../webview/view.ts'
import { differences } from '../../webview/views/compare.ts'
import { textOf, type Action, type Element, type Node } from '../../webview/vnode.ts'
import { now } from './sample-answer.ts'
import { comparisons, usage } from './sample-usage.ts'
import { full } from './sample-state.ts'
import { states } from './states.ts'

const format = createFormat('en', 'UTC')

function show(state: PanelState, ui: Partial<Ui> = {}): Node[] {
  return view({ state, ui: { tab: 'answer', selected: null, ...ui }, body: [], folded: 0, now, format })
}

const shown = (name: string): Node[] => show(states[name]!.state, { tab: states[name]!.tab })

function elements(nodes: readonly Node[]): Element[] {
  return nodes.flatMap((node) => (typeof node === 'string' ? [] : [node, ...elements(node.children)]))
}

const actions = (nodes: readonly Node[]): Action[] => elements(nodes).flatMap(({ action }) => action ?? [])

describe('the panel', () => {
  it('can be stopped while an answer runs, and only then', () => {
    const stops = (name: string): number => actions(shown(name)).filter(({ type }) => type === 'stop').length
    assert.deepEqual(['streaming', 'waiting', 'plan', 'done', 'failed', 'refused'].map(stops), [1, 1, 1, 0, 0, 0])
  })

  it('says why this route, what else was possible, how long and how much', () => {
    const text = textOf(shown('done'))
    for (const part of [
      'Flagship with sources',
      'passages that answer it were found',
      'explain 94% sure, or search',
      '$0.00833',
      '3.2 s, first word after 412 ms',
      'Local search$0',
      'Plan in stepsgpt-6-sol≤ $0.0614',
    ])
      assert.ok(text.includes(part), `${part} in ${text}`)
  })

  it('warns when another model answered than was asked, and not when its version did', () => {
    const { state } = states['failed']!
    assert.match(textOf(show(state)), /gpt-6-sol gpt-6-luna answered instead/)
    const decision = { ...state.answer!.decision!, modelAnswered: 'gpt-6-sol-2026-09-01' }
    assert.doesNotMatch(textOf(show({ ...state, answer: { ...state.answer!, decision } })), /instead/)
  })

  it('shows what is reserved until the bill is there, and marks a bill that is estimated', () => {
    assert.match(textOf(shown('streaming')), /≤ \$0\.0143/)
    assert.match(textOf(shown('failed')), /≈ \$0\.00833/)
  })

  it('says what to do when the ledger can’t be read, and never that it is still being read', () => {
    for (const name of ['ledger-trouble', 'ledger-trouble-usage']) {
      const text = textOf(shown(name))
      assert.match(text, /Move it away to begin a new one/)
      assert.doesNotMatch(text, /Reading the ledger/)
      const found = actions(shown(name))
      assert.ok(
        found.some(({ type }) => type === 'retry') && found.some((action) => 'link' in action && action.link === 'log'),
      )
    }
  })

  it('offers what mends it beside everything that ended badly, and names what it is to mend', () => {
    const fixes = (name: string): string[] => {
      const { state, tab, selected = null } = states[name]!
      return actions(show(state, { tab, selected })).flatMap((action) => (action.type === 'fix' ? action.of : []))
    }
    const { answer } = states['refused']!.state
    assert.deepEqual(fixes('refused'), [answer!.id])
    assert.deepEqual(fixes('row-refused'), [states['row-refused']!.selected])
    assert.deepEqual(fixes('row-open'), [])
    assert.deepEqual(fixes('what-if-refused'), ['what-if'])
  })

  it('leads out of every empty part', () => {
    for (const tab of ['answer', 'usage', 'compare'])
      assert.ok(
        actions(shown(`empty-${tab}`)).some(({ type }) => type === 'link'),
        tab,
      )
    assert.match(textOf(show({ ...full, usage: null }, { tab: 'usage' })), /Reading the ledger/)
  })

  it('puts amounts to the micro-dollar where one points at them', () => {
    const titles = elements(show(full, { tab: 'usage' })).map(({ attributes }) => attributes.title)
    for (const exact of ['$0.412380', '$12.419600', '$3.720400']) assert.ok(titles.includes(exact), exact)
  })

  it('says how close a cap is', () => {
    const levels = elements(shown('caps')).flatMap(({ attributes }) => attributes['data-level'] ?? [])
    assert.deepEqual(levels, ['high', 'full'])
    const meter = elements(shown('caps')).find(({ attributes }) => attributes.role === 'meter')
    assert.equal(meter?.attributes['aria-valuetext'], '$1.99 of $2.00')
  })

  it('opens one row, and gives the Tab key one stop among them', () => {
    const rows = elements(show(full, { selected: 'earlier-2' })).filter(({ attributes }) => attributes.class === 'row')
    const open = rows.filter(({ attributes }) => attributes['aria-expanded'] === 'true')
    const stops = rows.filter(({ attributes }) => attributes.tabindex === '0')
    assert.deepEqual([open.length, stops.length, open[0] === stops[0]], [1, 1, true])
  })

  it('makes the nodes of a section again only when the section changed', () => {
    const recent = (nodes: Node[]): Element => elements(nodes).find(({ key }) => key === 'recent')!
    const before = recent(show(full))
    const answer = { ...full.answer!, length: 1 }
    assert.equal(recent(show({ ...full, answer })), before)
    assert.notEqual(recent(show({ ...full, decisions: { ...full.decisions } })), before)
  })

  it('marks the rule that decided', () => {
    const marked = elements(shown('routing')).filter(({ attributes }) => attributes['aria-current'] === 'true')
    assert.equal(marked.length, 1)
    assert.match(textOf(marked), /is about: Find it in the workspace/)
  })

  it('says no share of agreement before anything was judged', () => {
    const text = textOf(shown('compare-running'))
    assert.match(text, /Nothing to count yet/)
    assert.doesNotMatch(text, /%/)
    assert.match(textOf(shown('compare')), /73%/)
  })

  it('shows a compared completion with the line that it goes on', () => {
    assert.match(textOf(shown('compare')), /return lin▏/)
  })

  it('compares what can be compared', () => {
    const [left, right] = differences(comparisons[0]!)
    const only = (nodes: readonly Node[]): string[] => elements(nodes).map(textOf)
    assert.equal(textOf(left), comparisons[0]!.local!.text)
    assert.equal(textOf(right), comparisons[0]!.api!.text)
    assert.ok(only(left).length > 0 && only(right).length > 0)
    assert.deepEqual(differences(comparisons[1]!).map(only), [[], []])
  })

  it('adds the parts of what was saved up to the whole', () => {
    const { saved, costMicroUsd, flagshipMicroUsd } = usage
    assert.equal(saved.local + saved.cache + saved.cheaper + costMicroUsd, flagshipMicroUsd)
  })
})

describe('numbers', () => {
  it('are money with cents, or with three digits that count', () => {
    const texts = [0, 12_345_678, 1_300_000, 99_600, 12_345, 912, 1, -8300].map((amount) => format.money(amount))
    assert.deepEqual(texts, ['$0', '$12.35', '$1.30', '$0.10', '$0.0123', '$0.000912', '$0.000001', '-$0.0083'])
    assert.equal(format.exactMoney(1), '$0.000001')
  })

  it('are times in the unit that fits', () => {
    const texts = [0, 0.3, 6.44, 412.4, 999.7, 3222, 61_000, 7_200_000].map((ms) => format.ms(ms))
    assert.deepEqual(texts, ['0 ms', '< 1 ms', '6.4 ms', '412 ms', '1 s', '3.2 s', '1 min', '2 h'])
  })

  it('are written as the language writes them', () => {
    const german = createFormat('de', 'UTC')
    assert.equal(german.money(12_345_678), '12,35\u00a0$')
    assert.equal(german.count(12_345), '12.345')
    assert.equal(format.moment(now, now), '14:32')
    assert.equal(format.moment(now - 86_400_000, now), 'Nov 24, 14:32')
  })
})
