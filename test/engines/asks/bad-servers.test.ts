/** What servers do wrong, through the whole pipeline: the outcome, its message, and the row in the ledger. */
import assert from 'node:assert/strict'
import { endpointOf } from '../../../extension/core/endpoints.ts'
import type { Entry } from '../../../extension/core/money/entries.ts'
import { Asker } from '../../../extension/engines/asks/service.ts'
import { FlagshipClient } from '../../../extension/engines/flagship/client.ts'
import { selfSigned } from '../flagship/certificate.ts'
import { answer, startFaultServer } from '../flagship/fault-server.ts'
import type { FaultServer } from '../flagship/fault-server.ts'
import { faults, key } from '../flagship/faults.ts'
import { openWorkspace } from './workspace.ts'
import type { Asked, Workspace } from './workspace.ts'

describe('asks to servers on a bad day', () => {
  let workspace: Workspace
  let server: FaultServer | undefined
  before(async () => {
    workspace = await openWorkspace('http://127.0.0.1:1/v1')
    workspace.label = 'general'
  })
  after(() => workspace.dispose())
  afterEach(async () => {
    await server?.close()
    server = undefined
  })

  let asked = 0
  async function ask(baseUrl: string): Promise<Asked> {
    const { parts } = workspace.folder
    const client = new FlagshipClient({ headersMs: 600, silenceMs: 400 }, () => 0)
    const settings = { 'endpoint.preset': 'custom', 'endpoint.apiStyle': 'responses' } as const
    workspace.config = { key, endpoint: endpointOf({ ...settings, 'endpoint.baseUrl': baseUrl }) }
    const intent = { label: 'general', p: 0.95, set: ['general'], ms: 1 } as const
    workspace.asker = new Asker({ ...parts, client, label: () => Promise.resolve(intent) })
    return await workspace.run(`what is a semaphore, number ${++asked}`)
  }
  /** With nothing left reserved. */
  async function lastEntry(): Promise<Entry> {
    const { store } = workspace.folder.parts
    assert.equal((await store.call('use')).day.reserved, 0)
    return (await store.call('entries', 0, 1))[0]!
  }

  for (const [what, { fault, reason, message, attempts, billed }] of faults) {
    it(`end ${what} as ${reason}, ${billed ? 'with an estimate' : 'for nothing'}`, async () => {
      server = await startFaultServer(fault)
      const { outcome } = await ask(server.baseUrl)
      assert.ok(outcome.kind === 'failed', outcome.kind)
      assert.equal(outcome.reason, reason, outcome.message)
      assert.match(outcome.message, message)
      assert.ok(!outcome.message.includes(key))
      const entry = await lastEntry()
      assert.deepEqual([entry.state, entry.why, entry.attempts], ['failed', reason, attempts])
      assert.deepEqual([entry.costMicroUsd > 0, entry.estimated], [billed, billed])
      assert.equal(entry.costMicroUsd, outcome.spent.costMicroUsd)
    })
  }

  it('end what never got to a server for nothing: a name, a port, a certificate, a protocol that is none', async () => {
    const gone = await startFaultServer(answer)
    await gone.close()
    server = await startFaultServer(answer, selfSigned)
    const plain = await startFaultServer(answer)
    const cases = [
      ['http://no-such-host.invalid/v1', 'network'],
      [gone.baseUrl, 'network'],
      // A port of other protocols, to which nothing is ever sent.
      ['http://127.0.0.1:6000/v1', 'network'],
      [server.baseUrl, 'tls'],
      [plain.baseUrl.replace('http:', 'https:'), 'tls'],
    ] as const
    after(() => plain.close())
    for (const [baseUrl, reason] of cases) {
      const { outcome } = await ask(baseUrl)
      assert.equal(outcome.kind === 'failed' && outcome.reason, reason, baseUrl)
      const { state, why, costMicroUsd } = await lastEntry()
      assert.deepEqual([state, why, costMicroUsd], ['failed', reason, 0], baseUrl)
    }
  })
})
