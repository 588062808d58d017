/**
 * WebGPU without a card: on the Vulkan device in software that comes with Chromium. Slow, so only for what comes out; it
 * knows no 16-bit floats, so the shipped model is a card that fails.
 */
import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { agree } from '../../../extension/core/providers.ts'
import type { Trial } from '../../../extension/core/providers.ts'
import type { FromHost, ToHost } from '../../../extension/engines/protocol.ts'
import { tinyFolder } from '../../core/completion/tiny.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const main = path.join(root, 'extension/engines/host/main.ts')
const places = ['/usr/lib/chromium', '/usr/lib/chromium-browser']
const icd = 'vk_swiftshader_icd.json'
const text = 'const alpha = read(beta)\nfor (const gamma of alpha) {\n}\nfor (const gamma of '

const named = process.env['CHROMIUM']
const folder = [
  ...(named !== undefined && existsSync(named) ? [path.dirname(realpathSync(named))] : []),
  ...places,
].find((place) => existsSync(path.join(place, icd)) && existsSync(path.join(place, 'libvulkan.so.1')))

describe('WebGPU', () => {
  let host: ChildProcess
  let received: FromHost[]

  before(function () {
    if (folder === undefined) {
      console.log(`      skipped: no ${icd} of a Chromium here`)
      this.skip()
    }
  })
  beforeEach(() => {
    const env = { ...process.env, VK_ICD_FILENAMES: path.join(folder!, icd), LD_LIBRARY_PATH: folder }
    host = fork(main, { env, execArgv: [], serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    received = []
    host.on('message', (message) => received.push(message as FromHost))
  })
  afterEach(() => void host.kill('SIGKILL'))

  async function answer<Type extends FromHost['type']>(type: Type): Promise<Extract<FromHost, { type: Type }>> {
    for (;;) {
      const found = received.find((message) => message.type === type)
      if (found) return found as Extract<FromHost, { type: Type }>
      await new Promise((resolve) => host.once('message', resolve))
    }
  }

  const time = async (provider: 'cpu' | 'webgpu'): Promise<Trial> => {
    host.send({ type: 'time', modelDir: tinyFolder, provider, threads: 1 } satisfies ToHost)
    const { trial } = await answer('timed')
    received.length = 0
    return trial
  }

  async function complete(options: Partial<Extract<ToHost, { type: 'start' }>['options']>): Promise<string> {
    host.send({ type: 'start', options: { modelDir: tinyFolder, engine: 'native', threads: 1, ...options } })
    host.send({ type: 'open', uri: 'a', path: 'a.ts', language: 'typescript', version: 1, text })
    const where = { uri: 'a', version: 1, offset: text.length }
    host.send({ type: 'complete', id: 1, ...where, threshold: 0, trigger: 'automatic' } satisfies ToHost)
    const { outcome } = await answer('outcome')
    assert.ok(outcome.kind === 'done' && outcome.tokens > 0, JSON.stringify(outcome))
    return outcome.text
  }

  it('says what the processor says', async function () {
    this.timeout(120_000)
    const [card, processor] = [await time('webgpu'), await time('cpu')]
    assert.ok(card.kind === 'done' && processor.kind === 'done', JSON.stringify([card, processor]).slice(0, 500))
    assert.ok(agree(processor.logits, card.logits))
    assert.notDeepEqual(card.logits, processor.logits, 'it is another device')
  })

  it('completes with it', async function () {
    this.timeout(120_000)
    assert.match(await complete({ provider: 'webgpu' }), /^\w+\) \{$/)
    assert.equal((await answer('ready')).provider, 'webgpu')
  })

  it('leaves the model to the processor where the card can’t run it, and says so', async function () {
    this.timeout(120_000)
    const shipped = path.join(root, 'models/completion')
    await complete({ modelDir: shipped, provider: 'webgpu' })
    const { provider, engine, trouble } = await answer('ready')
    assert.deepEqual([provider, engine, trouble?.reason], ['cpu', 'native', 'provider-failed'])
    assert.match(trouble!.message, /webgpu/)
  })
})
