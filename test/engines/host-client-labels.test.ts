/** Labels and embeddings at the extension's end, on a host that fails on demand. */
import assert from 'node:assert/strict'
import path from 'node:path'
import { HostClient } from '../../extension/engines/host-client.ts'
import type { HostClientSetup } from '../../extension/engines/host-client-setup.ts'

const never = new AbortController().signal

describe('host client, labels and embeddings', () => {
  const clients: HostClient[] = []

  function client(setup: Partial<HostClientSetup> = {}): HostClient {
    const made = new HostClient({
      file: path.join(import.meta.dirname, 'fake-host.ts'),
      options: () => ({ modelDir: '', engine: 'auto', threads: 1 }),
      onState: () => undefined,
      log: () => undefined,
      ...setup,
    })
    clients.push(made)
    return made
  }

  afterEach(() => {
    for (const made of clients.splice(0)) made.dispose()
  })

  it('starts a host for the first of them', async () => {
    const host = client()
    assert.equal((await host.label('x', {}, never)).kind, 'done')
    assert.deepEqual(await host.embed(['a', 'b'], 'code', never), {
      kind: 'failed',
      reason: 'model-missing',
      message: '2 texts',
    })
  })

  it('answers a cancelled one at once', async () => {
    const host = client()
    await host.ready()
    const abort = new AbortController()
    const hanging = host.label('hang', {}, abort.signal)
    abort.abort()
    assert.deepEqual(await hanging, { kind: 'cancelled' })
    assert.deepEqual(await host.embed(['x'], 'query', abort.signal), { kind: 'cancelled' })
  })

  it('fails those that a dying host owes, and asks the next one', async () => {
    const host = client()
    await host.ready()
    const results = await Promise.all([host.label('hang', {}, never), host.label('die', {}, never)])
    for (const result of results)
      assert.ok(result.kind === 'failed' && result.reason === 'host-stopped', JSON.stringify(result))
    assert.equal((await host.label('x', {}, never)).kind, 'done')
  })

  it('takes a host that owes a label and says nothing for dead', async () => {
    const host = client({ answerTimeoutMs: 50 })
    await host.ready()
    const result = await host.label('hang', {}, never)
    assert.ok(result.kind === 'failed' && result.reason === 'host-stopped')
  })

  it('fails at once where the host is down for good', async () => {
    const host = client({
      options: () => ({ modelDir: 'die', engine: 'auto', threads: 1 }),
      after: (_, run) => (setImmediate(run), () => undefined),
    })
    await assert.rejects(host.ready(), /times in a row/)
    const result = await host.label('x', {}, never)
    assert.ok(result.kind === 'failed' && /times in a row/.test(result.message))
  })
}).timeout(30_000)
