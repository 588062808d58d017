/** `ledger` on a ledger with a few rows in it. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { EntryEnd, EntryStart } from '../../../extension/core/money/entries.ts'
import { StoreClient, storeScript } from '../../../extension/engines/store/store-client.ts'
import { jsonLines, shortline } from './shortline.ts'

const start = (id: string): EntryStart => ({
  ...{ id, kind: 'ask', route: 'rag', reason: 'needs-the-code', label: 'explain', p: 0.9, mode: 'auto' },
  ...{ model: 'gpt-6-luna', prompt: 'rag@1', priceRow: 'gpt-6-luna@2026-10-01' },
})
const end: EntryEnd = {
  ...{
    state: 'done',
    why: null,
    flagshipMicroUsd: 900,
    attempts: 1,
    billedModel: 'gpt-6-luna',
    firstTokenMs: 40,
    ms: 100,
  },
}
const component = (name: 'input' | 'output', tokens: number, costMicroUsd: number) => {
  return { call: 1, component: name, tokens, costMicroUsd, ms: null }
}

describe('shortline ledger', () => {
  let folder: string
  let file: string
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'shortline-ledger-'))
    file = path.join(folder, 'store.db')
    const store = new StoreClient(storeScript, file)
    const caps = { tokensPerQuery: 10_000, queriesPerHour: 10, microUsdPerDay: 1_000_000 }
    const worst = { inputTokens: 100, outputTokens: 100, inputMicroUsd: 300, outputMicroUsd: 300 }
    const reserved = await store.call('reserve', { entry: start('one'), call: 1, worst, queryTokens: 200, caps })
    assert.equal(reserved.kind, 'reserved')
    const components = [component('input', 90, 200), component('output', 30, 100)]
    await store.call('settle', { id: 'one', call: 1, components, estimated: false, priceRow: 'gpt-6-luna@2026-10-01' })
    await store.call('finish', 'one', end, [])
    await store.call('record', { ...start('two'), route: 'search', model: null, prompt: null, priceRow: null }, end, [])
    await store.dispose()
  })
  afterEach(() => rm(folder, { recursive: true }))
  const ledger = (...args: string[]) => shortline(['ledger', '--ledger', file, ...args])

  it('gives a row a component as JSON lines, which add up', async () => {
    const { code, output, errors } = await ledger('--json')
    assert.equal(code, 0, errors)
    const rows = jsonLines(output)
    assert.deepEqual(
      rows.map(({ id, route, component: name, tokens, costMicroUsd }) => [id, route, name, tokens, costMicroUsd]),
      [
        ['one', 'rag', 'input', 90, 200],
        ['one', 'rag', 'output', 30, 100],
        ['two', 'search', null, 0, 0],
      ],
    )
    assert.ok(rows.every(({ at, model, estimated }) => at !== undefined && model !== undefined && estimated === false))
  })

  it('gives the same rows as CSV, and a table for people', async () => {
    const lines = (await ledger('--csv')).output.trim().split(/\r?\n/)
    assert.equal(lines.length, 4)
    assert.equal(new Set(lines.map((line) => line.split(',').length)).size, 1)
    const { output } = await ledger()
    assert.match(output, /^2 asks cost \$0\.0003, .* 50 % answered without an API\.$/m)
    assert.match(output, /flagship for everything: \$0\.0018; saved \$0\.0015 \(83 %\)/)
  })

  it('goes by a day, and says what is wrong', async () => {
    assert.match((await ledger('--since', '2999-01-01')).output, /Nothing has been asked in that time/)
    assert.match((await ledger('--since', 'yesterday')).errors, /--since takes a day/)
    const gone = await shortline(['ledger', '--ledger', path.join(folder, 'gone.db')])
    assert.equal(gone.code, 1)
    assert.match(gone.errors, /there is no ledger at/)
  })
}).timeout(60_000)
