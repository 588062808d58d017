import assert from 'node:assert/strict'
import { findCopies, otherCandidate } from '../../../extension/core/completion/copies.ts'
import { FEATURE_NAMES, featureReader } from '../../../extension/core/completion/features.ts'
import type { FeatureName } from '../../../extension/core/completion/features.ts'
import { LiveIndex } from '../../../extension/core/completion/live-index.ts'
import { readSituation } from '../../../extension/core/completion/situation.ts'

type Values = Record<FeatureName, number>

/** Features by name of a text at the `║`, a copy or else a line of the model's. */
function features(marked: string, text: string, language = 'typescript'): Values {
  const index = new LiveIndex()
  index.open('f', language, marked.replace('║', ''))
  const situation = readSituation(index, 'f', marked.indexOf('║'))
  const search = findCopies(situation)
  const row = featureReader(situation, search)(otherCandidate(search, text))
  assert.equal(row.length, FEATURE_NAMES.length)
  assert.ok(row.every(Number.isFinite))
  return Object.fromEntries(FEATURE_NAMES.map((name, at) => [name, row[at]])) as Values
}

function holds(values: Values, expected: Partial<Values>): void {
  for (const [name, value] of Object.entries(expected)) assert.equal(values[name as FeatureName], value, name)
}

describe('features', () => {
  it('have different names', () => assert.equal(new Set(FEATURE_NAMES).size, FEATURE_NAMES.length))

  it('tell how a copy matches', () => {
    const marked = 'x.open(a)\nfile.open(b)\n  file.open(║'
    holds(features(marked, 'b)'), {
      matchLength: 6,
      longest: 6,
      gapToLongest: 0,
      rank: 0,
      isCopy: 1,
      votes: 1,
      priorGap: 0,
    })
    holds(features(marked, 'b)'), {
      distance: 1,
      indentationDifference: -2,
      sameIndentation: 0,
      candidates: Math.fround(Math.log2(3)),
    })
    holds(features(marked, 'a)'), { matchLength: 3, gapToLongest: 3, rank: 1, voteShare: 0.5 })
  })

  it('tell what the text is', () => {
    holds(features('f(║', 'a, () => {'), {
      length: 10,
      opened: 1,
      closed: 0,
      lineOpened: 2,
      lineClosed: 0,
      firstClass: 1,
    })
    holds(features('f(║', 'a]'), { mismatched: 1, lastClass: 4, closed: 1 })
    holds(features('known()\nf(║', 'known(unknown)'), { names: 2, unknownNames: 1, rarestName: 0, meanName: 0.5 })
    holds(features('f(║', ')'), { names: 0, rarestName: -1, meanName: -1 })
  })

  it('tell what is around it', () => {
    holds(features('a.rea║', 'd()'), {
      halfLength: 3,
      afterDot: 1,
      atLineStart: 0,
      blankBefore: 0,
      isTypeScript: 1,
      isPython: 0,
    })
    holds(features('a.║', 'read()'), { halfLength: 0, afterDot: 1 })
    holds(features('if a:\n    ║', 'return', 'python'), {
      atLineStart: 1,
      blankBefore: 1,
      indentation: Math.fround(Math.log2(5)),
      isPython: 1,
    })
    holds(features('ab()\nabc()\na║', 'b()'), { nameComplete: 0 })
  })

  it('compare the whole line with the lines around', () => {
    const marked = 'run(a)\nrun(a)\nru║\n  run(b)\nrun(a)\n'
    holds(features(marked, 'n(b)'), { equalsNextLine: 1, equalsLineBefore: 0, timesInFile: 1 })
    holds(features(marked, 'n(a)'), { equalsNextLine: 0, equalsLineBefore: 1, timesInFile: 2 })
    holds(features(marked, 'n(c)'), { timesInFile: 0 })
  })

  it('of a line that is no copy have nothing to say of a match', () =>
    holds(features('a = b\na = ║', 'c'), {
      matchLength: 0,
      votes: 0,
      distance: -1,
      isCopy: 0,
      rank: 1,
      gapToLongest: 2,
    }))
})
