/** The model host as a process of its own, over its protocol, on the small model of `test/cases`. */
import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FromHost, HostOptions, ToHost } from '../../../extension/engines/protocol.ts'
import { tinyFolder } from '../../core/completion/tiny.ts'

type Complete = Extract<ToHost, { type: 'complete' }>
type Answer<Type extends FromHost['type']> = Extract<FromHost, { type: Type }>

const main = path.resolve(import.meta.dirname, '../../../extension/engines/host/main.ts')
const uri = 'file:///toy.ts'
const toy = 'const alpha = read(beta)\nalpha.push(beta)\nfor (const gamma of alpha) {\n  gamma.add(beta)\n}\n'

let home: string
let host: ChildProcess
let received: FromHost[]

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'shortline-home-'))
  // Both would hide that onnxruntime reports to its makers.
  const silencing = { CI: undefined, ORT_DISABLE_TELEMETRY: undefined }
  const env = { ...process.env, ...silencing, HOME: home, XDG_CACHE_HOME: path.join(home, '.cache') }
  host = fork(main, { env, execArgv: [] })
  received = []
  host.on('message', (message) => received.push(message as FromHost))
})
afterEach(async () => {
  if (host.exitCode === null) {
    host.kill('SIGKILL')
    await once(host, 'exit')
  }
  await rm(home, { recursive: true })
})

const send = (message: ToHost): boolean => host.send(message)

/** The first message of the type that `fits`, come or to come. */
async function answer<Type extends FromHost['type']>(
  type: Type,
  fits: (message: Answer<Type>) => boolean = () => true,
): Promise<Answer<Type>> {
  for (;;) {
    const found = received.find((message) => message.type === type && fits(message as Answer<Type>))
    if (found) return found as Answer<Type>
    await once(host, 'message')
  }
}

const outcome = async (id: number): Promise<Answer<'outcome'>['outcome']> =>
  (await answer('outcome', (message) => message.id === id)).outcome

async function start(options: Partial<HostOptions> = {}): Promise<Answer<'ready'>> {
  send({ type: 'start', options: { modelDir: tinyFolder, engine: 'native', threads: 1, ...options } })
  return await answer('ready')
}

function open(text: string, version = 1): void {
  send({ type: 'open', uri, path: 'toy.ts', language: 'typescript', version, text })
}

function ask(id: number, version: number, offset: number, more: Partial<Complete> = {}): void {
  send({ type: 'complete', id, uri, version, offset, threshold: 0, trigger: 'automatic', ...more })
}

