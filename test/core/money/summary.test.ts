import assert from 'node:assert/strict'
import type { Component, Entry } from '../../../extension/core/money/entries.ts'
import { csvOf, rowsOf } from '../../../extension/core/money/export.ts'
import { percentile, summarise } from '../../../extension/core/money/summary.ts'

const row = (component: Component, tokens: number, costMicroUsd: number, ms: number | null = null) => ({
  ...{ call: 1, component, tokens, costMicroUsd, ms },
})

const entry = (more: Partial<Entry>): Entry => ({
  ...{ id: 'a', kind: 'ask', route: 'rag', reason: 'explain', label: 'explain', p: 0.9, mode: 'auto' },
  ...{ model: 'gpt-6.1-sol', prompt: 'rag@1', priceRow: 'gpt-6.1-sol@2026-10-01', at: 1, day: '2026-11-25' },
  ...{ state: 'done', why: null, billedModel: 'gpt-6.1-sol', attempts: 1, firstTokenMs: 100, ms: 1000 },
  ...{ costMicroUsd: 300, flagshipMicroUsd: 300, estimated: false },
  components: [row('retrieve', 0, 0, 12), row('input', 100, 200), row('output', 10, 100)],
  ...more,
})

const local = entry({
  ...{ id: 'b', route: 'search', model: null, billedModel: null, prompt: null, priceRow: null, day: '2026-12-01' },
  ...{ costMicroUsd: 0, ms: 20, firstTokenMs: null, components: [row('retrieve', 0, 0, 8)] },
})
const refused = entry({
  ...{ id: 'c', state: 'refused', why: 'day-cap', route: 'refuse', costMicroUsd: 0, flagshipMicroUsd: 0 },
  components: [],
})

describe('summaries', () => {
  const summary = summarise([entry({}), local, refused])

  it('say what local answers saved against the flagship for everything', () => {
    assert.deepEqual([summary.asks, summary.costMicroUsd, summary.savedMicroUsd], [3, 300, 300])
    assert.equal(summary.localShare, 0.5, 'a refusal is no answer')
    assert.equal(summary.averageMicroUsd, 100)
  })

  it('go by day and month', () => {
    assert.deepEqual(
      summary.byDay.map(({ period, asks, costMicroUsd }) => [period, asks, costMicroUsd]),
      [
        ['2026-11-25', 2, 300],
        ['2026-12-01', 1, 0],
      ],
    )
    assert.deepEqual(
      summary.byMonth.map(({ period }) => period),
      ['2026-11', '2026-12'],
    )
  })

  it('go by route, with the share of asks and latencies of what was answered', () => {
    const [rag, refuse, search] = summary.byRoute
    assert.deepEqual([rag?.route, rag?.share, rag?.p99Ms, rag?.firstTokenP50Ms], ['rag', 1 / 3, 1000, 100])
    assert.deepEqual([refuse?.route, refuse?.p50Ms], ['refuse', null])
    assert.deepEqual([search?.savedMicroUsd, search?.averageMicroUsd], [300, 0])
  })

  it('go by component, and the averages add up to the average ask', () => {
    const { byComponent } = summary
    assert.deepEqual(
      byComponent.map(({ component }) => component),
      ['retrieve', 'input', 'output'],
    )
    assert.deepEqual([byComponent[0]?.p50Ms, byComponent[0]?.p99Ms], [8, 12])
    const sum = byComponent.reduce((all, { averageMicroUsd }) => all + averageMicroUsd, 0)
    assert.ok(Math.abs(sum - summary.averageMicroUsd) < 1e-9)
  })

  it('of nothing are zeros, and no share', () => {
    const { asks, averageMicroUsd, localShare, byDay } = summarise([])
    assert.deepEqual([asks, averageMicroUsd, localShare, byDay], [0, 0, null, []])
  })

  it('take percentiles that were measured', () => {
    assert.equal(percentile([], 0.5), null)
    assert.equal(percentile([3, 1, 2], 0.5), 2)
    assert.equal(percentile([1, 2, 3, 4], 0.99), 4)
  })
})

describe('ledger rows for others', () => {
  it('are one a component, and one for an entry without any', () => {
    assert.deepEqual(
      [entry({}), refused].flatMap(rowsOf).map(({ id, component, costMicroUsd }) => [id, component, costMicroUsd]),
      [
        ['a', 'retrieve', 0],
        ['a', 'input', 200],
        ['a', 'output', 100],
        ['c', null, 0],
      ],
    )
  })

  it('as CSV are quoted where they must be, and no spreadsheet runs them', () => {
    const lines = csvOf([entry({ id: '=1+1', why: 'a "b", c', components: [] })]).split('\r\n')
    assert.equal(lines.length, 3)
    assert.match(lines[0]!, /^id,at,kind,route,state,why,/)
    assert.match(lines[1]!, /^'=1\+1,1,ask,rag,done,"a ""b"", c",/)
  })
})
