/** Labels and embeddings through the model host as a process, with the models that ship and the small one of the tests. */
import assert from 'node:assert/strict'
import path from 'node:path'
import { HostClient } from '../../../extension/engines/host-client.ts'
import { EmbeddingError, embedAll } from '../../../extension/engines/embed-all.ts'
import type { HostOptions } from '../../../extension/engines/protocol.ts'
import { tinyFolder } from '../../core/completion/tiny.ts'
import { cosine, encoderFolder } from '../encoder/shipped.ts'

const never = new AbortController().signal
const uri = 'file:///toy.ts'
const toy = 'const alpha = read(beta)\nalpha.push(beta)\nalpha.'
const code =
  'export function compute(input: number[]): number {\n  return input.reduce((a, b) => a + b, 0)\n}\n'.repeat(8)

describe('the model host with an encoder', () => {
  const clients: HostClient[] = []

  function client(options: Partial<HostOptions> = {}): HostClient {
    const made = new HostClient({
      file: path.resolve(import.meta.dirname, '../../../extension/engines/host/main.ts'),
      options: () => ({ modelDir: tinyFolder, encoderDir: encoderFolder, engine: 'native', threads: 1, ...options }),
      onState: () => undefined,
      log: () => undefined,
    })
    clients.push(made)
    return made
  }

  afterEach(() => {
    for (const made of clients.splice(0)) made.dispose()
  })

  const complete = (host: HostClient): ReturnType<HostClient['complete']> =>
    host.complete({ uri, version: 1, offset: toy.length, threshold: 0, trigger: 'automatic' }, never)

  function open(host: HostClient): void {
    host.start()
    host.open({ uri, path: 'toy.ts', language: 'typescript', version: 1, text: toy })
  }

  it('labels', async () => {
    const result = await client().label('write unit tests for this', { location: 'inline', selection: true }, never)
    assert.ok(result.kind === 'done', JSON.stringify(result))
    assert.ok(result.intent.p > 0 && result.intent.set.length <= 12 && result.intent.ms > 0)
  })

  it('embeds any number of texts, in their order', async () => {
    const host = client()
    const texts = Array.from({ length: 21 }, (_, at) =>
      at % 3 === 0 ? code.slice(0, 40 + 30 * at) : `query number ${at}`,
    )
    const embed: typeof host.embed = (...args) => host.embed(...args)
    const vectors = await embedAll(embed, texts, 'code')
    assert.equal(vectors.length, texts.length)
    for (const at of [0, 1, 20]) {
      const [alone] = await embedAll(embed, [texts[at]!], 'query')
      assert.ok(cosine(alone!, vectors[at]!) > 0.99)
    }
    assert.deepEqual(await embedAll(embed, [], 'code'), [])
  })

  it('completes and labels before it goes on with code', async () => {
    const host = client()
    open(host)
    await Promise.all([complete(host), host.label('fix', {}, never)])
    const order: string[] = []
    const note = (name: string) => (): void => void order.push(name)
    await Promise.all([
      host.embed(new Array<string>(16).fill(code), 'code', never).then(note('code')),
      host.embed(new Array<string>(2).fill(code), 'code', never).then(note('more code')),
      complete(host).then(note('completion')),
      host.label('fix this', {}, never).then(note('label')),
      host.embed(['where is it'], 'query', never).then(note('query')),
    ])
    assert.deepEqual(order.slice(-2), ['code', 'more code'])
  })

  it('ends what is cancelled and goes on with the rest', async () => {
    const host = client()
    const abort = new AbortController()
    const long = embedAll((...args) => host.embed(...args), new Array<string>(64).fill(code), 'code', abort.signal)
    const label = host.label('fix', {}, abort.signal)
    const next = host.embed([code], 'code', never)
    setTimeout(() => abort.abort(), 20)
    await assert.rejects(long, (error) => error instanceof EmbeddingError && error.result.kind === 'cancelled')
    assert.ok(['cancelled', 'done'].includes((await label).kind))
    assert.equal((await next).kind, 'done')
  })

  it('says why where the encoder is missing, and completes all the same', async () => {
    for (const options of [{ encoderDir: 'nowhere' }, { encoderDir: tinyFolder }, { encoderDir: undefined }]) {
      const host = client(options as Partial<HostOptions>)
      open(host)
      const result = await host.label('fix', {}, never)
      assert.ok(result.kind === 'failed')
      const wanted =
        options.encoderDir === tinyFolder ? ['model-broken', /template/] : ['model-missing', /nowhere|No folder/]
      assert.equal(result.reason, wanted[0])
      assert.match(result.message, wanted[1] as RegExp)
      await assert.rejects(
        embedAll((...args) => host.embed(...args), ['x'], 'code'),
        (error) => error instanceof EmbeddingError && error.message === result.message,
      )
      assert.notEqual((await complete(host)).kind, 'failed')
    }
  })

  it('answers what is asked of a host that dies', async () => {
    const host = client()
    await host.label('fix', {}, never)
    const answers = [host.label('fix this', {}, never), host.embed(new Array<string>(8).fill(code), 'code', never)]
    process.kill(host.pid!, 'SIGKILL')
    for (const answer of answers) {
      const result = await answer
      assert.ok(result.kind === 'done' || (result.kind === 'failed' && result.reason === 'host-stopped'))
    }
    assert.equal((await host.label('fix again', {}, never)).kind, 'done')
  })
}).timeout(60_000)
