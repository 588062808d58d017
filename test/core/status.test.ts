import assert from 'node:assert/strict'
import type { HostState } from '../../extension/core/host-state.ts'
import { statusOf } from '../../extension/core/status.ts'

const ready = { kind: 'ready', engine: 'native', loadMs: 412.3 } as const
const icon = (state: HostState, enabled = true): string => statusOf({ state, enabled }).icon

describe('status', () => {
  it('has one icon for each state, and trouble looks like trouble', () => {
    assert.equal(icon({ kind: 'starting' }), 'loading~spin')
    assert.equal(icon(ready), 'zap')
    assert.equal(icon(ready, false), 'circle-slash')
    assert.equal(icon({ kind: 'restarting', attempt: 2, inMs: 1000 }), 'warning')
    assert.equal(icon({ kind: 'stopped', message: 'Run it again.' }), 'error')
  })

  it('says what to do when the model is missing, and what works without it', () => {
    const message = 'model.onnx can’t be read. Reinstall Shortline.'
    const state = { ...ready, engine: 'ngram', trouble: { reason: 'model-missing', message } } as const
    const { summary, icon, details } = statusOf({ state, enabled: true })
    assert.equal(summary, message)
    assert.equal(icon, 'warning')
    assert.match(details[0]!, /repetitions/)
  })

  it('restarts with a click when it has stopped', () => {
    const { click, summary } = statusOf({ state: { kind: 'stopped', message: 'Run it again.' }, enabled: true })
    assert.equal(click, 'restartModel')
    assert.equal(summary, 'Run it again.')
  })

  it('says why there is nothing in this file', () => {
    const secret = statusOf({ state: ready, enabled: true, refused: 'secret-file' })
    assert.match(secret.summary, /secrets are never read/)
    assert.equal(secret.icon, 'circle-slash')
    const language = statusOf({ state: ready, enabled: true, refused: 'language-off' })
    assert.match(language.summary, /shortline\.languages/)
  })

  it('shows how the model was loaded and what came of the last request', () => {
    const outcome = { kind: 'empty', reason: 'below-threshold', timings: { total: 4 } } as const
    const { details } = statusOf({ state: ready, enabled: true, last: { outcome, waitedMs: 11.6 } })
    assert.match(details[0]!, /native.*412 ms/)
    assert.match(details[1]!, /not sure enough.*12 ms/)
  })
})
