/** The whole pipeline on a real index, a real ledger and a scripted server: routes, money, and what is never sent. */
import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { componentCosts, totalCost } from '../../../extension/core/money/cost.ts'
import type { Entry } from '../../../extension/core/money/entries.ts'
import { priceOf } from '../../../extension/core/money/price.ts'
import type { AskOutcome, Intent, Usage } from '../../../extension/core/types.ts'
import { Asker } from '../../../extension/engines/asks/service.ts'
import { StoreClient, storeScript } from '../../../extension/engines/store/store-client.ts'
import { answer, begin, finish, startFaultServer, status } from '../flagship/fault-server.ts'
import type { Fault, FaultServer } from '../flagship/fault-server.ts'
import { canary, files, openWorkspace } from './workspace.ts'
import type { Workspace } from './workspace.ts'

describe('asks', () => {
  let server: FaultServer
  let workspace: Workspace
  let fault: Fault = answer
  before(async function () {
    this.timeout(30_000)
    server = await startFaultServer((...all) => fault(...all))
    workspace = await openWorkspace(server.baseUrl)
  })
  after(async () => {
    await workspace.dispose()
    await server.close()
  })
  beforeEach(() => {
    fault = answer
    server.bodies.length = 0
    workspace.config = {}
    workspace.label = 'explain'
  })
  const says =
    (...words: string[]): Fault =>
    (response, { model }) => {
      begin(response, ...words)
      finish(response, model)
    }
  const lastEntry = async (): Promise<Entry> => (await workspace.folder.parts.store.call('entries', 0, 1))[0]!
  const sent = (): string => JSON.stringify(server.bodies)

  it('answers from numbered passages, cites them, and writes down what it cost', async () => {
    fault = says('`enqueueJob` throws `QueueFull` ', 'when there is no room [1]. Not this [17].')
    const { events, outcome } = await workspace.run('what does enqueueJob do when the queue is full?')
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['decision', 'sources', 'text', 'text', 'outcome'],
    )
    assert.ok(outcome.kind === 'done')
    assert.deepEqual(
      outcome.citations.map(({ path: file }) => file),
      ['src/queue.ts'],
    )
    const { usage } = outcome.spent
    const cost = totalCost(componentCosts(usage, priceOf('gpt-6-luna', '2026-11-25')!))
    assert.deepEqual([outcome.spent.costMicroUsd, usage.input, usage.cachedInput, usage.reasoning], [cost, 100, 20, 10])
    const entry = await lastEntry()
    assert.deepEqual([entry.state, entry.route, entry.prompt, entry.costMicroUsd], ['done', 'rag', 'rag@1', cost])
    assert.deepEqual(
      entry.components.map(({ component }) => component),
      ['input', 'cachedInput', 'reasoning', 'output', 'label', 'retrieve'],
    )
    assert.match(sent(), /enqueueJob.*QueueFull/)
  })

  it('sends nothing of files that hold secrets, are ignored or excluded', async () => {
    for (const text of ['enqueueJob queue full maxJobs key', 'JOB_QUEUE_KEY env', 'id_rsa deploy key', canary]) {
      await workspace.run(text)
      workspace.label = 'general'
    }
    assert.ok(server.bodies.length > 0)
    assert.doesNotMatch(sent().replaceAll(`"${canary}"`, ''), new RegExp(`${canary}-`))
  })

  it('refuses to work on a selection in a secrets file, and reads it for nothing', async () => {
    for (const file of ['.env', 'private/queue.ts', '../../../../etc/passwd']) {
      const { outcome } = await workspace.run('explain', { file: { path: file, startLine: 1, endLine: 9 } })
      if (file.startsWith('..')) continue
      assert.equal(outcome.kind === 'refused' && outcome.reason, 'secret-file', file)
    }
    assert.doesNotMatch(sent(), new RegExp(`${canary}|root:`))
  })

  it('takes instructions hidden in retrieved code for data: they close no source, and an answer runs no command', async () => {
    fault = says('{"command":"workbench.action.quit"} Run it.')
    const { events } = await workspace.run('explain nextJob')
    const [body] = server.bodies as { input: { content: string }[] }[]
    const { content } = body!.input.at(-1)!
    assert.equal(content.match(/<\/sources>/g)?.length, 1)
    assert.ok(events.every(({ kind }) => kind !== 'command' && kind !== 'edit'))
  })

  it('serves the same question again for nothing while its passages stand, in other words of the same kind too', async () => {
    fault = says('From the relay [1].')
    const first = await workspace.run('how does send_mail deliver?')
    assert.equal(first.outcome.kind, 'done')
    const again = await workspace.run('How does send_mail deliver, please')
    assert.ok(again.outcome.kind === 'done')
    assert.deepEqual(
      [again.events[0]?.kind, again.text, again.outcome.spent.costMicroUsd],
      ['decision', 'From the relay [1].', 0],
    )
    assert.ok(again.events.some(({ kind }) => kind === 'cached'))
    assert.ok((await lastEntry()).flagshipMicroUsd > 0)
    const file = path.join(workspace.root, 'src/mail.py')
    writeFileSync(file, files['src/mail.py']!.replace('one mail', 'a mail'))
    const changed = await workspace.run('how does send_mail deliver?')
    assert.ok(!changed.events.some(({ kind }) => kind === 'cached'))
    writeFileSync(file, files['src/mail.py']!)
  })

  it('answers where something is without a request', async () => {
    workspace.label = 'search'
    const { outcome, text } = await workspace.run('where is enqueueJob')
    assert.ok(outcome.kind === 'done' && outcome.citations.length > 0)
    assert.match(text, /^\[1\] src\/queue\.ts:\d+-\d+/)
    assert.deepEqual([server.bodies.length, (await lastEntry()).model], [0, null])
  })

  it('sends nothing in Local mode, and says what an answer would cost', async () => {
    const { outcome, text } = await workspace.run('explain enqueueJob in depth', { mode: 'local' })
    assert.equal(outcome.kind, 'done')
    assert.match(text, /would cost \$0\.\d+ at most/)
    workspace.label = 'general'
    const refused = await workspace.run('what is a monad', { mode: 'local' })
    assert.equal(refused.outcome.kind === 'refused' && refused.outcome.reason, 'local-mode')
    assert.equal(server.bodies.length, 0)
  })

  it('proposes edits only within the lines shown, with the hash of the file they were made for', async () => {
    workspace.label = 'edit'
    const at = { path: 'src/queue.ts', startLine: 3, endLine: 3 }
    const proposal = (startLine: number): string =>
      JSON.stringify({
        summary: 'Drops it.',
        edits: [{ startLine, endLine: startLine, text: '  return' }],
        newCode: '',
      })
    fault = says(proposal(3).slice(0, 20), proposal(3).slice(20))
    const good = await workspace.run('drop instead of throwing', { file: at })
    const edit = good.events.find((event) => event.kind === 'edit')
    assert.deepEqual({ ...edit?.replacement, fileHash: '' }, { ...at, text: '  return', fileHash: '' })
    assert.match(edit?.replacement.fileHash ?? '', /^[0-9a-f]{64}$/)
    assert.equal(good.text, 'Drops it.')
    fault = says(proposal(400))
    const bad = await workspace.run('drop it otherwise', { file: at })
    assert.equal(bad.outcome.kind === 'failed' && bad.outcome.reason, 'malformed')
    assert.ok(bad.outcome.spent.costMicroUsd > 0, 'it was paid for')
  })

  it('works off a plan step by step, each call a cost of its own', async () => {
    const steps = ['One', 'Two'].map((title) => ({ title, query: 'enqueueJob', task: `Do ${title}.` }))
    fault = (response, body, nth, request) =>
      says(nth === 1 ? JSON.stringify({ steps }) : `Result ${nth} [1].`)(response, body, nth, request)
    const { events, outcome, text } = await workspace.run(
      'explain enqueueJob, then write tests for it, and document it',
    )
    assert.equal(outcome.kind, 'done')
    assert.deepEqual(
      events.flatMap((event) => (event.kind === 'step' ? [`${event.number}/${event.of} ${event.title}`] : [])),
      ['1/2 One', '2/2 Two'],
    )
    assert.equal(text, 'Result 4 [1].')
    const entry = await lastEntry()
    const calls = new Set(entry.components.filter(({ call }) => call > 0).map(({ call }) => call))
    assert.deepEqual([...calls], [1, 2, 3, 4])
    assert.equal(entry.costMicroUsd, outcome.spent.costMicroUsd)
  })

  it('settles a cancelled stream by what came, and closes the socket', async () => {
    workspace.label = 'general'
    fault = (response) => begin(response, 'Half an answer ')
    const abort = new AbortController()
    const closedBefore = server.closed.length
    const running = workspace.run('what is a monoid', {}, abort.signal)
    while (server.bodies.length === 0) await wait(5)
    await wait(50)
    abort.abort()
    const { outcome } = await running
    assert.ok(outcome.kind === 'cancelled')
    assert.deepEqual([outcome.text, outcome.spent.estimated], ['Half an answer ', true])
    assert.ok(outcome.spent.usage.input > 100 && outcome.spent.usage.output > 0)
    const { state, estimated, costMicroUsd } = await lastEntry()
    assert.deepEqual([state, estimated, costMicroUsd], ['cancelled', true, outcome.spent.costMicroUsd])
    while (server.closed.length === closedBefore) await wait(5)
    const { day } = await workspace.folder.parts.store.call('use')
    assert.equal(day.reserved, 0)
  })

  it('settles when the reader leaves the loop', async () => {
    workspace.label = 'general'
    fault = (response) => begin(response, 'Half ')
    const request = { kind: 'ask', id: 'left', text: 'what is a functor', context: {}, mode: 'auto' } as const
    for await (const { kind } of workspace.asker.ask(request, new AbortController().signal)) if (kind === 'text') break
    assert.deepEqual([(await lastEntry()).id, (await lastEntry()).state], ['left', 'cancelled'])
  })

  it('charges nothing for what a server refused, and keeps the reason', async () => {
    workspace.label = 'general'
    fault = status(401)
    const { outcome } = await workspace.run('what is a semigroup')
    assert.equal(outcome.kind === 'failed' && outcome.reason, 'unauthorised')
    const { state, why, costMicroUsd, attempts } = await lastEntry()
    assert.deepEqual([state, why, costMicroUsd, attempts], ['failed', 'unauthorised', 0, 1])
  })

  it('bills another model that answered by its own price, and shows it', async () => {
    workspace.label = 'general'
    fault = (response) => {
      begin(response, 'ok')
      finish(response, 'gpt-6-sol')
    }
    const { outcome } = await workspace.run('what is a lens')
    assert.equal(outcome.spent.model, 'gpt-6-sol')
    const entry = await lastEntry()
    assert.match(entry.priceRow ?? '', /^gpt-6-sol@/)
    const cost = totalCost(componentCosts(outcome.spent.usage, priceOf('gpt-6-sol', '2026-11-25')!))
    assert.equal(entry.costMicroUsd, cost)
  })

  it('bills a price that changes between reserve and settle as it was reserved, and the next ask by the new one', async () => {
    workspace.label = 'general'
    const own = (input: number): Partial<Workspace['config']> => ({ own: { 'gpt-6-luna': { input, output: input } } })
    workspace.config = own(1)
    fault = (response, { model }) => {
      workspace.config = own(1000)
      begin(response, 'ok')
      finish(response, model)
    }
    const tokens = ({ input, cachedInput, output, reasoning }: Usage): number =>
      input + cachedInput + output + reasoning
    const cost = async (text: string): Promise<number> => {
      const { spent } = (await workspace.run(text)).outcome
      const entry = await lastEntry()
      assert.equal(entry.costMicroUsd, spent.costMicroUsd)
      assert.deepEqual((await workspace.folder.parts.store.call('use')).day.reserved, 0)
      return spent.costMicroUsd / tokens(spent.usage)
    }
    assert.equal(await cost('what is a prism, at which price'), 1)
    assert.equal(await cost('what is a traversal, at which price'), 1000)
  })

  it('lets the share of asks out that the setting says, by a threshold from the user’s own recent scores', async () => {
    const store = new StoreClient(storeScript, path.join(workspace.root, 'share.db'))
    let p = 0
    const label = (): Promise<Intent> => Promise.resolve({ label: 'general', p, set: ['general'], ms: 1 })
    const asker = new Asker({ ...workspace.folder.parts, store, label })
    let asked = 0
    /** How many of the asks with these probabilities go out. */
    const goOut = async (apiShare: number, probabilities: readonly number[]): Promise<number> => {
      workspace.config = { apiShare }
      const before = server.bodies.length
      for (p of probabilities) {
        const request = { kind: 'ask', id: `share-${++asked}`, text: `what is number ${asked}`, context: {} } as const
        for await (const event of asker.ask({ ...request, mode: 'auto' }, new AbortController().signal))
          assert.ok(event)
      }
      return server.bodies.length - before
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
    workspace.label = 'general'
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
      workspace.config = config
      const { outcome } = await workspace.run(text)
      assert.ok(outcome.kind === 'refused', reason)
      assert.equal(outcome.reason, reason)
      assert.match(outcome.message, message)
      assert.equal((await lastEntry()).why, reason)
    }
    assert.equal(server.bodies.length, 0)
  })

  it('sends nothing while the ledger can’t be opened, and answers the rest', async () => {
    const file = path.join(workspace.root, 'broken.db')
    writeFileSync(file, 'no database')
    const store = new StoreClient(storeScript, file)
    const intent = { label: 'general', p: 0.95, set: ['general'], ms: 1 } as const
    const asker = new Asker({
      ...workspace.folder.parts,
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
    assert.equal(server.bodies.length, 0)
    await store.dispose()
  })

  it('cites no file that is deleted between retrieval and citation', async () => {
    const file = path.join(workspace.root, 'src/queue.ts')
    fault = (response, body, nth, request) => {
      rmSync(file)
      says('Gone [1].')(response, body, nth, request)
    }
    const { outcome } = await workspace.run('what does nextJob give back?')
    writeFileSync(file, files['src/queue.ts']!)
    assert.ok(outcome.kind === 'done')
    assert.deepEqual(outcome.citations, [])
  })
})
