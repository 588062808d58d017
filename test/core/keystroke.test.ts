import assert from 'node:assert/strict'
import { cursorAfter, mayStartEarly, thresholdFor } from '../../extension/core/keystroke.ts'

describe('keystroke', () => {
  const at = (offset: number, deleted: number, inserted: string) => ({ offset, deleted, inserted })

  it('leaves the cursor behind what was typed, taken back or replaced', () => {
    assert.equal(cursorAfter([at(10, 0, 'x')]), 11)
    assert.equal(cursorAfter([at(10, 1, '')]), 10)
    assert.equal(cursorAfter([at(10, 3, 'convert')]), 17)
    assert.equal(cursorAfter([at(10, 0, '\r\n  ')]), 14)
    assert.equal(cursorAfter([at(10, 0, '😀')]), 12)
  })

  it('leaves it between a pair that the editor closed', () => {
    for (const pair of ['()', '[]', '{}', '""', "''", '``']) assert.equal(cursorAfter([at(4, 0, pair)]), 5)
  })

  it('is not several changes at once, nor a pasted text', () => {
    assert.equal(cursorAfter([]), undefined)
    assert.equal(cursorAfter([at(10, 0, 'x'), at(2, 0, 'x')]), undefined)
    assert.equal(cursorAfter([at(0, 0, 'x'.repeat(201))]), undefined)
  })

  it('starts no work where the editor never asks for it', () => {
    assert.equal(mayStartEarly(0), true)
    assert.equal(mayStartEarly(10), true)
    assert.equal(mayStartEarly(1000), false)
  })

  it('is less strict when somebody asks by hand', () => {
    assert.equal(thresholdFor('automatic', 0.5), 0.5)
    assert.equal(thresholdFor('explicit', 0.5), 0.1)
    assert.equal(thresholdFor('explicit', 0), 0)
  })
})
