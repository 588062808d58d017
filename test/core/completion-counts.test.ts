import assert from 'node:assert/strict'
import { afterAccept, afterOutcome, noCounts, percentileOf } from '../../extension/core/completion-counts.ts'
import type { Outcome } from '../../extension/core/types.ts'

const done = (source: 'model' | 'cache'): Outcome => ({
  kind: 'done',
  text: 'text',
  confidence: 0.9,
  source,
  tokens: 1,
  timings: { total: 1 },
})
const empty: Outcome = { kind: 'empty', reason: 'no-candidate', timings: { total: 1 } }
const noon = new Date(2026, 10, 25, 12, 0, 5).getTime()

describe('counts of completions', () => {
  it('fold requests into minutes, and a suggestion that is typed through into one', () => {
    let counts = noCounts
    for (const second of [0, 1, 2]) counts = afterOutcome(counts, done('model'), 7, noon + second * 1000)
    for (const second of [3, 4, 5, 6]) counts = afterOutcome(counts, done('cache'), 0.2, noon + second * 1000)
    counts = afterOutcome(counts, empty, 3, noon + 7000)
    counts = afterAccept(counts, 12, noon + 8000)
    counts = afterOutcome(counts, done('model'), 300, noon + 60_000)
    assert.deepEqual(
      counts.minutes.map(({ at, ...rest }) => ({ ...rest, seconds: (at - noon) / 1000 })),
      [
        { seconds: -5, shown: 3, accepted: 1, characters: 12, hidden: 1, latencies: [4, 1, 3, 0, 0, 0, 0] },
        { seconds: 55, shown: 1, accepted: 0, characters: 0, hidden: 0, latencies: [0, 0, 0, 0, 0, 0, 1] },
      ],
    )
    assert.deepEqual(counts.days, [
      {
        day: '2026-11-25',
        shown: 4,
        accepted: 1,
        characters: 12,
        latencies: { model: [0, 0, 3, 0, 0, 0, 1], cache: [4, 0, 0, 0, 0, 0, 0] },
      },
    ])
  })

  it('say nothing of requests that typing overtook', () => {
    assert.equal(afterOutcome(noCounts, { kind: 'cancelled', timings: { total: 1 } }, 1, noon), noCounts)
    assert.equal(afterOutcome(noCounts, { kind: 'refused', reason: 'disabled' }, 1, noon), noCounts)
  })

  it('stay small, and in order when the clock jumps back', () => {
    let counts = noCounts
    for (let minute = 0; minute < 2000; minute++)
      counts = afterOutcome(counts, done('model'), 1, noon + minute * 60_000)
    assert.equal(counts.minutes.length, 600)
    counts = afterOutcome(counts, done('model'), 1, noon)
    assert.equal(counts.minutes.length, 600)
    assert.equal(counts.minutes.at(-1)!.shown, 2)
    assert.deepEqual(
      counts.days.map(({ day }) => day),
      ['2026-11-25', '2026-11-26'],
    )
  })

  it('give percentiles that are never better than what was measured', () => {
    assert.equal(percentileOf([90, 5, 4, 1, 0, 0, 0], 0.5), 2)
    assert.equal(percentileOf([90, 5, 4, 1, 0, 0, 0], 0.99), 10)
    assert.equal(percentileOf([90, 5, 4, 1, 0, 0, 0], 1), 20)
    assert.equal(percentileOf([0, 0, 0, 0, 0, 0, 0], 0.5), 0)
  })
})
