/** The whole pipeline on a real index, a real ledger and a scripted server: routes, passages, and what is never sent. */
import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { componentCosts, totalCost } from '../../../extension/core/money/cost.ts'
import { priceOf } from '../../../extension/core/money/price.ts'

import { Asker } from '../../../extension/engines/asks/service.ts'
import { status } from '../flagship/fault-server.ts'
import { canary, files } from './workspace.ts'
import { pipeline, says } from './pipeline.ts'

describe('asks', () => {
  const asks = pipeline()

  it('answers from numbered passages, cites them, and writes down what it cost', async () => {
    asks.fault = says('`enqueueJob` throws `QueueFull` ', 'when there is no room [1]. Not this [17].')
    const { events, outcome } = await asks.workspace.run('what does enqueueJob do when the queue is full?')
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
    const entry = await asks.lastEntry()
    assert.deepEqual([entry.state, entry.route, entry.prompt, entry.costMicroUsd], ['done', 'rag', 'rag@1', cost])
    assert.deepEqual(
      entry.components.map(({ component }) => component),
      ['input', 'cachedInput', 'reasoning', 'output', 'label', 'retrieve'],
    )
    assert.match(asks.sent(), /enqueueJob.*QueueFull/)
  })

  it('sends nothing of files that hold secrets, are ignored or excluded', async () => {
    for (const text of ['enqueueJob queue full maxJobs key', 'JOB_QUEUE_KEY env', 'id_rsa deploy key', canary]) {
      await asks.workspace.run(text)
      asks.workspace.label = 'general'
    }
    assert.ok(asks.server.bodies.length > 0)
    assert.doesNotMatch(asks.sent().replaceAll(`"${canary}"`, ''), new RegExp(`${canary}-`))
  })

  it('refuses to work on a selection in a secrets file, and reads it for nothing', async () => {
    for (const file of ['.env', 'private/queue.ts', '../../../../etc/passwd']) {
      const { outcome } = await asks.workspace.run('explain', { file: { path: file, startLine: 1, endLine: 9 } })
      if (file.startsWith('..')) continue
      assert.equal(outcome.kind === 'refused' && outcome.reason, 'secret-file', file)
    }
    assert.doesNotMatch(asks.sent(), new RegExp(`${canary}|root:`))
  })

  it('takes instructions hidden in retrieved code for data: they close no source, and an answer runs no command', async () => {
    asks.fault = says('{"command":"workbench.action.quit"} Run it.')
    const { events } = await asks.workspace.run('explain nextJob')
    const [body] = asks.server.bodies as { input: { content: string }[] }[]
    const { content } = body!.input.at(-1)!
    assert.equal(content.match(/<\/sources>/g)?.length, 1)
    assert.ok(events.every(({ kind }) => kind !== 'command' && kind !== 'edit'))
  })

  it('serves the same question again for nothing while its passages stand, in other words of the same kind too', async () => {
    asks.fault = says('From the relay [1].')
    const first = await asks.workspace.run('how does send_mail deliver?')
    assert.equal(first.outcome.kind, 'done')
    const again = await asks.workspace.run('How does send_mail deliver, please')
    assert.ok(again.outcome.kind === 'done')
    assert.deepEqual(
      [again.events[0]?.kind, again.text, again.outcome.spent.costMicroUsd],
      ['decision', 'From the relay [1].', 0],
    )
    assert.ok(again.events.some(({ kind }) => kind === 'cached'))
    assert.ok((await asks.lastEntry()).flagshipMicroUsd > 0)
    const file = path.join(asks.workspace.root, 'src/mail.py')
    writeFileSync(file, files['src/mail.py']!.replace('one mail', 'a mail'))
    const changed = await asks.workspace.run('how does send_mail deliver?')
    assert.ok(!changed.events.some(({ kind }) => kind === 'cached'))
    writeFileSync(file, files['src/mail.py']!)
  })

  it('answers where something is without a request', async () => {
    asks.workspace.label = 'search'
    const { outcome, text } = await asks.workspace.run('where is enqueueJob')
    assert.ok(outcome.kind === 'done' && outcome.citations.length > 0)
    assert.match(text, /^\[1\] src\/queue\.ts:\d+-\d+/)
    assert.deepEqual([asks.server.bodies.length, (await asks.lastEntry()).model], [0, null])
  })

  it('sends nothing in Local mode, and says what an answer would cost', async () => {
    const { outcome, text } = await asks.workspace.run('explain enqueueJob in depth', { mode: 'local' })
    assert.equal(outcome.kind, 'done')
    assert.match(text, /would cost \$0\.\d+ at most/)
    asks.workspace.label = 'general'
    const refused = await asks.workspace.run('what is a monad', { mode: 'local' })
    assert.equal(refused.outcome.kind === 'refused' && refused.outcome.reason, 'local-mode')
    assert.equal(asks.server.bodies.length, 0)
  })

  it('says that there is no index, or no folder, in place of nothing found, and pays for neither', async () => {
    const { folder, asker } = asks.workspace
    const reasons: unknown[] = []
    try {
      for (const label of ['explain', 'search'] as const) {
        const intent = { label, p: 0.95, set: [label], ms: 1 }
        asks.workspace.asker = new Asker({
          ...folder.parts,
          label: () => Promise.resolve(intent),
          search: () => undefined,
        })
        const { outcome } = await asks.workspace.run(`${label} the heron’s nest`)
        reasons.push(outcome.kind === 'empty' && outcome.reason)
      }
      assert.deepEqual(reasons, ['no-index', 'no-index'])
      assert.equal(asks.server.bodies.length, 0)
      asks.workspace.asker = new Asker({
        ...folder.parts,
        config: async () => ({ ...(await folder.parts.config()), workspace: null }),
        label: () => Promise.resolve({ label: 'search', p: 0.95, set: ['search'], ms: 1 }),
        search: () => undefined,
      })
      assert.equal((await asks.workspace.run('where is the heron’s nest')).outcome.kind, 'done')
      const { route, reason } = await asks.lastEntry()
      assert.deepEqual([route, reason], ['direct', 'no-workspace'])
      assert.doesNotMatch(asks.sent(), /<source /)
    } finally {
      asks.workspace.asker = asker
    }
  })

  it('proposes edits only within the lines shown, with the hash of the file they were made for', async () => {
    asks.workspace.label = 'edit'
    const at = { path: 'src/queue.ts', startLine: 3, endLine: 3 }
    const proposal = (startLine: number): string =>
      JSON.stringify({
        summary: 'Drops it.',
        edits: [{ startLine, endLine: startLine, text: '  return' }],
        newCode: '',
      })
    asks.fault = says(proposal(3).slice(0, 20), proposal(3).slice(20))
    const good = await asks.workspace.run('drop instead of throwing', { file: at })
    const edit = good.events.find((event) => event.kind === 'edit')
    assert.deepEqual({ ...edit?.replacement, fileHash: '' }, { ...at, text: '  return', fileHash: '' })
    assert.match(edit?.replacement.fileHash ?? '', /^[0-9a-f]{64}$/)
    assert.equal(good.text, 'Drops it.')
    asks.fault = says(proposal(400))
    const bad = await asks.workspace.run('drop it otherwise', { file: at })
    assert.equal(bad.outcome.kind === 'failed' && bad.outcome.reason, 'malformed')
    assert.ok(bad.outcome.spent.costMicroUsd > 0, 'it was paid for')
  })

  it('works off a plan step by step, each call a cost of its own', async () => {
    const steps = ['One', 'Two'].map((title) => ({ title, query: 'enqueueJob', task: `Do ${title}.` }))
    asks.fault = (response, body, nth, request) =>
      says(nth === 1 ? JSON.stringify({ steps }) : `Result ${nth} [1].`)(response, body, nth, request)
    const { events, outcome, text } = await asks.workspace.run(
      'explain enqueueJob, then write tests for it, and document it',
    )
    assert.equal(outcome.kind, 'done')
    assert.deepEqual(
      events.flatMap((event) => (event.kind === 'step' ? [`${event.number}/${event.of} ${event.title}`] : [])),
      ['1/2 One', '2/2 Two'],
    )
    assert.equal(text, 'Result 4 [1].')
    const entry = await asks.lastEntry()
    const calls = new Set(entry.components.filter(({ call }) => call > 0).map(({ call }) => call))
    assert.deepEqual([...calls], [1, 2, 3, 4])
    assert.equal(entry.costMicroUsd, outcome.spent.costMicroUsd)
  })

  it('shows the steps that were paid for when they can’t be put together any more', async () => {
    const steps = ['One', 'Two'].map((title) => ({ title, query: '', task: `Do ${title}.` }))
    asks.fault = (response, body, nth, request) =>
      nth === 4
        ? status(401)(response, body, nth, request)
        : says(nth === 1 ? JSON.stringify({ steps }) : `Result ${nth}.`)(response, body, nth, request)
    const { outcome, text } = await asks.workspace.run(
      'explain enqueueJob, then write tests for it, and document it all',
    )
    assert.ok(outcome.kind === 'failed' && outcome.reason === 'unauthorised')
    assert.equal(text, '**One**\n\nResult 2.\n\n**Two**\n\nResult 3.')
    assert.equal(outcome.text, text)
  })

  it('gives a step what its own search finds and what the whole ask finds, each passage under one number', async () => {
    const steps = ['send_mail', 'how it fails'].map((query) => ({ title: query, query, task: `Say ${query}.` }))
    asks.fault = (response, body, nth, request) =>
      says(nth === 1 ? JSON.stringify({ steps }) : `Result ${nth} [1].`)(response, body, nth, request)
    const { events } = await asks.workspace.run('explain enqueueJob and nextJob, then fix send_mail, then write tests')
    const found = events.flatMap((event) => (event.kind === 'sources' ? [event.sources] : []))
    assert.equal(found.length, 2)
    assert.equal(found[0]![0]!.path, 'src/mail.py')
    const places = new Map<string, Set<number>>()
    for (const { path: file, startLine, number } of found.flat()) {
      const place = `${file}:${startLine}`
      places.set(place, (places.get(place) ?? new Set()).add(number))
    }
    assert.ok([...places.keys()].filter((place) => place.startsWith('src/queue.ts')).length > 0)
    for (const [place, numbers] of places) assert.equal(numbers.size, 1, place)
  })

  it('asks back where it could be two things, at no cost, and does what is said then', async () => {
    const { folder, asker } = asks.workspace
    const set = ['fix', 'explain'] as const
    asks.workspace.asker = new Asker({
      ...folder.parts,
      label: () => Promise.resolve({ label: 'fix', p: 0.5, set, ms: 1 }),
    })
    try {
      const file = { path: 'src/queue.ts', startLine: 3, endLine: 3 }
      const { events, outcome } = await asks.workspace.run('the throw here', { file })
      assert.deepEqual(
        events.flatMap((event) => (event.kind === 'choice' ? [event.labels] : [])),
        [['fix', 'edit', 'explain']],
      )
      assert.deepEqual([outcome.kind, asks.server.bodies.length], ['empty', 0])
      const { state, why, costMicroUsd } = await asks.lastEntry()
      assert.deepEqual([state, why, costMicroUsd], ['empty', 'needs-choice', 0])
      asks.fault = says('It is full then [1].')
      const settled = await asks.workspace.run('/explain the throw here', { file })
      assert.equal(settled.outcome.kind, 'done')
      assert.equal((await asks.lastEntry()).route, 'rag')
    } finally {
      asks.workspace.asker = asker
    }
  })

  it('does not serve an answer about other names, however alike the questions’ vectors are', async () => {
    const { folder, asker } = asks.workspace
    asks.workspace.asker = new Asker({
      ...folder.parts,
      label: () => Promise.resolve({ label: 'explain', p: 0.95, set: ['explain'], ms: 1 }),
      embed: (texts) => Promise.resolve(texts.map(() => Float32Array.of(1, 0))),
    })
    try {
      asks.fault = says('From the queue [1].')
      await asks.workspace.run('what does enqueueJob throw?')
      const { events } = await asks.workspace.run('what does nextJob throw?')
      assert.ok(events.every(({ kind }) => kind !== 'cached'))
    } finally {
      asks.workspace.asker = asker
    }
  })

  it('embeds an ask once: for its answers from before and for its passages', async () => {
    const { folder, asker } = asks.workspace
    const embedded: string[] = []
    const searched: unknown[] = []
    const index = folder.parts.search()!
    const own = new Asker({
      ...folder.parts,
      label: () => Promise.resolve({ label: 'explain', p: 0.95, set: ['explain'], ms: 1 }),
      log: () => undefined,
      embed: (texts) => {
        embedded.push(...texts)
        return Promise.resolve(texts.map((text) => Float32Array.of(text.length, 1)))
      },
      search: () => ({
        unchanged: (passages) => index.unchanged(passages),
        search: (query, limit, signal, vector) => {
          searched.push(vector && [...vector])
          return index.search(query, limit, signal, null)
        },
      }),
    })
    asks.workspace.asker = own
    try {
      await asks.workspace.run('what does send_mail do?')
      assert.deepEqual(embedded, ['what does send_mail do?'])
      assert.deepEqual(searched, [null, [23, 1]], 'names are looked for by words, passages with the ask’s vector')
      await asks.workspace.run('wo steht die Warteschlange maxJobs')
      assert.equal(embedded.length, 3, 'a question in another language, as it is and with English words')
      assert.deepEqual(searched.at(-1), [embedded[2]!.length, 1])
    } finally {
      asks.workspace.asker = asker
    }
  })

  it('cites no file that is deleted between retrieval and citation', async () => {
    const file = path.join(asks.workspace.root, 'src/queue.ts')
    asks.fault = (response, body, nth, request) => {
      rmSync(file)
      says('Gone [1].')(response, body, nth, request)
    }
    const { outcome } = await asks.workspace.run('what does nextJob give back?')
    writeFileSync(file, files['src/queue.ts']!)
    assert.ok(outcome.kind === 'done')
    assert.deepEqual(outcome.citations, [])
  })
})
