import assert from 'node:assert/strict'
import { matching, remembered } from '../../../extension/core/asks/history.ts'

describe('history of asks', () => {
  it('has the newest first and each once', () => {
    const history = ['a', 'b', 'a ', 'c'].reduce<readonly string[]>(remembered, [])
    assert.deepEqual(history, ['c', 'a', 'b'])
  })

  it('forgets the oldest, and blanks at once', () => {
    const many = Array.from({ length: 80 }, (_, index) => `question ${index}`)
    const history = many.reduce<readonly string[]>(remembered, [])
    assert.equal(history.length, 50)
    assert.equal(history[0], 'question 79')
    assert.equal(remembered(history, '  '), history)
  })

  it('is searched by words in any order, without what is typed already', () => {
    const history = ['Explain the basket', 'fix the basket', 'basket']
    assert.deepEqual(matching(history, 'basket explain'), ['Explain the basket'])
    assert.deepEqual(matching(history, 'basket'), ['Explain the basket', 'fix the basket'])
    assert.deepEqual(matching(history, ''), history)
  })
})
