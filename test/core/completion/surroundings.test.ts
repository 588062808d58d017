import assert from 'node:assert/strict'
import { findCopies, otherCandidate } from '../../../extension/core/completion/copies.ts'
import { FEATURE_NAMES, featureReader } from '../../../extension/core/completion/features.ts'
import type { FeatureName } from '../../../extension/core/completion/features.ts'
import { LiveIndex } from '../../../extension/core/completion/live-index.ts'
import { readSituation, situationAhead } from '../../../extension/core/completion/situation.ts'
import { readSurroundings } from '../../../extension/core/completion/surroundings.ts'
import type { Fit } from '../../../extension/core/completion/surroundings.ts'

/** How `text` fits at the `║`, where the line ends, as the features have it. */
function fit(marked: string, text: string, language = 'typescript'): Fit {
  const index = new LiveIndex()
  index.open('f', language, marked.replace('║', ''))
  const situation = readSituation(index, 'f', marked.indexOf('║'))
  const search = findCopies(situation)
  const row = featureReader(situation, search)(otherCandidate(search, text))
  const values = Object.fromEntries(FEATURE_NAMES.map((name, at) => [name, row[at]])) as Record<FeatureName, number>
  const { fitsBelow, bringsMissing, namesAbove, namesBelow, farthestName, likeAbove, likeBelow } = values
  return { fitsBelow, bringsMissing, namesAbove, namesBelow, farthestName, likeAbove, likeBelow }
}

describe('the lines around a cursor', () => {
  it('want a block opened where the next line is deeper, and only there', () => {
    const deeper = '  ║\n    return null\n  }\n'
    assert.equal(fit(deeper, 'if (key) {').fitsBelow, 1)
    assert.equal(fit(deeper, 'this.update()').fitsBelow, 0)
    assert.equal(fit('  ║\n  return null\n', 'this.update()').fitsBelow, 1)
    assert.equal(fit('  ║\n\n  return null\n', 'if (key) {').fitsBelow, 0)
    assert.equal(fit('  ║\n', 'if (key) {').fitsBelow, -1)
  })

  it('know that a colon opens a block in Python', () => {
    assert.equal(fit('║\n    pass\n', 'while waiting:', 'python').fitsBelow, 1)
    assert.equal(fit('║\n    pass\n', 'case waiting:').fitsBelow, 0)
  })

  it('miss what is used below and stands nowhere above', () => {
    const marked = 'import { load } from "x"\n║\nsettings.open(load)\n'
    assert.equal(fit(marked, 'const settings = load()').bringsMissing, 1)
    assert.equal(fit(marked, 'const other = load()').bringsMissing, 0)
    assert.equal(fit('open()\n' + marked, 'settings.open()').bringsMissing, 1)
  })

  it('tell how far away the names were used last', () => {
    const marked = 'alpha()\nbeta()\n\n║\ngamma()\n'
    assert.deepEqual(
      [fit(marked, 'beta').farthestName, fit(marked, 'alpha(beta)').farthestName, fit(marked, '1').farthestName],
      [1, 2, 0],
    )
    assert.equal(fit(marked, 'delta').farthestName, 11)
    const { namesAbove, namesBelow } = fit(marked, 'alpha(gamma, delta, beta)')
    assert.deepEqual([namesAbove, namesBelow], [0.5, 0.25])
  })

  it('look alike', () => {
    const marked = 'a.remove(1)\n║\n\nb.remove(2)\n'
    assert.equal(fit(marked, 'a.remove(1)').likeAbove, 1)
    assert.ok(fit(marked, 'b.remove(3)').likeBelow > fit(marked, 'const b = 3').likeBelow)
  })

  it('count lines that are written and not yet in the document', () => {
    const index = new LiveIndex()
    index.open('f', 'typescript', 'start()\n\nvalue.use()\n')
    const now = readSituation(index, 'f', 7)
    const around = readSurroundings(situationAhead(now, ['start()', 'const value = 1'], ''))
    assert.deepEqual(around.above[0], ['const', 'value', '=', '1'])
    assert.deepEqual([...around.missing], ['use'])
    assert.ok(readSurroundings(now).missing.has('value'))
  })

  it('are none in an empty document', () => {
    const { fitsBelow, namesAbove, namesBelow, likeAbove, likeBelow } = fit('║', 'const a = 1')
    assert.deepEqual([fitsBelow, namesAbove, namesBelow, likeAbove, likeBelow], [-1, 0, 0, 0, 0])
  })
})
