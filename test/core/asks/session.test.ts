import assert from 'node:assert/strict'
import type { AskEvent, Source } from '../../../extension/core/ask-service.ts'
import { afterEvent, beginSession, otherMode } from '../../../extension/core/asks/session.ts'
import type { AskRequest, Route, Spent } from '../../../extension/core/types.ts'

const request: AskRequest = { kind: 'ask', id: 'a', text: 'why?', context: {}, mode: 'auto' }
const usage = { input: 1, cachedInput: 0, cacheWrite: 0, output: 1, reasoning: 0 }
const spent: Spent = { usage, costMicroUsd: 3, estimated: false, model: 'm', firstTokenMs: 1, ms: 2 }
const source = (number: number, path: string): Source => ({
  ...{ number, path, startLine: 1, endLine: 2 },
  ...{ text: '', hash: '', score: 1 },
})
const after = (...events: AskEvent[]) => events.reduce(afterEvent, beginSession(request, 5))

describe('an ask’s session', () => {
  it('begins with nothing but the question', () => {
    const { outcome, text, sources } = after()
    assert.deepEqual([outcome, text, sources], [null, '', []])
  })

  it('adds up text, steps and edits in their order', () => {
    const replacement = { path: 'a.ts', startLine: 1, endLine: 1, text: 'x', fileHash: 'h' }
    const { text, steps, edits } = after(
      { kind: 'text', delta: 'On' },
      { kind: 'step', number: 1, of: 2, title: 'Find' },
      { kind: 'text', delta: 'ce' },
      { kind: 'edit', replacement },
    )
    assert.equal(text, 'Once')
    assert.deepEqual(steps, [{ number: 1, of: 2, title: 'Find' }])
    assert.deepEqual(edits, [replacement])
  })

  it('keeps one source a number when several steps bring some', () => {
    const { sources, leftOut } = after(
      {
        kind: 'sources',
        sources: [source(1, 'a.ts'), source(2, 'b.ts')],
        leftOut: [{ path: '.env', why: 'secret-file' }],
      },
      { kind: 'sources', sources: [source(2, 'b.ts'), source(3, 'c.ts')], leftOut: [{ path: 'd.ts', why: 'weak' }] },
    )
    assert.deepEqual(
      sources.map(({ path }) => path),
      ['a.ts', 'b.ts', 'c.ts'],
    )
    assert.equal(leftOut.length, 2)
  })

  it('takes the text from the outcome when none was streamed, and keeps what was streamed otherwise', () => {
    const outcome: AskEvent = { kind: 'outcome', outcome: { kind: 'done', text: 'Whole.', citations: [], spent } }
    assert.equal(after(outcome).text, 'Whole.')
    assert.equal(after({ kind: 'text', delta: 'Whole. ' }, outcome).text, 'Whole. ')
  })

  it('is asked again the other way: what was sent here, what was not by the endpoint, whatever mode was set', () => {
    const decided = (
      mode: AskRequest['mode'],
      model: string | null,
      reason = 'asks-where',
      route: Route = 'search',
    ) => {
      const intent = { label: 'search', p: 1, set: ['search'], ms: 1 } as const
      const decision = { route, reason, intent, alternatives: [], model, estimateMicroUsd: 0 }
      return otherMode(afterEvent(beginSession({ ...request, mode }, 5), { kind: 'decision', decision }))
    }
    assert.equal(decided('auto', null), 'api')
    assert.equal(decided('auto', 'sol', 'needs-the-code', 'rag'), 'local')
    assert.equal(decided('local', null), 'api')
    // The text said /local.
    assert.equal(decided('api', null), 'api')
    assert.equal(decided('auto', null, 'out-of-scope', 'refuse'), 'api')
    assert.equal(decided('auto', null, 'local-mode', 'refuse'), 'api')
    assert.equal(decided('auto', null, 'day-cap', 'refuse'), 'local', 'the same cap would refuse it again')
    assert.equal(otherMode(after()), 'local')
  })

  it('ends with its outcome', () => {
    const cancelled: AskEvent = { kind: 'outcome', outcome: { kind: 'cancelled', text: 'Ha', spent } }
    const { text, outcome } = after({ kind: 'text', delta: 'Ha' }, cancelled, { kind: 'text', delta: 'lf' })
    assert.equal(text, 'Ha')
    assert.equal(outcome?.kind, 'cancelled')
  })
})
