import assert from 'node:assert/strict'
import { inEnglish } from '../../extension/core/phrase.ts'
import { describeOutcome } from '../../extension/core/reasons.ts'
import type { Outcome } from '../../extension/core/types.ts'

const described = (outcome: Outcome): string => inEnglish(describeOutcome(outcome))

describe('reasons', () => {
  it('never quote the suggested code', () => {
    const text = 'password = "hunter2"'
    const outcome = { kind: 'done', text, confidence: 0.634, source: 'both', tokens: 7, timings: { total: 3 } } as const
    assert.equal(
      described(outcome),
      'suggested 20 characters (repeated from the text around, and the model agrees, 63 % sure)',
    )
  })

  it('name the setting that would change it', () => {
    assert.match(described({ kind: 'refused', reason: 'language-off' }), /shortline\.languages/)
    const timings = { total: 1 }
    assert.match(described({ kind: 'empty', reason: 'below-threshold', timings }), /shortline\.threshold/)
  })

  it('say what to do when something failed', () => {
    const failed = { kind: 'failed', reason: 'host-stopped', message: 'Run “Restart Model”.' } as const
    assert.equal(described(failed), 'failed (host-stopped): Run “Restart Model”.')
  })
})
