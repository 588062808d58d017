/** What befalls an index: other windows, other models, files that are damaged, deleted or can't be written. */
import assert from 'node:assert/strict'
import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '../../../extension/engines/retrieval/open-store.ts'
import { Ledger } from '../../../extension/engines/store/ledger.ts'
import { paid, start as entryStart, wide, worst } from '../store/asks.ts'
import { ServiceBench, first } from './service-bench.ts'
import type { Options, Running } from './service-bench.ts'
import type { TestWorkspace } from './workspace.ts'

describe('the index service, when things go wrong,', () => {
  let bench: ServiceBench
  let workspace: TestWorkspace
  const start = (options?: Options): Running => bench.start(options)
  beforeEach(async () => {
    bench = await ServiceBench.create()
    workspace = bench.workspace
  })
  afterEach(() => bench.remove())

  it('another model means other vectors, the same one keeps them', async () => {
    const running = start()
    await running.service.update()
    const same = start()
    await same.service.update()
    assert.equal(same.texts.length, 0)
    const other = start({ model: 'others' })
    await other.service.update()
    assert.equal(other.texts.length, 3)
  })

  it('two windows: one indexes, both search', async () => {
    const one = start({ owner: 'one' })
    await one.service.update()
    const two = start({ owner: 'two' })
    assert.equal(await first(two, 'parse date'), 'lib/parse.py')
    await workspace.write('src/new.ts', 'export function brandNewThing() {\n  return 1\n}\n')
    await one.service.changed([workspace.file('src/new.ts')])
    assert.equal(await first(two, 'brand new thing'), 'src/new.ts')
  })

  it('waits for the window that indexes, and no longer than the lease of one that died', async () => {
    const { store } = openStore(workspace.file('.git/index.db'), () => undefined)
    try {
      await store.lease('another', Date.now(), Date.now() + 60_000)
      const waiting = start()
      const updated = waiting.service.update()
      while (waiting.states.length === 0) await sleep(5)
      assert.deepEqual(waiting.states, [{ kind: 'elsewhere' }])
      await store.release('another')
      await updated
      assert.equal(waiting.states.at(-1)?.kind, 'ready')
      await store.lease('dead', Date.now(), Date.now() + 60_000)
      const later = start({ owner: 'heir', now: () => Date.now() + 60_001 })
      await later.service.update()
      assert.ok(!later.states.some(({ kind }) => kind === 'elsewhere'))
    } finally {
      await store.close()
    }
  })

  it('a damaged file is dropped and built anew', async () => {
    const running = start()
    await running.service.update()
    await bench.close()
    const file = workspace.file('.git/index.db')
    const whole = await readFile(file)
    for (const damage of [
      Buffer.from('this is no database at all'),
      whole.fill(0x55, 4096, whole.length),
      whole.subarray(0, 5000),
    ]) {
      await writeFile(file, damage)
      const again = start()
      await again.service.update()
      assert.equal(await first(again, 'parse date'), 'lib/parse.py')
      await bench.close()
    }
  })

  it('money is untouched while a damaged index is dropped and rebuilt', async () => {
    // As in the editor's storage: side by side.
    const [money, file] = [workspace.file('.git/store.db'), workspace.file('.git/index.db')]
    const ledger = new Ledger(money)
    const call = { entry: entryStart('a'), call: 1, worst: worst(500), queryTokens: 10, caps: wide }
    ledger.reserve(call)
    ledger.settle({ id: 'a', call: 1, components: paid(120), estimated: false, priceRow: null })
    ledger.reserve({ ...call, entry: entryStart('b') })
    const bytes = (): Promise<Buffer[]> => Promise.all(['', '-wal'].map((end) => readFile(money + end)))
    const before = await bytes()
    await start().service.update()
    await bench.close()
    await writeFile(file, (await readFile(file)).fill(0x55, 4096))
    const again = start()
    await again.service.update()
    assert.equal(await first(again, 'parse date'), 'lib/parse.py')
    assert.equal(again.texts.length, 3, 'all of it was made anew')
    assert.deepEqual(await bytes(), before)
    assert.deepEqual(ledger.use().day, { spent: 120, reserved: 500 })
    ledger.close()
  })

  it('an index that is deleted while it is open is made again', async () => {
    const running = start()
    await running.service.update()
    for (const end of ['', '-wal', '-shm']) await rm(workspace.file(`.git/index.db${end}`), { force: true })
    await running.service.update()
    assert.equal(await first(running, 'parse date'), 'lib/parse.py')
    assert.ok((await readFile(workspace.file('.git/index.db'))).length > 0)
  })

  it('where nothing can be written, the index is in memory and says so', async () => {
    await workspace.write('in-the-way', 'a file')
    const running = start({ file: workspace.file('in-the-way/index.db') })
    await running.service.update()
    const state = running.states.at(-1)
    assert.ok(state?.kind === 'ready' && state.trouble?.reason === 'not-kept', JSON.stringify(state))
    assert.equal(await first(running, 'parse date'), 'lib/parse.py')
  })

  it('a file that becomes unreadable or goes away while it is read is no reason to stop', async () => {
    await workspace.write('src/locked.ts', 'export const locked = 1\n')
    await chmod(workspace.file('src/locked.ts'), 0)
    await rename(workspace.file('src/orders.ts'), workspace.file('src/sales.ts'))
    const running = start()
    await running.service.update()
    assert.equal(await first(running, 'total of orders'), 'src/sales.ts')
  })
})
