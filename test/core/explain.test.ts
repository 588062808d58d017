import assert from 'node:assert/strict'
import { explain, explainDrift, explainShadow } from '../../extension/core/explain.ts'
import { inEnglish } from '../../extension/core/phrase.ts'
import { freshShadow } from '../../extension/core/shadow.ts'
import type { Shadow } from '../../extension/core/shadow.ts'
import type { Outcome } from '../../extension/core/types.ts'

const nameOf = (uri: string): string => uri.replace('file:///w/', '')
const told = (outcome: Outcome): string[] =>
  explain(outcome, 12.4, 0.5, nameOf).map(({ what, value }) => `${inEnglish(what)}: ${inEnglish(value)}`)

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
    const [fact] = explain({ kind: 'empty', reason: 'below-threshold', timings: { total: 1 } }, 1, 0.5, nameOf)
    assert.match(inEnglish(fact!.value), /not sure enough/)
    assert.equal(fact!.setting, 'threshold')
    const [rule] = explain({ kind: 'empty', reason: 'unbalanced-brackets', timings: { total: 1 } }, 1, 0.5, nameOf)
    assert.match(inEnglish(rule!.value), /brackets/)
    assert.equal(rule!.setting, undefined)
    assert.equal(explain({ kind: 'refused', reason: 'excluded-path' }, 0, 0.5, nameOf)[0]!.setting, 'exclude')
  })

  it('says what the workspace has taught, and what that was good for', () => {
    const fresh = freshShadow(0.65)
    assert.deepEqual(explainShadow(fresh), [])
    const text = (shadow: Shadow): string[] => explainShadow(shadow).map(({ value }) => inEnglish(value))
    assert.deepEqual(text({ ...fresh, lines: 40 }), ['40 lines compared; 65 % fits'])
    const shadow = {
      ...{ ...fresh, lines: 400, step: -2 },
      ...{ without: { shown: 100, clean: 80, saved: 900 }, with: { shown: 130, clean: 104, saved: 1150 } },
    }
    assert.deepEqual(text(shadow), [
      '400 lines compared; shown from 55 % on instead of 65 %',
      '1150 characters foreseen instead of 900, 26 suggestions not right instead of 20',
    ])
  })

  it('says how much the text around has come to count, once enough was written', () => {
    assert.deepEqual(explainDrift(undefined), [])
    assert.deepEqual(explainDrift({ bias: 0.1, tokens: 20, gain: 1 }), [])
    const told = explainDrift({ bias: 0.2, tokens: 1_000, gain: 4 }).map(({ value }) => inEnglish(value))
    assert.deepEqual(told, [
      '122 % of what it counts elsewhere, by 1000 tokens that were written',
      'what was written became 0.4 % likelier',
    ])
    assert.match(inEnglish(explainDrift({ bias: -0.2, tokens: 500, gain: -1 })[0]!.value), /^82 %/)
  })

  it('leads to the lines that it was copied from', () => {
    const place = { uri: 'file:///w/src/a.ts', line: 12 }
    const facts = explain({ ...done, places: [place] }, 1, 0.5, nameOf)
    const fact = facts.find((each) => each.place === place)
    assert.equal(fact && `${inEnglish(fact.what)} ${inEnglish(fact.value)}`, 'Stands already in src/a.ts, line 12')
  })

  it('says of a line that a rule hid how sure it was and where it stood', () => {
    const hidden = { source: 'copy', confidence: 0.41, places: [{ uri: 'file:///w/a.ts', line: 3 }] } as const
    const lines = told({ kind: 'empty', reason: 'below-threshold', timings: { total: 1 }, hidden })
    assert.deepEqual(lines.slice(0, 4), [
      'Nothing was shown: not sure enough (setting shortline.threshold)',
      'Where it came from: repeated from the text around',
      'Stands already in: a.ts, line 3',
      'How sure: 41 %; shown from 50 % on',
    ])
  })

  it('never quotes the code', () => {
    assert.ok(!told(done).join().includes('secret'))
  })
})
