/** What the model host answers before it is asked. */
import assert from 'node:assert/strict'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Outcome } from '../../../extension/core/types.ts'
import { forkHost, uri } from './forked-host.ts'

const shipped = path.resolve(import.meta.dirname, '../../../models/completion')
const block = (name: string): string => `  if (${name} === undefined) {\n    return missing(${name})\n  }\n`
const text = `function check(alpha, beta, gamma) {\n${block('alpha')}${block('beta')}  if (gamma`
const end = '\n}\n'

describe('model host, ahead of a request', () => {
  const host = forkHost()
  const seen = async () => await host.answer('ahead')
  const edit = (version: number, offset: number, inserted: string): boolean =>
    host.send({ type: 'change', uri, version, edits: [{ offset, deleted: 0, inserted }] })

  async function suggestion(): Promise<Extract<Outcome, { kind: 'done' }>> {
    await host.start({ modelDir: shipped })
    host.open(text + end)
    host.ask(1, 1, text.length, { threshold: 0.1 })
    const found = await host.outcome(1)
    assert.ok(found.kind === 'done', JSON.stringify(found))
    return found
  }

  it('knows what it will suggest on the next line once a suggestion is accepted', async () => {
    const found = await suggestion()
    assert.equal(found.text, ' === undefined) {')
    const { inserted, outcome, version, offset } = await seen()
    assert.deepEqual([version, offset, inserted], [1, text.length, `${found.text}\n    `])
    assert.ok(outcome.kind === 'done' && outcome.text.startsWith('return missing('), JSON.stringify(outcome))
    // It is what a request there comes to.
    edit(2, text.length, inserted)
    host.ask(2, 2, text.length + inserted.length, { threshold: 0.1 })
    const asked = await host.outcome(2)
    assert.ok(asked.kind === 'done' && asked.text === outcome.text, JSON.stringify(asked))
  })

  it('leaves the processor to the editor until the suggestion is on the screen', async () => {
    await suggestion()
    const answered = performance.now()
    await seen()
    const waitedMs = performance.now() - answered
    assert.ok(waitedMs >= 100, `${waitedMs} ms`)
  })

  it('looks ahead although the cursor comes to rest where it was answered', async () => {
    const found = await suggestion()
    host.send({ type: 'warm', uri, version: 1, offset: text.length })
    const { inserted } = await seen()
    assert.equal(inserted, `${found.text}\n    `)
  })

  it('reads again at the cursor of a file that was closed and is opened again', async () => {
    await host.start({ modelDir: shipped })
    const long = `${['alpha', 'beta', 'delta', 'zeta'].map(block).join('').repeat(10)}  if (gamma`
    const prefill: number[] = []
    for (const [id, isWarmed] of [false, false, true].entries()) {
      host.open(long + end)
      if (isWarmed) host.send({ type: 'warm', uri, version: 1, offset: long.length })
      await setTimeout(300) // Nothing is said of a warm-up.
      host.received = []
      host.ask(id, 1, long.length, { threshold: 0.1 })
      const { timings } = (await host.outcome(id)) as Extract<Outcome, { kind: 'done' }>
      prefill.push(timings.prefill!)
      await seen()
      host.send({ type: 'close', uri })
    }
    // The first one is slow in a new process.
    assert.ok(prefill[2]! < prefill[1]! / 2, `${prefill.join(', ')} ms`)
  })

  it('looks behind what is left of a suggestion that is typed through at once', async () => {
    const found = await suggestion()
    edit(2, text.length, ' ')
    edit(3, text.length + 1, '=')
    const { inserted, version, offset } = await seen()
    assert.deepEqual([version, offset, inserted], [3, text.length + 2, `${found.text.slice(2)}\n    `])
  })

  it('changes nothing for whoever types meanwhile', async () => {
    await host.start({ modelDir: shipped })
    host.open(text + end)
    const typed = ' === un'
    const plain: unknown[] = []
    const kept = ({ kind, ...more }: { kind: string; text?: string }): unknown[] => [kind, more.text]
    for (const apart of [true, false]) {
      if (!apart) host.open(text + end)
      for (let at = 0; at < typed.length; at++) {
        const id = at + (apart ? 1 : 101)
        host.ask(id, at + 1, text.length + at, { threshold: 0.3 })
        const outcome = kept(await host.outcome(id))
        // Behind what is looked at ahead, which begins after 120 ms, or in the middle of it.
        await setTimeout(apart ? 250 : 121 + 4 * at)
        if (apart) plain.push(outcome)
        else assert.deepEqual(outcome, plain[at], `character ${at}`)
        edit(at + 2, text.length + at, typed[at]!)
      }
    }
  })

  it('counts for the adaptation when it comes true without having been asked', async () => {
    await host.start({ modelDir: shipped })
    host.open(text + end)
    host.ask(1, 1, text.length, { threshold: 0.1 })
    const { inserted, outcome } = await seen()
    assert.ok(outcome.kind === 'done', JSON.stringify(outcome))
    edit(2, text.length, inserted)
    const at = text.length + inserted.length
    edit(3, at, outcome.text)
    edit(4, at + outcome.text.length, '\n')
    const { requests } = await host.answer(
      'written',
      (message) => message.requests[0]!.at(-1)!.length >= outcome.text.length,
    )
    assert.ok(requests[0]!.some(({ clean, length }) => clean && length === outcome.text.length))
  })

  it('comes to it again when further lines were asked for first', async () => {
    const found = await suggestion()
    const query = { uri, version: 1, offset: text.length, text: found.text, confidence: found.confidence }
    host.send({ type: 'goOn', id: 2, ...query, threshold: 0.1, lines: 'sure' })
    host.send({ type: 'label', id: 3, text: 'where is it?', context: {} })
    await host.answer('wentOn')
    assert.ok((await seen()).outcome.kind === 'done')
  })
})
