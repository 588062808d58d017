import assert from 'node:assert/strict'
import { inEnglish } from '../../extension/core/phrase.ts'
import { matrix } from '../../extension/core/routing/matrix.ts'
import { rulesOf } from '../../extension/editor/panel-rules.ts'

describe('the rules in the panel', () => {
  const same = (id: string): string => id
  const rules = rulesOf([], { say: inEnglish, reason: same, label: same, mode: same })

  it('show every condition of every row', () => {
    for (const [index, { when }] of matrix.entries()) {
      const shown = rules[index]!.when.split(' · ')
      assert.equal(shown.length, Math.max(1, Object.keys(when).length), rules[index]!.when)
      assert.ok(!shown.includes(''))
    }
  })

  it('are told apart by their words', () => {
    assert.equal(new Set(rules.map(({ when }) => when)).size, matrix.length)
  })
})
