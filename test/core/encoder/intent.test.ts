import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { readEncoderCard } from '../../../extension/core/encoder/card.ts'
import { blankIntent, intentOf, probabilities } from '../../../extension/core/encoder/intent.ts'
import { labels } from '../../../extension/core/types.ts'
import type { Label } from '../../../extension/core/types.ts'

const card = {
  ...readEncoderCard(JSON.parse(readFileSync('models/encoder/card.json', 'utf8'))),
  temperature: 2,
  conformal: { level: 0.95, threshold: 0.2 },
  outOfScope: { coverage: 0.95, threshold: 0.3 },
}

/** Logits that give these probabilities at temperature 2, and the rest evenly to the other labels. */
function logits(wanted: Partial<Record<Label, number>>): number[] {
  const given = Object.values(wanted).reduce((sum, p) => sum + p, 0)
  const rest = (1 - given) / (labels.length - Object.keys(wanted).length)
  return labels.map((label) => 2 * Math.log(wanted[label] ?? rest))
}

describe('the intent', () => {
  it('has probabilities at the temperature, most likely first', () => {
    const ranked = probabilities(logits({ fix: 0.6, edit: 0.3 }), 2)
    assert.deepEqual(
      ranked.slice(0, 2).map(({ label, p }) => [label, p.toFixed(3)]),
      [
        ['fix', '0.600'],
        ['edit', '0.300'],
      ],
    )
    assert.ok(Math.abs(ranked.reduce((sum, { p }) => sum + p, 0) - 1) < 1e-9)
    assert.ok(probabilities(logits({ fix: 0.6 }), 1)[0]!.p > 0.8)
  })

  it('survives numbers of any size', () => {
    assert.equal(probabilities([1e5, ...new Array<number>(11).fill(-1e5)], 1)[0]!.p, 1)
  })

  it('holds every label that reaches the threshold', () => {
    assert.deepEqual(intentOf(logits({ fix: 0.6, edit: 0.3 }), card, 3).set, ['fix', 'edit'])
    assert.deepEqual(intentOf(logits({ fix: 0.75 }), card, 3).set, ['fix'])
    assert.equal(intentOf(logits({ fix: 0.75 }), card, 3).ms, 3)
  })

  it('is out of scope by its label, by the threshold, or because nothing is likely', () => {
    const small = intentOf(logits({ 'out-of-scope': 0.8 }), card, 1)
    assert.deepEqual([small.label, small.set], ['out-of-scope', ['out-of-scope']])
    const unsure = intentOf(logits({ fix: 0.25, edit: 0.24, 'out-of-scope': 0.01 }), card, 1)
    assert.deepEqual([unsure.label, unsure.set, unsure.p.toFixed(3)], ['out-of-scope', ['fix', 'edit'], '0.010'])
    const none = intentOf(logits({ fix: 0.1 }), { ...card, outOfScope: { coverage: 0.95, threshold: 0 } }, 1)
    assert.deepEqual([none.label, none.set], ['out-of-scope', []])
  })

  it('of nothing is general, with the confidence of a guess', () => {
    assert.deepEqual(blankIntent(0), { label: 'general', p: 1 / 12, set: [], ms: 0 })
  })
})
