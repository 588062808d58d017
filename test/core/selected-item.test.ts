import assert from 'node:assert/strict'
import { continuationOf } from '../../extension/core/selected-item.ts'

const item = (typed: string, text: string, endsAtCursor = true): string | undefined =>
  continuationOf({ typed, text, endsAtCursor })

describe('selected item', () => {
  it('must be continued from the cursor on', () => {
    assert.equal(item('con', 'convertCurrency'), 'vertCurrency')
    assert.equal(item('', 'length'), 'length')
    assert.equal(item('.', '.log'), 'log')
    assert.equal(item('const', 'const'), '')
  })

  it('has no continuation at the cursor where it changes what is typed, or more', () => {
    assert.equal(item('cc', 'convertCurrency'), undefined)
    assert.equal(item('Con', 'convertCurrency'), undefined)
    assert.equal(item('con', 'convertCurrency', false), undefined)
    assert.equal(item('for', 'for (;;) {\n}'), undefined)
  })
})
