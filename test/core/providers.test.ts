import assert from 'node:assert/strict'
import { agree, candidates, choose } from '../../extension/core/providers.ts'
import type { Trial } from '../../extension/core/providers.ts'

const logits = Float32Array.of(3, 1, 0, -2)
const done = (ms: number, of = logits): Trial => ({ kind: 'done', ms, logits: of })
const failed: Trial = { kind: 'failed', message: 'no adapter' }

describe('execution providers', () => {
  it('are those that the platform has', () => {
    assert.deepEqual(candidates('win32'), ['dml', 'webgpu'])
    assert.deepEqual(candidates('aix'), [])
  })

  it('are left for the processor unless one is clearly faster', () => {
    assert.equal(choose(done(20), { webgpu: done(10), dml: done(5) }), 'dml')
    assert.equal(choose(done(20), { webgpu: done(17) }), 'cpu')
    assert.equal(choose(done(20), { webgpu: failed }), 'cpu')
    assert.equal(choose(done(20), {}), 'cpu')
    assert.equal(choose(failed, { webgpu: done(1) }), 'cpu', 'there is nothing to compare with')
  })

  it('are not believed when they say something else', () => {
    assert.equal(choose(done(20), { webgpu: done(1, Float32Array.of(1, 3, 0, -2)) }), 'cpu')
    assert.equal(choose(done(20), { webgpu: done(1, Float32Array.of(NaN, 1, 0, -2)) }), 'cpu')
    assert.equal(choose(done(20), { webgpu: done(1, Float32Array.of(0, 0, 0, 0)) }), 'cpu')
  })

  it('agree within what rounding does, wherever the logits are shifted to', () => {
    assert.ok(agree(logits, Float32Array.of(103.1, 101, 100.2, 98)))
    assert.ok(!agree(logits, Float32Array.of(3, 1, 0)), 'another vocabulary')
    assert.ok(!agree(logits, Float32Array.of(3, 2.9, 0, -2)))
  })
})
