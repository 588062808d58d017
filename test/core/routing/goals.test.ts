import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { goalsOf, severalGoals } from '../../../extension/core/routing/goals.ts'

interface Example {
  readonly text: string
  readonly several: boolean
  /** `dev`: the rule was written with these in view; `test`: written afterwards. */
  readonly part: 'dev' | 'test'
}

const examples = readFileSync('test/cases/goals.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Example)

function share(of: readonly Example[]): number {
  return of.filter(({ text, several }) => severalGoals(text) === several).length / of.length
}

describe('the rule for plans', () => {
  it('is right on most of the examples', () => {
    assert.ok(share(examples.filter(({ part }) => part === 'dev')) >= 0.95)
    assert.ok(share(examples.filter(({ part }) => part === 'test')) >= 0.75)
  })

  it('rarely makes a plan, the dearest route, of a single goal', () => {
    assert.ok(share(examples.filter(({ several }) => !several)) >= 0.95)
  })

  it('reads the kind of each goal', () => {
    assert.deepEqual(goalsOf('please refactor this, add tests for it and then document the class'), [
      'change',
      'tests',
      'docs',
    ])
    assert.deepEqual(goalsOf('1. fix the leak 2. run the benchmark'), ['fix', 'run'])
    assert.deepEqual(goalsOf('which parsers in src/io call readHeader, and how do they differ?'), ['search', 'explain'])
    assert.deepEqual(goalsOf('which parser is faster?'), [])
  })

  it('takes questions about one thing for one goal, however many', () => {
    assert.deepEqual(goalsOf('why does the pool exist, when is it drained and how large is it? explain please'), [
      'explain',
    ])
    assert.deepEqual(goalsOf('explain the retry queue. Can that be switched off? What happens then?'), ['explain'])
    assert.deepEqual(goalsOf('document each branch of the switch, why it falls through and when'), ['docs'])
    assert.deepEqual(goalsOf('explain the retry queue, then describe the pool, and sketch a test bench'), [
      'explain',
      'explain',
      'explain',
    ])
  })

  it('reads no goals from code, quotes and links', () => {
    assert.deepEqual(goalsOf('rename `add(), then fix()` to "test and document"'), ['change'])
    assert.deepEqual(goalsOf('explain\n```ts\nfix the bug\nadd tests\n```'), ['explain'])
  })

  it('ends in time on whatever is pasted', () => {
    for (const piece of ['and ', ', then ', '`', '"', 'please please ', '1. ', 'find and fix ', '\u0000', '，', 'a b '])
      goalsOf(piece.repeat(300_000))
  })
})
