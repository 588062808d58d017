import assert from 'node:assert/strict'
import { agreementOf } from '../../../extension/core/asks/comparison.ts'
import type { Comparison, Side } from '../../../extension/core/asks/comparison.ts'

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
