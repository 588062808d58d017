/** The index on real files, real grammars and real SQLite. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFile, rename, rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Embed } from '../../../extension/core/retrieval/types.ts'
import { ServiceBench, files, first } from './service-bench.ts'
import type { Options, Running } from './service-bench.ts'
import { wordEmbedder } from './workspace.ts'
import type { TestWorkspace } from './workspace.ts'

describe('the index service', () => {
  let bench: ServiceBench
  let workspace: TestWorkspace
  const start = (options?: Options): Running => bench.start(options)
  beforeEach(async () => {
    bench = await ServiceBench.create()
    workspace = bench.workspace
  })
  afterEach(() => bench.remove())

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

  it('joins the pieces of a longer function over its blank lines, as they stand in the file', async () => {
    const block = (name: string): string =>
      `  const ${name} = read('${name}')\n${Array.from({ length: 10 }, (_, i) => `  if (${name} > ${i}) warn('${name} beyond ${i}')`).join('\n')}`
    const body = ['voltage', 'pressure', 'humidity'].map(block).join('\n\n')
    await workspace.write('src/sensors.ts', `export function checkSensors(): void {\n${body}\n}\n`)
    const running = start()
    await running.service.update()
    const hits = await running.service.search('pressure beyond', 5)
    const hit = hits.find(({ path }) => path === 'src/sensors.ts')
    assert.ok(hit)
    const lines = (await readFile(workspace.file('src/sensors.ts'), 'utf8')).split('\n')
    assert.equal(hit.text, lines.slice(hit.startLine - 1, hit.endLine).join('\n'))
    assert.match(hit.text, /voltage[^]*pressure[^]*humidity/)
    assert.ok(await running.service.unchanged([hit]))
  })

  it('joins no pieces between which another function stands', async () => {
    const lines = (name: string): string =>
      Array.from({ length: 30 }, (_, i) => `  ${name}.push(readSensor('${name}', ${i}))`).join('\n')
    const inner = `  function calibrate(value) {\n${lines('offsets')}\n    return offsets\n  }`
    await workspace.write(
      'src/rig.js',
      `function openRig(config) {\n${lines('gauges')}\n\n${inner}\n\n${lines('valves')}\n}\n`,
    )
    const running = start()
    await running.service.update()
    const all = (await readFile(workspace.file('src/rig.js'), 'utf8')).split('\n')
    for (const query of ['valves of the rig', 'gauges of the rig', 'offsets calibrate', 'openRig config']) {
      const hits = (await running.service.search(query, 9)).filter(({ path }) => path === 'src/rig.js')
      assert.ok(hits.length > 0)
      for (const { startLine, endLine, text } of hits)
        assert.equal(text, all.slice(startLine - 1, endLine).join('\n'), query)
    }
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

  it('follows folders that are moved and a .gitignore that changes', async () => {
    const running = start()
    await running.service.update()
    await rename(workspace.file('src'), workspace.file('source'))
    await running.service.changed([workspace.file('src'), workspace.file('source')])
    assert.equal(await first(running, 'total of orders'), 'source/orders.ts')
    const paths = (await running.service.search('gravatar total parse', 20)).map(({ path }) => path)
    assert.deepEqual(paths.toSorted(), ['lib/parse.py', 'source/gravatar.ts', 'source/orders.ts'])
    await running.service.changed([await workspace.write('.gitignore', 'source/\n')])
    const left = await running.service.search('gravatar total parse', 20)
    assert.ok(!left.some(({ path }) => path.startsWith('source/')))
  })

  it('a question that comes before anything is indexed waits for something to be', async () => {
    const running = start()
    const updated = running.service.update()
    assert.equal(await first(running, 'total of orders'), 'src/orders.ts')
    await updated
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
    await bench.close()
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
})
