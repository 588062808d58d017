import assert from 'node:assert/strict'
import { describeOutcome } from '../../extension/core/reasons.ts'

describe('reasons', () => {
  it('never quote the suggested code', () => {
    const text = 'password = "hunter2"'
    const outcome = { kind: 'done', text, confidence: 0.634, source: 'both', tokens: 7, timings: { total: 3 } } as const
    assert.equal(describeOutcome(outcome), 'suggested 20 characters (both, 63 % sure)')
  })

  it('name the setting that would change it', () => {
    assert.match(describeOutcome({ kind: 'refused', reason: 'language-off' }), /shortline\.languages/)
    const timings = { total: 1 }
    assert.match(describeOutcome({ kind: 'empty', reason: 'below-threshold', timings }), /shortline\.threshold/)
  })

  it('say what to do when something failed', () => {
    const failed = { kind: 'failed', reason: 'host-stopped', message: 'Run “Restart Model”.' } as const
    assert.equal(describeOutcome(failed), 'failed (host-stopped): Run “Restart Model”.')
  })
})
