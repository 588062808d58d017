/** Completions by the endpoint, for comparison: gates, caps and the bill, on a real ledger and a server that fills gaps. */
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { endpoints } from '../../../extension/core/endpoints.ts'
import type { Entry } from '../../../extension/core/money/entries.ts'
import { pathPolicy } from '../../../extension/core/paths.ts'
import { ApiCompleter } from '../../../extension/engines/asks/complete.ts'
import type { CompletionConfig } from '../../../extension/engines/asks/complete.ts'
import { loadPrompts } from '../../../extension/engines/asks/load-prompts.ts'
import { FlagshipClient } from '../../../extension/engines/flagship/client.ts'
import { StoreClient, storeScript } from '../../../extension/engines/store/store-client.ts'
import { begin, finish, startFaultServer, status } from '../flagship/fault-server.ts'
import type { Fault, FaultServer } from '../flagship/fault-server.ts'

const file = path.join(tmpdir(), `shortline-complete-${process.pid}.db`)
const gap = { path: 'src/a.ts', prefix: 'const a = ', suffix: '\nuse(a)', isSampled: false }

const infill: Fault = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ content: 'compute()\n', tokens_evaluated: 12, tokens_predicted: 3, model: 'tiny' }))
}

describe('a completion by the endpoint', () => {
  let server: FaultServer
  let fault: Fault = infill
  let store: StoreClient
  let count = 0
  before(async () => {
    server = await startFaultServer((...all) => fault(...all))
    store = new StoreClient(storeScript, file)
  })
  after(async () => {
    await store.dispose()
    await server.close()
    for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true })
  })
  beforeEach(() => {
    fault = infill
    server.bodies.length = 0
  })

  const caps = { tokensPerQuery: 40_000, queriesPerHour: 1000, microUsdPerDay: 10_000_000 }
  const ask = async (more: Partial<CompletionConfig & typeof gap> = {}, signal = new AbortController().signal) => {
    const config: CompletionConfig = {
      ...{ endpoint: { ...endpoints.llamacpp, baseUrl: server.baseUrl }, preset: 'llamacpp', key: null, apiShare: 1 },
      ...{ own: { tiny: { input: 10, output: 100 } }, caps, trusted: true, policy: pathPolicy([]), workspace: null },
      ...{ model: 'tiny', mode: 'auto', ...more },
    }
    const completer = new ApiCompleter({
      ...{ config: () => Promise.resolve(config), store, client: new FlagshipClient() },
      ...{
        prompts: loadPrompts(path.resolve(import.meta.dirname, '../../../extension/prompts')),
        log: () => undefined,
      },
      ...{ now: Date.now, clock: () => performance.now() },
    })
    return completer.complete({ ...gap, ...more, id: `gap-${count++}` }, signal)
  }
  const entries = (): Promise<Entry[]> => store.call('entries')

  it('comes in the server’s own dialect, and is billed like an ask', async () => {
    const outcome = await ask()
    assert.ok(outcome.kind === 'done')
    assert.equal(outcome.text, 'compute()')
    assert.deepEqual([server.bodies[0]?.['input_prefix'], server.bodies[0]?.['input_suffix']], [gap.prefix, gap.suffix])
    const [entry] = await entries()
    assert.deepEqual([entry!.kind, entry!.state, entry!.prompt], ['completion', 'done', 'complete@1'])
    assert.deepEqual([entry!.costMicroUsd, outcome.spent.costMicroUsd], [120 + 300, 420])
    assert.equal(entry!.flagshipMicroUsd, entry!.costMicroUsd, 'it saved nothing')
  })

  it('comes in words where the server has no dialect, without what a chat model wraps around it', async () => {
    fault = (response, { model }) => {
      begin(response, '```ts\nconst a = ', 'compute()\n```')
      finish(response, model)
    }
    const endpoint = { ...endpoints.custom, apiStyle: 'responses', baseUrl: server.baseUrl } as const
    const outcome = await ask({ endpoint, preset: 'custom' })
    assert.equal(outcome.kind === 'done' && outcome.text, 'compute()')
  })

  it('is not asked for in Local mode, of secrets, of excluded or untrusted files, without a key or a price', async () => {
    const before = (await entries()).length
    const reasons: string[] = []
    for (const more of [
      { mode: 'local' },
      { trusted: false },
      { path: 'config/.env' },
      { path: 'private/a.ts', policy: pathPolicy(['private']) },
      { endpoint: { ...endpoints.openai, baseUrl: server.baseUrl } },
      { endpoint: undefined },
      { model: 'of-no-price', preset: 'custom' },
    ] as Partial<CompletionConfig & typeof gap>[]) {
      const outcome = await ask(more)
      reasons.push(outcome.kind === 'refused' ? outcome.reason : outcome.kind)
    }
    assert.deepEqual(reasons, [
      ...['local-mode', 'untrusted-workspace', 'secret-file', 'secret-file', 'no-key', 'no-key', 'unknown-price'],
    ])
    assert.deepEqual([server.bodies.length, (await entries()).length], [0, before])
  })

  it('stays under the caps, and unasked under half of them', async () => {
    const { hour } = await store.call('use')
    const full = await ask({ caps: { ...caps, queriesPerHour: hour.spent } })
    assert.equal(full.kind === 'refused' && full.reason, 'hour-cap')
    const double = { ...caps, queriesPerHour: 2 * hour.spent + 1 }
    const before = (await entries()).length
    const sampled = await ask({ caps: double, isSampled: true })
    assert.equal(sampled.kind === 'refused' && sampled.reason, 'hour-cap')
    assert.equal((await entries()).length, before, 'nobody asked, so nothing was refused')
    assert.equal((await ask({ caps: double })).kind, 'done')
    assert.equal((await ask({ isSampled: true })).kind, 'done')
    assert.equal((await entries())[0]!.kind, 'background')
    assert.equal(server.bodies.length, 2)
  })

  it('settles what broke off or was stopped, and leaves nothing reserved', async () => {
    fault = status(400)
    assert.equal((await ask()).kind, 'failed')
    fault = () => undefined
    const stop = new AbortController()
    const stopped = ask({}, stop.signal)
    await wait(100)
    stop.abort()
    assert.equal((await stopped).kind, 'cancelled')
    const { day, hour } = await store.call('use')
    assert.deepEqual([day.reserved, hour.reserved], [0, 0])
    const [last, previous] = await entries()
    assert.deepEqual([previous!.state, previous!.costMicroUsd], ['failed', 0])
    assert.ok(last!.state === 'cancelled' && last!.estimated && last!.costMicroUsd > 0, 'it may be billed')
  })
})
