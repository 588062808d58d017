import assert from 'node:assert/strict'
import type { CallFailure } from '../../../extension/core/flagship/call.ts'
import { readRetryAfter, retryDelay } from '../../../extension/core/flagship/retry.ts'

const failure: CallFailure = {
  ...{ reason: 'server-error', message: '', mayBeBilled: false, passing: true, retryAfterMs: null, usage: null },
}

describe('trying again', () => {
  it('waits longer each time, never all at once, and gives up', () => {
    assert.deepEqual([retryDelay(failure, 1, 0), retryDelay(failure, 1, 1)], [250, 500])
    assert.deepEqual([retryDelay(failure, 2, 0), retryDelay(failure, 2, 1)], [500, 1000])
    assert.equal(retryDelay(failure, 3, 0), undefined)
  })

  it('waits as long as the server says, unless that is too long', () => {
    assert.equal(retryDelay({ ...failure, retryAfterMs: 5000 }, 1, 0), 5000)
    assert.equal(retryDelay({ ...failure, retryAfterMs: 60_000 }, 1, 0), undefined)
  })

  it('never sends again what may have been billed, or what stays wrong', () => {
    assert.equal(retryDelay({ ...failure, mayBeBilled: true }, 1, 0), undefined)
    assert.equal(retryDelay({ ...failure, passing: false }, 1, 0), undefined)
  })

  it('reads Retry-After as seconds, as a date, and in milliseconds', () => {
    const read = (headers: Record<string, string>) => readRetryAfter((name) => headers[name] ?? null, 1_000_000)
    assert.equal(read({ 'retry-after': '3' }), 3000)
    assert.equal(read({ 'retry-after': new Date(1_004_000).toUTCString() }), 4000)
    assert.equal(read({ 'retry-after': new Date(0).toUTCString() }), 0)
    assert.equal(read({ 'retry-after-ms': '250', 'retry-after': '1' }), 250)
    for (const value of ['', 'soon', '-1']) assert.ok((read({ 'retry-after': value }) ?? 0) === 0, value)
  })
})
