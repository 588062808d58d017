import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { Ledger } from '../../../extension/engines/store/ledger.ts'
import { end, paid, start, temporaryFolder, wide, worst } from './asks.ts'

describe('ledger', () => {
  const folder = temporaryFolder()
  const noon = new Date(2026, 10, 25, 12).getTime()
  let number = 0
  let now = noon
  let file: string
  let ledger: Ledger

  beforeEach(() => {
    now = noon
    file = path.join(folder(), `${number++}.db`)
    ledger = new Ledger(file, () => now)
  })
  afterEach(() => ledger.close())

  const reserve = (id: string, microUsd: number, caps = {}, call = 1) =>
    ledger.reserve({ entry: start(id), call, worst: worst(microUsd), queryTokens: 10, caps: { ...wide, ...caps } })

  it('reserves the worst case, settles what it was, and keeps header and components', () => {
    assert.deepEqual(reserve('a', 500), { kind: 'reserved' })
    assert.deepEqual(ledger.use().day, { spent: 0, reserved: 500 })
    ledger.settle({ id: 'a', call: 1, components: paid(120), estimated: false, priceRow: null })
    const label = { call: 0, component: 'label', tokens: 0, costMicroUsd: 0, ms: 4 } as const
    ledger.finish('a', end, [label])
    assert.deepEqual(ledger.use(), { day: { spent: 120, reserved: 0 }, hour: { spent: 1, reserved: 0 } })
    const [entry] = ledger.entries()
    assert.ok(entry)
    assert.deepEqual([entry.state, entry.costMicroUsd, entry.estimated, entry.day], ['done', 120, false, '2026-11-25'])
    assert.deepEqual(entry.components, [...paid(120), label])
    assert.equal(entry.prompt, 'direct@1')
  })

  it('fills a cap to the last micro-dollar and not one more', () => {
    const caps = { microUsdPerDay: 1000 }
    assert.equal(reserve('a', 999, caps).kind, 'reserved')
    assert.equal(reserve('b', 2, caps).kind, 'refused')
    assert.equal(reserve('c', 1, caps).kind, 'reserved')
    assert.deepEqual(reserve('d', 1, caps), {
      ...{ kind: 'refused', reason: 'day-cap', cap: 1000, used: 0, reserved: 1000, asked: 1 },
    })
    assert.deepEqual(
      ledger.entries().map(({ id }) => id),
      ['c', 'a'],
    )
  })

  it('counts asks by the hour, and a plan’s calls as one', () => {
    const caps = { queriesPerHour: 2 }
    assert.equal(reserve('a', 10, caps).kind, 'reserved')
    assert.equal(reserve('a', 10, caps, 2).kind, 'reserved')
    assert.equal(reserve('b', 10, caps).kind, 'reserved')
    const refused = reserve('c', 10, caps)
    assert.equal(refused.kind === 'refused' && refused.reason, 'hour-cap')
    now += 60 * 60_000
    assert.equal(reserve('c', 10, caps).kind, 'reserved')
  })

  it('counts the tokens of all calls of an ask', () => {
    const caps = { tokensPerQuery: 20 }
    assert.equal(reserve('a', 10, caps).kind, 'reserved')
    ledger.settle({ id: 'a', call: 1, components: paid(10), estimated: false, priceRow: null })
    assert.equal(reserve('a', 10, caps, 2).kind, 'reserved')
    const refused = reserve('a', 10, caps, 3)
    assert.deepEqual(refused, { kind: 'refused', reason: 'query-cap', cap: 20, used: 6, reserved: 10, asked: 10 })
  })

  it('takes nothing from the other counters when one refuses', () => {
    reserve('a', 10, { microUsdPerDay: 5 })
    assert.deepEqual(ledger.use(), { day: { spent: 0, reserved: 0 }, hour: { spent: 0, reserved: 0 } })
  })

  it('goes by a raised or lowered cap at once', () => {
    assert.equal(reserve('a', 100, { microUsdPerDay: 100 }).kind, 'reserved')
    assert.equal(reserve('b', 1, { microUsdPerDay: 100 }).kind, 'refused')
    assert.equal(reserve('b', 1, { microUsdPerDay: 101 }).kind, 'reserved')
    assert.equal(reserve('c', 1, { microUsdPerDay: 50 }).kind, 'refused')
  })

  it('counts a call against the day on which it was reserved', () => {
    now = new Date(2026, 10, 25, 23, 59, 59).getTime()
    reserve('a', 100, { microUsdPerDay: 100 })
    now += 2000
    assert.equal(reserve('b', 100, { microUsdPerDay: 100 }).kind, 'reserved', 'a new day')
    ledger.settle({ id: 'a', call: 1, components: paid(40), estimated: false, priceRow: null })
    assert.deepEqual(ledger.use().day, { spent: 0, reserved: 100 })
    now -= 2000
    assert.deepEqual(ledger.use().day, { spent: 40, reserved: 0 })
  })

  it('a clock that jumps back gives no cap a second time, and what is under way is settled where it was reserved', () => {
    const caps = { microUsdPerDay: 100, queriesPerHour: 1 }
    reserve('a', 100, caps)
    now += 24 * 60 * 60_000
    reserve('b', 60, caps)
    for (const back of [noon, noon - 60_000]) {
      now = back
      assert.equal(reserve('c', 1, { microUsdPerDay: 100 }).kind, 'refused')
    }
    now = noon + 1
    const again = reserve('c', 0, caps)
    assert.equal(again.kind === 'refused' && again.reason, 'hour-cap')
    ledger.settle({ id: 'b', call: 1, components: paid(20), estimated: false, priceRow: null })
    ledger.finish('b', end, [])
    // A day on, the first call was taken for lost.
    assert.deepEqual(ledger.use().day, { spent: 100, reserved: 0 })
    now += 24 * 60 * 60_000
    assert.deepEqual(ledger.use().day, { spent: 20, reserved: 0 })
  })

  it('counts in full what was not settled when the ask ends', () => {
    reserve('a', 100)
    ledger.finish('a', { ...end, state: 'failed', why: 'internal' }, [])
    assert.deepEqual(ledger.use().day, { spent: 100, reserved: 0 })
    const [entry] = ledger.entries()
    assert.deepEqual([entry?.costMicroUsd, entry?.estimated, entry?.why], [100, true, 'internal'])
  })

  it('records what was answered here, and refusals, at no cost', () => {
    ledger.record({ ...start('a'), model: null, route: 'search' }, { ...end, billedModel: null }, [])
    const [entry] = ledger.entries()
    assert.deepEqual([entry?.costMicroUsd, entry?.flagshipMicroUsd, entry?.model], [0, 900, null])
    assert.equal(ledger.use().hour.spent, 0)
  })

  it('sweeps after an hour what a lost call holds, and corrects it when the bill comes after all', () => {
    reserve('a', 100)
    now += 61 * 60_000
    reserve('b', 5)
    assert.deepEqual(ledger.use().day, { spent: 100, reserved: 5 })
    assert.equal(ledger.entries()[1]?.state, 'swept')
    ledger.settle({ id: 'a', call: 1, components: paid(30), estimated: false, priceRow: null })
    ledger.finish('a', end, [])
    assert.deepEqual(ledger.use().day, { spent: 30, reserved: 5 })
    assert.deepEqual([ledger.entries()[1]?.state, ledger.entries()[1]?.costMicroUsd], ['done', 30])
  })

  it('sweeps every half minute and not with each call, whichever way the clock went', () => {
    const dead = spawnSync(process.execPath, ['--version']).pid
    for (const pass of [30_000, -30_000]) {
      const id = `lost ${pass}`
      reserve(id, 100)
      const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
      const other = new DatabaseSync(file)
      other.prepare('UPDATE entry SET pid = ? WHERE id = ?').run(dead, id)
      other.close()
      const state = (): string | undefined => ledger.entries().find((entry) => entry.id === id)?.state
      reserve(`next ${pass}`, 1)
      assert.equal(state(), 'open')
      now += pass
      reserve(`after that ${pass}`, 1)
      assert.equal(state(), 'swept')
    }
  })

  it('has one header for each id, and says so of one it does not know', () => {
    assert.throws(
      () => ledger.settle({ id: 'x', call: 1, components: [], estimated: false, priceRow: null }),
      /no entry x/,
    )
    reserve('a', 1)
    assert.throws(
      () => ledger.settle({ id: 'a', call: 2, components: [], estimated: false, priceRow: null }),
      /never reserved/,
    )
  })
})