describe('model host', () => {
  it('starts and completes', async () => {
    const ready = await start()
    assert.equal(ready.engine, 'native')
    assert.equal(ready.trouble, undefined)
    assert.ok(ready.loadMs > 0)
    open(`${toy}for (const gamma of `)
    ask(1, 1, toy.length + 20)
    const found = await outcome(1)
    assert.ok(found.kind === 'done' && found.tokens > 0)
    assert.match(found.text, /^\w+\) \{$/)
  })

  it('follows the edits of a message in their order', async () => {
    await start({ engine: 'ngram' })
    open('zebra.')
    ask(1, 1, 6)
    assert.equal((await outcome(1)).kind, 'empty')
    const edits = [
      { offset: 0, deleted: 0, inserted: 'zebra.graze(1)\n' },
      { offset: 12, deleted: 1, inserted: '22' },
    ]
    send({ type: 'change', uri, version: 2, edits })
    ask(2, 2, 22)
    const found = await outcome(2)
    assert.ok(found.kind === 'done' && found.text === 'graze(22)', JSON.stringify(found))
  })

  it('suggests no member that the editor does not know', async () => {
    await start({ engine: 'ngram' })
    open('zebra.graze(1)\nzebra.')
    ask(1, 1, 21, { members: ['trot'] })
    assert.equal((await outcome(1)).kind, 'empty')
    ask(2, 1, 21, { members: ['trot', 'graze'] })
    const found = await outcome(2)
    assert.ok(found.kind === 'done' && found.text === 'graze(1)', JSON.stringify(found))
  })

  it('copies from files that are not open, as long as they are beside', async () => {
    await start({ engine: 'ngram' })
    const fileOf = (name: string, text: string) => ({ uri: `file:///${name}`, language: 'typescript', text })
    open('zebra.')
    let id = 0
    const suggested = async (): Promise<string> => {
      ask(++id, 1, 6)
      const found = await outcome(id)
      return found.kind === 'done' ? found.text : found.kind
    }
    send({ type: 'beside', files: [fileOf('a.ts', 'zebra.graze(1)\n'), fileOf('toy.ts', 'zebra.overwritten()\n')] })
    assert.equal(await suggested(), 'graze(1)')
    send({ type: 'beside', files: [fileOf('b.ts', 'zebra.trot(2)\n')] })
    assert.equal(await suggested(), 'trot(2)')
    const other = { uri: 'file:///b.ts', path: 'b.ts', language: 'typescript', version: 1 }
    send({ type: 'open', ...other, text: 'zebra.gallop(3)\n' })
    assert.equal(await suggested(), 'gallop(3)', 'what stands in the editor counts')
    send({ type: 'close', uri: other.uri })
    assert.equal(await suggested(), 'trot(2)', 'a closed tab leaves what the folder has')
    send({ type: 'open', ...other, text: 'zebra.gallop(3)\n' })
    send({ type: 'beside', files: [] })
    assert.equal(await suggested(), 'gallop(3)', 'and stays')
  })

  it('answers what came while the model was loading', async () => {
    open('zebra.graze(1)\nzebra.')
    send({ type: 'start', options: { modelDir: tinyFolder, engine: 'native', threads: 1 } })
    ask(1, 1, 21)
    const found = await outcome(1)
    assert.ok(found.kind === 'done' && found.tokens > 0)
    assert.equal(received[0]?.type, 'ready')
  })

  it('cancels a request for another version, an unknown document and a closed one', async () => {
    await start()
    open(toy)
    ask(1, 2, 5)
    assert.equal((await outcome(1)).kind, 'cancelled')
    send({ type: 'complete', id: 2, uri: 'file:///other', version: 1, offset: 0, threshold: 0, trigger: 'explicit' })
    assert.equal((await outcome(2)).kind, 'cancelled')
    send({ type: 'close', uri })
    ask(3, 1, 5)
    assert.equal((await outcome(3)).kind, 'cancelled')
  })

  it('answers each of many requests at once, the stale and cancelled ones with cancelled', async () => {
    await start()
    open(`${toy}alpha.`)
    let at = toy.length + 6
    for (let id = 1; id <= 12; id++) {
      ask(id, id, at)
      if (id === 12) break
      send({ type: 'change', uri, version: id + 1, edits: [{ offset: at++, deleted: 0, inserted: 'x' }] })
    }
    for (let id = 1; id < 12; id++) assert.equal((await outcome(id)).kind, 'cancelled', `request ${id}`)
    assert.notEqual((await outcome(12)).kind, 'cancelled')
    // What has been read already would be answered before a cancel can come.
    send({ type: 'change', uri, version: 13, edits: [{ offset: at, deleted: 0, inserted: ' = gamma.add(' }] })
    at += 13
    ask(20, 13, at)
    ask(21, 13, at)
    send({ type: 'cancel', id: 20 })
    send({ type: 'cancel', id: 21 })
    assert.deepEqual([(await outcome(20)).kind, (await outcome(21)).kind], ['cancelled', 'cancelled'])
    send({ type: 'cancel', id: 22 })
    ask(22, 13, at)
    assert.notEqual((await outcome(22)).kind, 'cancelled', 'a cancel names a request that has come')
  })

  it('fails a request that makes no sense and goes on', async () => {
    await start()
    open('zebra.graze(1)\nzebra.')
    ask(1, 1, 1_000)
    const failed = await outcome(1)
    assert.ok(failed.kind === 'failed' && failed.reason === 'internal')
    assert.match(failed.message, /outside the document/)
    ask(2, 1, 21)
    assert.equal((await outcome(2)).kind, 'done')
  })

  it('shows only what starts with the selected item', async () => {
    await start()
    open('zebra.graze(1)\nzebra.gallop(2)\nzebra.')
    ask(1, 1, 37, { mustStartWith: 'gal' })
    const found = await outcome(1)
    assert.ok(found.kind !== 'done' || found.text.startsWith('gal'), JSON.stringify(found))
  })

  it('says which lines go on behind a suggestion, one request after the other, and nothing for another version', async () => {
    await start()
    const block = 'for (const gamma of alpha) {\n  gamma.add(beta)\n}\n'
    const text = `${block}const alpha = read(beta)\n${block}const gamma = read(beta)\nfor (const gamma of `
    open(text)
    const query = { uri, offset: text.length, text: 'alpha) {', confidence: 1, threshold: 0, lines: 'sure' } as const
    send({ type: 'goOn', id: 1, version: 1, ...query })
    const { result } = await answer('wentOn')
    assert.ok(result.kind === 'done' && result.confidence > 0)
    assert.equal(result.text, '\n  gamma.add(beta)\n}')
    send({ type: 'goOn', id: 2, version: 2, ...query })
    assert.deepEqual((await answer('wentOn', ({ id }) => id === 2)).result, { kind: 'cancelled' })
    send({ type: 'goOn', id: 3, version: 1, ...query, offset: 10_000 })
    assert.equal((await answer('wentOn', ({ id }) => id === 3)).result.kind, 'failed')
    ask(4, 1, text.length)
    assert.equal((await outcome(4)).kind, 'done')
  })

  it('copies without a model, and says why there is none', async () => {
    const ready = await start({ modelDir: path.join(home, 'nowhere'), engine: 'auto' })
    assert.equal(ready.engine, 'ngram')
    assert.equal(ready.trouble?.reason, 'model-missing')
    open('zebra.graze(1)\nzebra.')
    ask(1, 1, 21)
    const found = await outcome(1)
    assert.ok(found.kind === 'done' && found.text === 'graze(1)' && found.tokens === 0)
  })

  it('runs on WebAssembly when it is asked to', async () => {
    const ready = await start({ engine: 'wasm' })
    assert.equal(ready.engine, 'wasm', JSON.stringify(ready))
    open(`${toy}for (const gamma of `)
    ask(1, 1, toy.length + 20)
    const found = await outcome(1)
    assert.ok(found.kind === 'done' && found.tokens > 0)
  })

  it('tells how right it would have been when a line is left, in numbers', async () => {
    await start({ modelDir: path.resolve(import.meta.dirname, '../../../models/completion') })
    open(`${toy}alpha.`)
    const at = toy.length + 6
    ask(1, 1, at)
    const found = await outcome(1)
    assert.ok(found.kind === 'done')
    const edit = (version: number, offset: number, inserted: string): void =>
      void send({ type: 'change', uri, version, edits: [{ offset, deleted: 0, inserted }] })
    edit(2, at, found.text)
    edit(3, at + found.text.length, '\n')
    const { requests } = await answer('written')
    assert.equal(requests.length, 1)
    const last = requests[0]!.at(-1)!
    assert.deepEqual([last.length, last.clean], [found.text.length, true])
    assert.ok(requests[0]!.every(({ confidence }) => confidence >= 0 && confidence <= 1))
  })

  it('does less when it takes more than its budget, says so, and goes on answering', async () => {
    await start({ budget: { processor: 1e-9, memoryMb: 0 } })
    open(`${toy}for (const gamma of `)
    let id = 0
    const typing = setInterval(() => ask(++id, 1, toy.length + 20), 50)
    assert.equal((await answer('effort')).effort, 'greedy')
    const least = await answer('effort', ({ effort }) => effort === 'ngram')
    assert.equal(least.strain, 'processor')
    clearInterval(typing)
    ask(++id, 1, toy.length + 20)
    const found = await outcome(id)
    assert.ok(found.kind === 'done' && found.tokens === 0, JSON.stringify(found))
    await answer('effort', ({ effort }) => effort === 'greedy')
  })

  it('unloads the model when memory is short, and goes on with repetitions', async () => {
    await start({ budget: { processor: 1, memoryMb: 1 } })
    open(`${toy}for (const gamma of `)
    let id = 0
    const typing = setInterval(() => ask(++id, 1, toy.length + 20), 50)
    const { effort, strain } = await answer('effort', (message) => message.effort === 'ngram')
    clearInterval(typing)
    assert.deepEqual([effort, strain], ['ngram', 'memory'])
    ask(++id, 1, toy.length + 20)
    const found = await outcome(id)
    assert.ok(found.kind === 'done' && found.tokens === 0, JSON.stringify(found))
  })

  it('writes no file into the home folder: onnxruntime reports nothing', async () => {
    await start()
    open(`${toy}alpha.`)
    ask(1, 1, toy.length + 6)
    await outcome(1)
    assert.deepEqual(await readdir(home, { recursive: true }), [])
  })

  it('ends when it is told to, and with its parent', async () => {
    await start()
    send({ type: 'stop' })
    assert.deepEqual(await once(host, 'exit'), [0, null])
    host = fork(main)
    host.disconnect()
    assert.deepEqual(await once(host, 'exit'), [0, null])
  })
})
