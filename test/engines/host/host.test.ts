/** The model host as a process of its own, over its protocol, on the small model of `test/cases`. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { tinyFolder } from '../../core/completion/tiny.ts'
import { noDrift } from '../../../extension/core/completion/drift.ts'
import { forkHost, uri } from './forked-host.ts'

const toy = 'const alpha = read(beta)\nalpha.push(beta)\nfor (const gamma of alpha) {\n  gamma.add(beta)\n}\n'

describe('model host', () => {
  const host = forkHost()

  it('starts and completes', async () => {
    const ready = await host.start()
    assert.equal(ready.engine, 'native')
    assert.equal(ready.trouble, undefined)
    assert.ok(ready.loadMs > 0)
    host.open(`${toy}for (const gamma of `)
    host.ask(1, 1, toy.length + 20)
    const found = await host.outcome(1)
    assert.ok(found.kind === 'done' && found.tokens > 0)
    assert.match(found.text, /^\w+\) \{$/)
  })

  it('follows the edits of a message in their order', async () => {
    await host.start({ engine: 'ngram' })
    host.open('zebra.')
    host.ask(1, 1, 6)
    assert.equal((await host.outcome(1)).kind, 'empty')
    const edits = [
      { offset: 0, deleted: 0, inserted: 'zebra.graze(1)\n' },
      { offset: 12, deleted: 1, inserted: '22' },
    ]
    host.send({ type: 'change', uri, version: 2, edits })
    host.ask(2, 2, 22)
    const found = await host.outcome(2)
    assert.ok(found.kind === 'done' && found.text === 'graze(22)', JSON.stringify(found))
  })

  it('suggests no member that the editor does not know', async () => {
    await host.start({ engine: 'ngram' })
    host.open('zebra.graze(1)\nzebra.')
    host.ask(1, 1, 21, { members: ['trot'] })
    assert.equal((await host.outcome(1)).kind, 'empty')
    host.ask(2, 1, 21, { members: ['trot', 'graze'] })
    const found = await host.outcome(2)
    assert.ok(found.kind === 'done' && found.text === 'graze(1)', JSON.stringify(found))
  })

  it('copies from files that are not open, as long as they are beside', async () => {
    await host.start({ engine: 'ngram' })
    const fileOf = (name: string, text: string) => ({ uri: `file:///${name}`, language: 'typescript', text })
    host.open('zebra.')
    let id = 0
    const suggested = async (): Promise<string> => {
      host.ask(++id, 1, 6)
      const found = await host.outcome(id)
      return found.kind === 'done' ? found.text : found.kind
    }
    host.send({
      type: 'beside',
      files: [fileOf('a.ts', 'zebra.graze(1)\n'), fileOf('toy.ts', 'zebra.overwritten()\n')],
    })
    assert.equal(await suggested(), 'graze(1)')
    host.send({ type: 'beside', files: [fileOf('b.ts', 'zebra.trot(2)\n')] })
    assert.equal(await suggested(), 'trot(2)')
    host.send({ type: 'beside', files: [fileOf('b.ts', 'zebra.trot(2)\n'), fileOf('c.ts', 'other\n')] })
    assert.equal(await suggested(), 'trot(2)', 'what stays is still there')
    host.send({ type: 'beside', files: [fileOf('b.ts', 'zebra.trot(4)\n'), fileOf('c.ts', 'other\n')] })
    assert.equal(await suggested(), 'trot(4)', 'and is read anew where it has changed')
    host.send({ type: 'beside', files: [fileOf('b.ts', 'zebra.trot(2)\n')] })
    const other = { uri: 'file:///b.ts', path: 'b.ts', language: 'typescript', version: 1 }
    host.send({ type: 'open', ...other, text: 'zebra.gallop(3)\n' })
    assert.equal(await suggested(), 'gallop(3)', 'what stands in the editor counts')
    host.send({ type: 'close', uri: other.uri })
    assert.equal(await suggested(), 'trot(2)', 'a closed tab leaves what the folder has')
    host.send({ type: 'open', ...other, text: 'zebra.gallop(3)\n' })
    host.send({ type: 'beside', files: [] })
    assert.equal(await suggested(), 'gallop(3)', 'and stays')
  })

  it('answers what came while the model was loading', async () => {
    host.open('zebra.graze(1)\nzebra.')
    host.send({ type: 'start', options: { modelDir: tinyFolder, engine: 'native', threads: 1 } })
    host.ask(1, 1, 21)
    const found = await host.outcome(1)
    assert.ok(found.kind === 'done' && found.tokens > 0)
    assert.equal(host.received[0]?.type, 'ready')
  })

  it('cancels a request for another version, an unknown document and a closed one', async () => {
    await host.start()
    host.open(toy)
    host.ask(1, 2, 5)
    assert.equal((await host.outcome(1)).kind, 'cancelled')
    host.send({
      type: 'complete',
      id: 2,
      uri: 'file:///other',
      version: 1,
      offset: 0,
      threshold: 0,
      trigger: 'explicit',
    })
    assert.equal((await host.outcome(2)).kind, 'cancelled')
    host.send({ type: 'close', uri })
    host.ask(3, 1, 5)
    assert.equal((await host.outcome(3)).kind, 'cancelled')
  })

  it('answers each of many requests at once, the stale and cancelled ones with cancelled', async () => {
    await host.start()
    host.open(`${toy}alpha.`)
    let at = toy.length + 6
    for (let id = 1; id <= 12; id++) {
      host.ask(id, id, at)
      if (id === 12) break
      host.send({ type: 'change', uri, version: id + 1, edits: [{ offset: at++, deleted: 0, inserted: 'x' }] })
    }
    for (let id = 1; id < 12; id++) assert.equal((await host.outcome(id)).kind, 'cancelled', `request ${id}`)
    assert.notEqual((await host.outcome(12)).kind, 'cancelled')
    // What has been read already would be answered before a cancel can come.
    host.send({ type: 'change', uri, version: 13, edits: [{ offset: at, deleted: 0, inserted: ' = gamma.add(' }] })
    at += 13
    host.ask(20, 13, at)
    host.ask(21, 13, at)
    host.send({ type: 'cancel', id: 20 })
    host.send({ type: 'cancel', id: 21 })
    assert.deepEqual([(await host.outcome(20)).kind, (await host.outcome(21)).kind], ['cancelled', 'cancelled'])
    host.send({ type: 'cancel', id: 22 })
    host.ask(22, 13, at)
    assert.notEqual((await host.outcome(22)).kind, 'cancelled', 'a cancel names a request that has come')
  })

  it('fails a request that makes no sense and goes on', async () => {
    await host.start()
    host.open('zebra.graze(1)\nzebra.')
    host.ask(1, 1, 1_000)
    const failed = await host.outcome(1)
    assert.ok(failed.kind === 'failed' && failed.reason === 'internal')
    assert.match(failed.message, /outside the document/)
    host.ask(2, 1, 21)
    assert.equal((await host.outcome(2)).kind, 'done')
  })

  it('shows only what starts with the selected item', async () => {
    await host.start()
    host.open('zebra.graze(1)\nzebra.gallop(2)\nzebra.')
    host.ask(1, 1, 37, { mustStartWith: 'gal' })
    const found = await host.outcome(1)
    assert.ok(found.kind !== 'done' || found.text.startsWith('gal'), JSON.stringify(found))
  })

  it('says which lines go on behind a suggestion, one request after the other, and nothing for another version', async () => {
    await host.start()
    const block = 'for (const gamma of alpha) {\n  gamma.add(beta)\n}\n'
    const text = `${block}const alpha = read(beta)\n${block}const gamma = read(beta)\nfor (const gamma of `
    host.open(text)
    const query = { uri, offset: text.length, text: 'alpha) {', confidence: 1, threshold: 0, lines: 'sure' } as const
    host.send({ type: 'goOn', id: 1, version: 1, ...query })
    const { result } = await host.answer('wentOn')
    assert.ok(result.kind === 'done' && result.confidence > 0)
    assert.equal(result.text, '\n  gamma.add(beta)\n}')
    host.send({ type: 'goOn', id: 2, version: 2, ...query })
    assert.deepEqual((await host.answer('wentOn', ({ id }) => id === 2)).result, { kind: 'cancelled' })
    host.send({ type: 'goOn', id: 3, version: 1, ...query, offset: 10_000 })
    assert.equal((await host.answer('wentOn', ({ id }) => id === 3)).result.kind, 'failed')
    host.ask(4, 1, text.length)
    assert.equal((await host.outcome(4)).kind, 'done')
  })

  it('copies without a model, and says why there is none', async () => {
    const ready = await host.start({ modelDir: path.join(host.home, 'nowhere'), engine: 'auto' })
    assert.equal(ready.engine, 'ngram')
    assert.equal(ready.trouble?.reason, 'model-missing')
    host.open('zebra.graze(1)\nzebra.')
    host.ask(1, 1, 21)
    const found = await host.outcome(1)
    assert.ok(found.kind === 'done' && found.text === 'graze(1)' && found.tokens === 0)
  })

  it('runs on WebAssembly when it is asked to', async () => {
    const ready = await host.start({ engine: 'wasm' })
    assert.equal(ready.engine, 'wasm', JSON.stringify(ready))
    host.open(`${toy}for (const gamma of `)
    host.ask(1, 1, toy.length + 20)
    const found = await host.outcome(1)
    assert.ok(found.kind === 'done' && found.tokens > 0)
  })

  it('tells how right it would have been when a line is left, in numbers', async () => {
    await host.start({ modelDir: path.resolve(import.meta.dirname, '../../../models/completion') })
    host.open(`${toy}alpha.`)
    const at = toy.length + 6
    host.ask(1, 1, at)
    const found = await host.outcome(1)
    assert.ok(found.kind === 'done')
    const edit = (version: number, offset: number, inserted: string): void =>
      void host.send({ type: 'change', uri, version, edits: [{ offset, deleted: 0, inserted }] })
    edit(2, at, found.text)
    edit(3, at + found.text.length, '\n')
    const { requests } = await host.answer('written')
    assert.equal(requests.length, 1)
    const last = requests[0]!.at(-1)!
    assert.deepEqual([last.length, last.clean], [found.text.length, true])
    assert.ok(requests[0]!.every(({ confidence }) => confidence >= 0 && confidence <= 1))
  })

  it('learns from what is written how much the text around counts, where that is wanted', async () => {
    await host.start({ modelDir: path.resolve(import.meta.dirname, '../../../models/completion') })
    const line = "openAviary(keeper, 'north', 41)\n"
    const write = async (from: number): Promise<void> => {
      const text = line.repeat(6)
      host.send({ type: 'open', uri, path: 'toy.ts', language: 'typescript', version: from, text })
      for (let at = 0; at < line.length; at++) {
        const edits = [{ offset: text.length + at, deleted: 0, inserted: line[at]! }]
        host.send({ type: 'change', uri, version: from + at + 1, edits })
        if (line[at] === '\n') return
        host.ask(from + at, from + at + 1, text.length + at + 1)
        await host.outcome(from + at)
      }
    }
    await write(1)
    await host.answer('written')
    assert.ok(!host.received.some(({ type }) => type === 'learned'), 'nobody said so')
    host.send({ type: 'learn', drift: noDrift })
    await write(101)
    const { drift } = await host.answer('learned')
    assert.ok(drift.tokens >= 5 && drift.bias > 0 && drift.gain > 0, JSON.stringify(drift))
    host.send({ type: 'learn' })
    host.received.length = 0
    await write(201)
    await host.answer('written')
    assert.ok(!host.received.some(({ type }) => type === 'learned'), 'nor any more')
  })

  it('writes no file into the home folder: onnxruntime reports nothing', async () => {
    await host.start()
    host.open(`${toy}alpha.`)
    host.ask(1, 1, toy.length + 6)
    await host.outcome(1)
    assert.deepEqual(await readdir(host.home, { recursive: true }), [])
  })

  it('ends when it is told to, and with its parent', async () => {
    await host.start()
    host.send({ type: 'stop' })
    assert.deepEqual(await once(host.child, 'exit'), [0, null])
    assert.deepEqual(await once(host.orphan(), 'exit'), [0, null])
  })
})
