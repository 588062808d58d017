import assert from 'node:assert/strict'
import { explain } from '../../extension/core/explain.ts'
import { inEnglish } from '../../extension/core/phrase.ts'
import type { Outcome } from '../../extension/core/types.ts'

const told = (outcome: Outcome): string[] =>
  explain(outcome, 12.4, 0.5).map(({ what, value }) => `${inEnglish(what)}: ${inEnglish(value)}`)

describe('why this ghost text', () => {
  const done: Outcome = {
    ...{ kind: 'done', text: 'secret = 1', confidence: 0.634, source: 'both', tokens: 7 },
    timings: { total: 9.06, copy: 1, decode: 4.25 },
  }

  it('says where it came from, how sure it was and what took the time', () => {
    assert.deepEqual(told(done), [
      'Where it came from: repeated from the text around, and the model agrees',
      'How sure: 63 %; shown from 50 % on',
      'Tokens that the model wrote: 7',
      'The engine worked: 9.1 ms',
      'looking for repetitions: 1 ms',
      'writing: 4.3 ms',
      'The editor waited: 12 ms',
    ])
  })

  it('names the rule that hid it and the setting behind that rule', () => {
    const [fact] = explain({ kind: 'empty', reason: 'below-threshold', timings: { total: 1 } }, 1, 0.5)
    assert.match(inEnglish(fact!.value), /not sure enough/)
    assert.equal(fact!.setting, 'threshold')
    const [rule] = explain({ kind: 'empty', reason: 'unbalanced-brackets', timings: { total: 1 } }, 1, 0.5)
    assert.match(inEnglish(rule!.value), /brackets/)
    assert.equal(rule!.setting, undefined)
    assert.equal(explain({ kind: 'refused', reason: 'excluded-path' }, 0, 0.5)[0]!.setting, 'exclude')
  })

  it('never quotes the code', () => {
    assert.ok(!told(done).join().includes('secret'))
  })
})
