import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { StoreError, explained, openDatabase } from '../../../extension/engines/store/database.ts'
import { Ledger } from '../../../extension/engines/store/ledger.ts'
import { StoreClient, storeScript } from '../../../extension/engines/store/store-client.ts'
import { end, paid, start, temporaryFolder, wide, worst } from './asks.ts'

describe('store', () => {
  const folder = temporaryFolder()
  const clients: StoreClient[] = []
  const open = (file: string): StoreClient => {
    const client = new StoreClient(storeScript, path.join(folder(), file))
    clients.push(client)
    return client
  }
  after(() => Promise.all(clients.map((client) => client.dispose())))
  const reserve = (client: StoreClient, id = 'a') =>
    client.call('reserve', { entry: start(id), call: 1, worst: worst(100), queryTokens: 10, caps: wide })
  const isStoreError = (pattern: RegExp) => (error: unknown) =>
    error instanceof StoreError && pattern.test(error.message)

  it('touches no disk before it is called, and works in a thread of its own', async () => {
    const client = open('new/store.db')
    assert.ok(!existsSync(path.join(folder(), 'new')))
    assert.deepEqual(await reserve(client), { kind: 'reserved' })
    await client.call('settle', { id: 'a', call: 1, components: paid(40), estimated: false, priceRow: null })
    await client.call('finish', 'a', end, [])
    const { costMicroUsd, savedMicroUsd, byDay } = await client.call('summary')
    assert.deepEqual([costMicroUsd, savedMicroUsd, byDay.length], [40, 860, 1])
  })

  it('is shared by clients, and kept', async () => {
    const [one, two] = [open('shared.db'), open('shared.db')]
    await reserve(one)
    assert.equal((await two.call('use')).day.reserved, 100)
    await one.dispose()
    assert.equal((await one.call('use')).day.reserved, 100, 'disposed, it opens again')
  })

  it('refuses a damaged file, says which, and leaves it as it is', async () => {
    const file = path.join(folder(), 'damaged.db')
    const garbage = 'not a database at all, '.repeat(500)
    writeFileSync(file, garbage)
    await assert.rejects(reserve(open('damaged.db')), isStoreError(/damaged\.db is damaged.*Move it away/))
    assert.equal(readFileSync(file, 'utf8'), garbage)
  })

  it('finds damage inside a file that begins well', async () => {
    const client = open('rotten.db')
    for (let i = 0; i < 50; i++) await reserve(client, `ask ${i}`)
    await client.dispose()
    const file = path.join(folder(), 'rotten.db')
    const bytes = readFileSync(file)
    bytes.fill(0xa5, 4096)
    writeFileSync(file, bytes)
    await assert.rejects(reserve(open('rotten.db')), isStoreError(/rotten\.db is damaged/))
  })

  it('refuses a file of a newer version', async () => {
    const { DatabaseSync } = await import('node:sqlite')
    const database = new DatabaseSync(path.join(folder(), 'newer.db'))
    database.exec('PRAGMA user_version = 999')
    database.close()
    await assert.rejects(reserve(open('newer.db')), isStoreError(/newer Shortline/))
  })

  it('says that a folder can’t be written', async () => {
    writeFileSync(path.join(folder(), 'a file'), '')
    await assert.rejects(reserve(open('a file/store.db')), isStoreError(/can’t be written.*who may write/))
  })

  it('says that the disk is full, and keeps what it had', () => {
    const file = path.join(folder(), 'full.db')
    new Ledger(file).close()
    const database = openDatabase(file)
    database.exec('PRAGMA max_page_count = 1')
    const fill = (): void => database.exec(`INSERT INTO counter VALUES ('${'x'.repeat(200_000)}', 0, 0)`)
    assert.throws(() => explained(file, fill), isStoreError(/disk .* is full.*free some space/))
    assert.equal(database.prepare('SELECT count(*) AS n FROM counter').get()?.['n'], 0)
    database.close()
  })

  it('waits for whoever has the lock', async () => {
    const client = open('locked.db')
    await client.call('use')
    const database = openDatabase(path.join(folder(), 'locked.db'))
    database.exec('BEGIN IMMEDIATE')
    let released = false
    const reserving = reserve(client).then((result) => [result.kind, released])
    await wait(100)
    released = true
    database.exec('COMMIT')
    assert.deepEqual(await reserving, ['reserved', true])
    database.close()
  })

  it('fails closed where the file may not grow', async function () {
    if (process.platform === 'win32') this.skip() // No limits of this kind.
    const hammer = path.join(import.meta.dirname, 'hammer.ts')
    const file = path.join(folder(), 'limited.db')
    const run = `ulimit -f 40; exec "$0" --disable-warning=ExperimentalWarning "$1" "$2"`
    const child = spawn('sh', ['-c', run, process.execPath, hammer, file], { stdio: ['ignore', 'ignore', 'pipe'] })
    const [said] = await Promise.all([text(child.stderr), once(child, 'close')])
    assert.notEqual(child.exitCode, 0)
    assert.match(said, /StoreError: The (ledger|disk) .*limited\.db/)
    const { day } = new Ledger(file).use()
    assert.equal(day.reserved, 0, 'what the ended process held is counted as spent')
  })

  it('works again as soon as what stood in the way is gone', async () => {
    const file = path.join(folder(), 'blocked.db')
    writeFileSync(file, 'no database')
    const client = open('blocked.db')
    await assert.rejects(reserve(client), StoreError)
    writeFileSync(file, '')
    assert.deepEqual(await reserve(client), { kind: 'reserved' })
  })
})
