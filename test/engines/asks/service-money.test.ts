/** The whole pipeline on a real index, a real ledger and a scripted server: what is billed, and what is refused. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { componentCosts, totalCost } from '../../../extension/core/money/cost.ts'
import { priceOf } from '../../../extension/core/money/price.ts'
import type { AskOutcome, Intent, Usage } from '../../../extension/core/types.ts'
import { Asker } from '../../../extension/engines/asks/service.ts'
import { StoreClient, storeScript } from '../../../extension/engines/store/store-client.ts'
import { begin, finish, status } from '../flagship/fault-server.ts'
import type { Workspace } from './workspace.ts'
import { pipeline } from './pipeline.ts'

describe('the money of asks', () => {
  const asks = pipeline()

  it('settles a cancelled stream by what came, and closes the socket', async () => {
    asks.workspace.label = 'general'
    asks.fault = (response) => begin(response, 'Half an answer ')
    const abort = new AbortController()
    const closedBefore = asks.server.closed.length
    const running = asks.workspace.run('what is a monoid', {}, abort.signal)
    while (asks.server.bodies.length === 0) await wait(5)
    await wait(50)
    abort.abort()
    const { outcome } = await running
    assert.ok(outcome.kind === 'cancelled')
    assert.deepEqual([outcome.text, outcome.spent.estimated], ['Half an answer ', true])
    assert.ok(outcome.spent.usage.input > 100 && outcome.spent.usage.output > 0)
    const { state, estimated, costMicroUsd } = await asks.lastEntry()
    assert.deepEqual([state, estimated, costMicroUsd], ['cancelled', true, outcome.spent.costMicroUsd])
    while (asks.server.closed.length === closedBefore) await wait(5)
    const { day } = await asks.workspace.folder.parts.store.call('use')
    assert.equal(day.reserved, 0)
  })

  it('settles when the reader leaves the loop', async () => {
    asks.workspace.label = 'general'
    asks.fault = (response) => begin(response, 'Half ')
    const request = { kind: 'ask', id: 'left', text: 'what is a functor', context: {}, mode: 'auto' } as const
    for await (const { kind } of asks.workspace.asker.ask(request, new AbortController().signal))
      if (kind === 'text') break
    assert.deepEqual([(await asks.lastEntry()).id, (await asks.lastEntry()).state], ['left', 'cancelled'])
  })

  it('charges nothing for what a server refused, and keeps the reason', async () => {
    asks.workspace.label = 'general'
    asks.fault = status(401)
    const { outcome } = await asks.workspace.run('what is a semigroup')
    assert.equal(outcome.kind === 'failed' && outcome.reason, 'unauthorised')
    const { state, why, costMicroUsd, attempts } = await asks.lastEntry()
    assert.deepEqual([state, why, costMicroUsd, attempts], ['failed', 'unauthorised', 0, 1])
  })

  it('bills another model that answered by its own price, and shows it', async () => {
    asks.workspace.label = 'general'
    asks.fault = (response) => {
      begin(response, 'ok')
      finish(response, 'gpt-6-sol')
    }
    const { outcome } = await asks.workspace.run('what is a lens')
    assert.equal(outcome.spent.model, 'gpt-6-sol')
    const entry = await asks.lastEntry()
    assert.match(entry.priceRow ?? '', /^gpt-6-sol@/)
    const cost = totalCost(componentCosts(outcome.spent.usage, priceOf('gpt-6-sol', '2026-11-25')!))
    assert.equal(entry.costMicroUsd, cost)
  })

  it('bills a price that changes between reserve and settle as it was reserved, and the next ask by the new one', async () => {
    asks.workspace.label = 'general'
    const own = (input: number): Partial<Workspace['config']> => ({ own: { 'gpt-6-luna': { input, output: input } } })
    asks.workspace.config = own(1)
    asks.fault = (response, { model }) => {
      asks.workspace.config = own(1000)
      begin(response, 'ok')
      finish(response, model)
    }
    const tokens = ({ input, cachedInput, output, reasoning }: Usage): number =>
      input + cachedInput + output + reasoning
    const cost = async (text: string): Promise<number> => {
      const { spent } = (await asks.workspace.run(text)).outcome
      const entry = await asks.lastEntry()
      assert.equal(entry.costMicroUsd, spent.costMicroUsd)
      assert.deepEqual((await asks.workspace.folder.parts.store.call('use')).day.reserved, 0)
      return spent.costMicroUsd / tokens(spent.usage)
    }
    assert.equal(await cost('what is a prism, at which price'), 1)
    assert.equal(await cost('what is a traversal, at which price'), 1000)
  })

  it('lets the share of asks out that the setting says, by a threshold from the user’s own recent scores', async () => {
    const store = new StoreClient(storeScript, path.join(asks.workspace.root, 'share.db'))
    let p = 0
    const label = (): Promise<Intent> => Promise.resolve({ label: 'general', p, set: ['general'], ms: 1 })
    const asker = new Asker({ ...asks.workspace.folder.parts, store, label })
    let asked = 0
    /** How many of the asks with these probabilities go out. */
    const goOut = async (apiShare: number, probabilities: readonly number[]): Promise<number> => {
      asks.workspace.config = { apiShare }
      const before = asks.server.bodies.length
      for (p of probabilities) {
        const request = { kind: 'ask', id: `share-${++asked}`, text: `what is number ${asked}`, context: {} } as const
        for await (const event of asker.ask({ ...request, mode: 'auto' }, new AbortController().signal))
          assert.ok(event)
      }
      return asks.server.bodies.length - before
    }
    const spread = (from: number, to: number): number[] =>
      Array.from({ length: 40 }, (_, at) => from + ((to - from) * ((at * 27) % 40)) / 40)
    assert.equal(await goOut(1, spread(0.8, 0.9)), 40)
    // Evenly spread scores would send 0.85 at a share of 0.3; this user's are all that high.
    assert.equal(await goOut(0.3, [0.85]), 0)
    assert.equal(await goOut(0.3, [0.895]), 1)
    const some = await goOut(0.3, spread(0.8, 0.9))
    assert.ok(some >= 10 && some <= 14, `${some} of 40`)
    // Then come other questions, and it moves with them.
    await goOut(0.3, [...spread(0.5, 0.6), ...spread(0.5, 0.6), ...spread(0.5, 0.6), ...spread(0.5, 0.6)])
    assert.equal(await goOut(0.3, [0.85]), 1)
    assert.equal(await goOut(0, [0.99]), 0)
    await store.dispose()
  })

  it('refuses before it sends: caps, no key, no price, no ledger, too long, empty', async () => {
    asks.workspace.label = 'general'
    const caps = { tokensPerQuery: 40_000, queriesPerHour: 1000, microUsdPerDay: 10_000_000 }
    const cases: [Partial<Workspace['config']>, string, string, RegExp][] = [
      [{ caps: { ...caps, tokensPerQuery: 300 } }, 'what is a', 'query-cap', /the cap is 300/],
      [{ caps: { ...caps, queriesPerHour: 0 } }, 'what is b', 'hour-cap', /of 0 asks/],
      [{ caps: { ...caps, microUsdPerDay: 1 } }, 'what is c', 'day-cap', /today’s \$0\.000001/],
      [{ endpoint: undefined }, 'what is d', 'no-key', /key/],
      [{ models: { rag: 'x', code: 'x', plan: 'x', direct: 'nobody' } }, 'what is e', 'unknown-price', /price/],
      [{ trusted: false }, 'what is f', 'untrusted-workspace', /trust/],
      [{}, 'long '.repeat(200_000), 'too-long', /tokens, one ask may have 40000/],
      [{}, ' \n ', 'empty-text', /nothing in it/],
    ]
    for (const [config, text, reason, message] of cases) {
      asks.workspace.config = config
      const { outcome } = await asks.workspace.run(text)
      assert.ok(outcome.kind === 'refused', reason)
      assert.equal(outcome.reason, reason)
      assert.match(outcome.message, message)
      assert.equal((await asks.lastEntry()).why, reason)
    }
    assert.equal(asks.server.bodies.length, 0)
  })

  it('sends nothing while the ledger can’t be opened, and answers the rest', async () => {
    const file = path.join(asks.workspace.root, 'broken.db')
    writeFileSync(file, 'no database')
    const store = new StoreClient(storeScript, file)
    const intent = { label: 'general', p: 0.95, set: ['general'], ms: 1 } as const
    const asker = new Asker({
      ...asks.workspace.folder.parts,
      store,
      label: () => Promise.resolve(intent),
      log: () => undefined,
    })
    const ask = async (text: string): Promise<AskOutcome | undefined> => {
      let last: AskOutcome | undefined
      const request = { kind: 'ask', id: text, text, context: {}, mode: 'auto' } as const
      for await (const event of asker.ask(request, new AbortController().signal)) {
        if (event.kind === 'outcome') last = event.outcome
      }
      return last
    }
    const refused = await ask('what is a prism')
    assert.ok(refused?.kind === 'refused' && refused.reason === 'ledger-unavailable')
    assert.match(refused.message, /broken\.db is damaged.*Move it away/)
    assert.equal((await ask('turn on word wrap'))?.kind, 'done')
    assert.equal(asks.server.bodies.length, 0)
    await store.dispose()
  })
})
