import assert from 'node:assert/strict'
import { questionKey, sameNames } from '../../../extension/core/asks/question-key.ts'

describe('the same question', () => {
  it('may differ in case, blanks, politeness and punctuation', () => {
    const key = questionKey('how does the cache expire')
    for (const text of [
      'How does the cache expire?',
      ' please how  does the\ncache expire!!',
      'Hey, how does the cache expire',
    ])
      assert.equal(questionKey(text), key, text)
  })

  it('differs in words, and in punctuation within them', () => {
    assert.notEqual(questionKey('how does the cache work'), questionKey('how does the cache expire'))
    assert.notEqual(questionKey('explain a.b'), questionKey('explain a:b'))
    assert.notEqual(questionKey('explain v1.2'), questionKey('explain v12'))
  })

  it('speaks of the same names', () => {
    assert.ok(sameNames('what does parseDate do', 'explain parseDate to me'))
    assert.ok(sameNames('how does it retry', 'in which way are retries made'))
    for (const [a, b] of [
      ['explain parseDate', 'explain parseTime'],
      ['explain src/a.ts', 'explain src/b.ts'],
      ['explain `a`', 'explain `b`'],
      ['why 404', 'why 405'],
      ['explain max_size', 'explain min_size'],
      ['why HTTP', 'why TLS'],
    ])
      assert.ok(!sameNames(a!, b!), `${a} / ${b}`)
  })

  it('is told in time, however long the words are', () => {
    for (const piece of ['a', '$', 'not ', '"', 'a b']) {
      const text = piece.repeat(100_000)
      assert.ok(!sameNames(text, text))
      questionKey(text)
    }
  })

  it('is not the one that is denied', () => {
    assert.ok(!sameNames('why is it cached', 'why is it not cached'))
    assert.ok(!sameNames('when does it retry', "when doesn't it retry"))
    assert.ok(!sameNames('warum wird das gespeichert', 'warum wird das nicht gespeichert'))
  })
})
