import assert from 'node:assert/strict'
import { agreementOf, sideOf } from '../../../extension/core/asks/comparison.ts'
import type { Comparison, Side } from '../../../extension/core/asks/comparison.ts'
import { afterEvent, beginSession } from '../../../extension/core/asks/session.ts'
import type { AskEvent } from '../../../extension/core/ask-service.ts'
import type { Spent } from '../../../extension/core/types.ts'

const side = (text: string, message: string | null = null): Side => ({
  ...{ text, message },
  ...{ model: 'm', ms: 1, tokens: 1, costMicroUsd: 0 },
})
const compared = (local: string, api: string, more: Partial<Comparison> = {}): Comparison => ({
  ...{ id: 'c', at: 0, kind: 'completion', question: '', vote: null },
  ...{ local: side(local), api: side(api) },
  ...more,
})

describe('comparisons', () => {
  it('agree on the same code, whatever its blanks', () => {
    const { agreed, total } = agreementOf([compared('a(b, c)', ' a(b,  c)\n'), compared('a', 'b')])
    assert.deepEqual([agreed, total], [1, 2])
  })

  it('agree where the API goes on with what the local model was sure of, not the other way round', () => {
    const shorter = compared('a(b', 'a(b, c)')
    const longer = compared('a(b, c)', 'a(b')
    assert.deepEqual([agreementOf([shorter]).agreed, agreementOf([longer]).agreed], [1, 0])
  })

  it('go on counting those that are no longer kept, votes and dollars too', () => {
    const dear = compared('a', 'a', { vote: 'api', api: { ...side('a'), costMicroUsd: 5 } })
    const before = agreementOf([dear, compared('a', 'a')])
    const all = agreementOf([compared('a', 'b', { vote: 'same' }), dear], before)
    assert.deepEqual(all, { agreed: 2, total: 4, votes: { local: 0, same: 1, api: 2 }, apiMicroUsd: 10 })
  })

  it('go by the vote where there is one', () => {
    const { agreed, total, votes } = agreementOf([
      compared('a', 'b', { vote: 'same' }),
      compared('a', 'b', { vote: 'local' }),
      compared('a', 'a', { vote: 'api' }),
    ])
    assert.deepEqual([agreed, total], [2, 3])
    assert.deepEqual(votes, { local: 1, same: 1, api: 1 })
  })

  it('do not count while they run, where a side failed, or for prose that nobody voted on', () => {
    const none = [
      compared('a', 'a', { api: null }),
      compared('', '', { api: side('', 'The server did not answer.') }),
      compared('It is so.', 'So it is.', { kind: 'ask' }),
    ]
    assert.equal(agreementOf(none).total, 0)
  })
})

describe('a side of a comparison', () => {
  const usage = { input: 100, cachedInput: 20, cacheWrite: 5, output: 30, reasoning: 10 }
  const spent: Spent = { usage, costMicroUsd: 7, estimated: false, model: 'm', firstTokenMs: 1, ms: 90 }
  const begun = beginSession({ kind: 'ask', id: 'a', text: 'why?', context: {}, mode: 'api' }, 0)
  const source = { number: 1, path: 'a.ts', startLine: 3, endLine: 9, text: '', hash: '', score: 1 }
  const after = (...events: AskEvent[]): Side => sideOf(events.reduce(afterEvent, begun))

  it('has the words, or the places where there are none, and all that was billed', () => {
    const done: AskEvent = { kind: 'outcome', outcome: { kind: 'done', text: '', citations: [], spent } }
    const found = after({ kind: 'sources', sources: [source], leftOut: [] }, done)
    assert.deepEqual(found, { text: 'a.ts:3–9', model: 'm', ms: 90, tokens: 165, costMicroUsd: 7, message: null })
    assert.equal(after({ kind: 'text', delta: ' So. ' }, done).text, 'So.')
  })

  it('says why there is none', () => {
    const refused: AskEvent = {
      kind: 'outcome',
      outcome: { kind: 'refused', reason: 'no-key', message: 'Set one.', spent },
    }
    assert.equal(after(refused).message, 'Set one.')
  })
})
