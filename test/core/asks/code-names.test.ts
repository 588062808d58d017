import assert from 'node:assert/strict'
import { codeNames, standsIn } from '../../../extension/core/asks/code-names.ts'

describe('names of code in a question', () => {
  it('are identifiers that no prose has', () => {
    assert.deepEqual(codeNames('why does parseDate call max_size and Pool.close, in HttpServer?'), [
      'parseDate',
      'max_size',
      'close',
      'HttpServer',
    ])
    assert.deepEqual(codeNames('объясни классы в ValidationCategory'), ['ValidationCategory'])
    for (const prose of ['What is a 502? I have no idea.', 'e.g. this one', 'JSON or YAML', 'Schreib mir etwas', ''])
      assert.deepEqual(codeNames(prose), [], prose)
  })

  it('count once each, and not without end', () => {
    assert.deepEqual(codeNames('fooBar fooBar fooBar'), ['fooBar'])
    assert.ok(codeNames(Array.from({ length: 50_000 }, (_, i) => `fooBar${i}`).join(' ')).length < 20)
  })

  it('are found in time in whatever is pasted', () => {
    for (const piece of ['a', 'aA', 'a.', 'a_', '_', 'A', '$', 'a b']) codeNames(piece.repeat(200_000))
  })

  it('stand in a text as whole words', () => {
    assert.ok(standsIn(['close'], 'pool.close()'))
    assert.ok(standsIn(['close'], 'closeAll(); close'))
    assert.ok(!standsIn(['close'], 'closeAll(disclose, close_now)'))
    assert.ok(!standsIn([], 'close'))
  })
})
