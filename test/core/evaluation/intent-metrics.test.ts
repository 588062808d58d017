import assert from 'node:assert/strict'
import { intentMetrics, judgeSaid } from '../../../extension/core/evaluation/intent-metrics.ts'
import type { Judged } from '../../../extension/core/evaluation/intent-metrics.ts'
import { labels } from '../../../extension/core/types.ts'
import type { Label } from '../../../extension/core/types.ts'

function judged(label: Label, said: Label, p = 0.9, more: Partial<Judged> = {}): Judged {
  return { label, accept: [], intent: { label: said, p, set: [said], ms: 1 }, likeliest: { label: said, p }, ...more }
}

const close = (found: number, wanted: number): void =>
  assert.ok(Math.abs(found - wanted) < 1e-9, `${found}, not ${wanted}`)

describe('what is measured of labels', () => {
  it('counts a label that is accepted as right, and strictly not', () => {
    const metrics = intentMetrics([
      judged('fix', 'fix'),
      judged('fix', 'edit', 0.9, { accept: ['edit'] }),
      judged('fix', 'docs'),
    ])
    close(metrics.accuracy, 2 / 3)
    close(metrics.strictAccuracy, 1 / 3)
    const at = labels.indexOf('fix')
    assert.deepEqual([metrics.confusion[at]![at], metrics.confusion[at]![labels.indexOf('docs')]], [2, 1])
  })

  it('has precision, recall and F1 for each label, and their mean over those that occur', () => {
    const metrics = intentMetrics([
      judged('fix', 'fix'),
      judged('fix', 'docs'),
      judged('docs', 'docs'),
      judged('docs', 'docs'),
    ])
    const fix = metrics.labels.find(({ label }) => label === 'fix')!
    const docs = metrics.labels.find(({ label }) => label === 'docs')!
    assert.deepEqual([fix.count, fix.precision, fix.recall, docs.recall], [2, 1, 0.5, 1])
    close(docs.precision, 2 / 3)
    close(metrics.macroF1, (fix.f1 + docs.f1) / 2)
    close(fix.f1, 2 / 3)
  })

  it('measures how far the probabilities are from what comes true', () => {
    const sure = Array.from({ length: 10 }, (_, at) => judged('fix', at < 7 ? 'fix' : 'docs', 0.9))
    close(intentMetrics(sure).ece, 0.2)
    const honest = Array.from({ length: 10 }, (_, at) => judged('fix', at < 9 ? 'fix' : 'docs', 0.9))
    close(intentMetrics(honest).ece, 0)
    close(
      intentMetrics([...sure, ...honest.map((each) => ({ ...each, likeliest: { ...each.likeliest, p: 0.4 } }))]).ece,
      (0.2 + 0.5) / 2,
    )
  })

  it('measures the sets', () => {
    const wide = judged('fix', 'edit', 0.5, { intent: { label: 'edit', p: 0.5, set: ['edit', 'fix', 'docs'], ms: 1 } })
    const metrics = intentMetrics([wide, judged('fix', 'docs')])
    assert.deepEqual([metrics.coverage, metrics.meanSetSize], [0.5, 2])
  })

  it('measures what is out of scope, by the threshold that ships and at 95 % of the rest', () => {
    const inside = Array.from({ length: 20 }, (_, at) =>
      judged('fix', at === 0 ? 'out-of-scope' : 'fix', 0.5 + at / 100),
    )
    const outside = [
      judged('out-of-scope', 'out-of-scope', 0.6),
      judged('out-of-scope', 'fix', 0.4),
      judged('out-of-scope', 'fix', 0.6),
    ]
    const metrics = intentMetrics([...inside, ...outside])
    close(metrics.outOfScope.recall, 1 / 3)
    close(metrics.outOfScope.coverage, 19 / 20)
    close(metrics.outOfScopeRecallAt95, 2 / 3)
  })

  it('takes what the user says for certain', () => {
    const metrics = intentMetrics([judgeSaid('fix', [], 'fix'), judgeSaid('fix', [], 'docs')])
    assert.deepEqual([metrics.accuracy, metrics.coverage, metrics.ece], [0.5, 0.5, 0.5])
  })

  it('of nothing is zero', () => {
    const metrics = intentMetrics([])
    assert.deepEqual([metrics.count, metrics.accuracy, metrics.ece, metrics.outOfScopeRecallAt95], [0, 0, 0, 0])
  })
})
