/** The index on real files, real grammars and real SQLite. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { IndexState } from '../../../extension/core/retrieval/index-state.ts'
import type { Embed } from '../../../extension/core/retrieval/types.ts'
import { IndexService } from '../../../extension/engines/retrieval/index-service.ts'
import { openStore } from '../../../extension/engines/retrieval/open-store.ts'
import { TestWorkspace, dimensions, wordEmbedder } from './workspace.ts'

const files = {
  'src/gravatar.ts': 'export function gravatarUrl(email: string): string {\n  return host + md5(email)\n}\n',
  'src/orders.ts': 'export function totalOf(orders: Order[]): number {\n  return sum(orders, "price")\n}\n',
  'lib/parse.py': 'def parse_date(text):\n    return strptime(text, FORMAT)\n',
  '.env': 'CANARY_TOKEN=gravatar\n',
}

interface Running {
  service: IndexService
  states: IndexState[]
  texts: string[]
}

describe('the index service', () => {
  let workspace: TestWorkspace
  const open: IndexService[] = []
  beforeEach(async () => {
    workspace = await TestWorkspace.create(files)
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((service) => service.close()))
    await workspace.remove()
  })

  function start(
    options: { owner?: string; embed?: Embed | null; file?: string; model?: string; now?: () => number } = {},
  ): Running {
    const words = wordEmbedder()
    const embed = options.embed === null ? undefined : (options.embed ?? words.embed)
    const states: IndexState[] = []
    const service = new IndexService({
      options: {
        folders: [{ root: workspace.root, name: '' }],
        file: options.file ?? workspace.file('.git/index.db'),
        exclude: [],
        model: embed ? { id: options.model ?? 'words', dimensions } : null,
      },
      ...(embed && { embed }),
      owner: options.owner ?? 'me',
      onState: (state) => states.push(state),
      log: () => undefined,
      now: options.now ?? (() => Date.now()),
    })
    open.push(service)
    return { service, states, texts: words.texts }
  }

  const first = async ({ service }: Running, query: string): Promise<string | undefined> =>
    (await service.search(query, 5))[0]?.path

  it('finds a function by what it does, with the lines as they stand and their hash', async () => {
    const running = start()
    await running.service.update()
    const [hit] = await running.service.search('gravatar url of an email', 5)
    assert.equal(hit?.path, 'src/gravatar.ts')
    assert.deepEqual([hit.startLine, hit.endLine], [1, 3])
    assert.equal(hit.text, files['src/gravatar.ts'].trimEnd())
    assert.match(hit.hash, /^[0-9a-f]{64}$/)
    assert.deepEqual(running.states.at(-1), { kind: 'ready', files: 3, chunks: 3, embedded: 3 })
  })

  it('never reads a secrets file, nor one that is excluded later', async () => {
    const running = start()
    await running.service.update()
    await running.service.changed([workspace.file('.env')])
    const hits = await running.service.search('CANARY_TOKEN gravatar', 20)
    assert.ok(!hits.some(({ path, text }) => path.includes('.env') || text.includes('CANARY')))
    assert.ok(!running.texts.some((text) => text.includes('CANARY')))
    assert.ok(!(await readFile(workspace.file('.git/index.db'))).includes('CANARY'))
    await workspace.write('.gitignore', 'lib/\n')
    await running.service.update()
    assert.ok(!(await running.service.search('parse date', 5)).some(({ path }) => path.startsWith('lib/')))
  })

  it('answers by words while there are no vectors yet, and without any encoder', async () => {
    let release = (): void => undefined
    const gate = new Promise<void>((resolve) => (release = resolve))
    const { embed } = wordEmbedder()
    const slow: Embed = async (texts, kind) => (await gate, await embed(texts, kind))
    const running = start({ embed: slow })
    const updated = running.service.update()
    while (running.states.at(-1)?.kind !== 'indexing') await sleep(5)
    while ((await running.service.search('parse date', 5)).length === 0) await sleep(5)
    release()
    await updated
    const without = start({ embed: null, file: ':memory:' })
    await without.service.update()
    assert.equal(await first(without, 'total of orders'), 'src/orders.ts')
  })

  it('says so and goes by words where the encoder fails', async () => {
    const running = start({ embed: () => Promise.reject(new Error('the model is gone')) })
    await running.service.update()
    const state = running.states.at(-1)
    assert.ok(
      state?.kind === 'ready' &&
        state.trouble?.reason === 'no-vectors' &&
        state.trouble.message.includes('the model is gone'),
    )
    assert.equal(await first(running, 'parse date'), 'lib/parse.py')
  })

  it('takes up what was saved, moved and deleted, and embeds nothing twice', async () => {
    const running = start()
    await running.service.update()
    const embedded = running.texts.length
    await workspace.write(
      'src/orders.ts',
      `// Orders.\n\n${files['src/orders.ts']}export const shipmentCarrier = () => 'post'\n`,
    )
    await running.service.changed([workspace.file('src/orders.ts')])
    assert.equal(await first(running, 'shipment carrier'), 'src/orders.ts')
    assert.ok(
      running.texts.slice(embedded).every((text) => !text.includes('totalOf')),
      'the function is as it was',
    )
    await rm(workspace.file('lib/parse.py'))
    await running.service.changed([workspace.file('lib/parse.py')])
    assert.ok(!(await running.service.search('parse date', 5)).some(({ path }) => path === 'lib/parse.py'))
  })

  it('a branch switch and back embeds nothing anew', async () => {
    const running = start()
    await running.service.update()
    await workspace.write('src/orders.ts', 'export function other(): number {\n  return 42 * 42\n}\n')
    await running.service.update()
    const embedded = running.texts.length
    assert.equal(embedded, 4)
    await workspace.write('src/orders.ts', files['src/orders.ts'])
    await running.service.update()
    assert.equal(running.texts.length, embedded)
    assert.equal(await first(running, 'total of orders'), 'src/orders.ts')
  })

  it('goes on where it was called off, also after a restart', async () => {
    for (let number = 0; number < 40; number++)
      await workspace.write(`many/f${number}.ts`, `export function task${number}() {\n  return run(${number})\n}\n`)
    const { embed, texts } = wordEmbedder()
    const stuck: Embed = async (given, kind, signal) => {
      if (texts.length > 0) await once(signal!, 'abort').then(() => signal!.throwIfAborted())
      return await embed(given, kind)
    }
    const running = { ...start({ embed: stuck }), texts }
    const updated = running.service.update()
    while (running.texts.length === 0) await sleep(1)
    await running.service.pause()
    await updated
    assert.equal(running.states.at(-1)?.kind, 'cancelled')
    const done = running.texts.length
    assert.ok(done < 43, 'it was called off before the end')
    await running.service.close()
    open.length = 0
    const again = start()
    await again.service.update()
    assert.equal(again.texts.length, 43 - done)
  })

  it('progress never runs backwards', async () => {
    for (let number = 0; number < 60; number++)
      await workspace.write(`many/f${number}.ts`, `export const n${number} = () => ${number}\n`)
    const running = start()
    await running.service.update()
    const fractions = running.states.flatMap((state) => (state.kind === 'indexing' ? [state.fraction] : []))
    assert.ok(fractions.length > 5)
    assert.deepEqual(
      fractions,
      fractions.toSorted((a, b) => a - b),
    )
    assert.equal(fractions.at(-1), 1)
  })

  it('knows whether what it found still stands there', async () => {
    const running = start()
    await running.service.update()
    const hits = await running.service.search('gravatar url', 1)
    assert.equal(await running.service.unchanged(hits), true)
    await workspace.write('src/gravatar.ts', `\n${files['src/gravatar.ts']}`)
    assert.equal(await running.service.unchanged(hits), false)
    await rm(workspace.file('src/gravatar.ts'))
    assert.equal(await running.service.unchanged(hits), false)
    assert.equal(
      await running.service.unchanged([{ path: '../outside.ts', startLine: 1, endLine: 1, hash: '' }]),
      false,
    )
  })

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
    await running.service.close()
    open.length = 0
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
      await again.service.close()
      open.length = 0
    }
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
