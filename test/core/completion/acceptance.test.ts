import assert from 'node:assert/strict'
import { afterAcceptance, typedSince } from '../../../extension/core/completion/acceptance.ts'
import type { Accepted } from '../../../extension/core/completion/acceptance.ts'

describe('what follows an acceptance', () => {
  const after = (typed: string, text: string, more: Partial<Accepted> = {}): string | undefined =>
    afterAcceptance({ typed, text, rest: '', isWhole: true, language: 'typescript', above: [], ...more })

  it('is a new line, as deep as the one before', () => {
    assert.equal(after('  const a = ', 'b()'), 'b()\n  ')
    assert.equal(after('\tconst a = ', 'b()'), 'b()\n\t')
  })

  it('is a deeper one behind what opens a block, by the step that the file has', () => {
    assert.equal(after('  if (a) ', '{'), '{\n    ')
    assert.equal(after('if (a) ', '{', { above: ['function f() {', '    g()', '}'] }), '{\n    ')
    assert.equal(after('\tif (a) ', '{'), '{\n\t\t')
    assert.equal(after('    if a', ':', { language: 'python' }), ':\n        ')
    assert.equal(after('a = b ? c', ' :'), ' :\n', 'a colon opens no block in a script')
  })

  it('is the same line where the suggestion does not finish it', () =>
    assert.equal(after('a.', 'push(', { isWhole: false }), 'push('))

  it('is not known in front of other text, nor behind several lines', () => {
    assert.equal(after('f(', 'a', { rest: ')' }), undefined)
    assert.equal(after('if (', 'a) {\n  b()'), undefined)
  })
})

describe('what was typed of a suggestion', () => {
  it('is as long as the document has grown by', () => {
    assert.equal(typedSince('push(b)', 'a.', 2, 0), 0)
    assert.equal(typedSince('push(b)', 'a.pu', 2, 2), 2)
  })

  it('is not known when something else was written, taken away, or the whole', () => {
    assert.equal(typedSince('push(b)', 'a.po', 2, 2), undefined)
    assert.equal(typedSince('push(b)', 'a.pu', 2, 1 + 2), undefined)
    assert.equal(typedSince('push(b)', 'a', 2, -1), undefined)
    assert.equal(typedSince('push(b)', 'a.push(b)', 2, 7), undefined)
  })
})
