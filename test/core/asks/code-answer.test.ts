import assert from 'node:assert/strict'
import type { Excerpt } from '../../../extension/core/asks/calls.ts'
import { mostSteps, readCodeAnswer, readObject, readPlan } from '../../../extension/core/asks/code-answer.ts'

const excerpt: Excerpt = {
  ...{ path: 'src/a.ts', startLine: 10, endLine: 20, lines: Array.from({ length: 11 }, () => 'x') },
  selected: { startLine: 12, endLine: 14 },
}
const edit = (startLine: unknown, endLine: unknown, text: unknown = 'y'): object => ({ startLine, endLine, text })
const read = (...edits: unknown[]) =>
  readCodeAnswer(JSON.stringify({ summary: 's', edits, newCode: '' }), excerpt, 'hash')

describe('an answer for code', () => {
  it('is edits of lines that were shown, in the order of the file, for the file as it was', () => {
    assert.deepEqual(read(edit(15, 16, 'b\n'), edit(10, 12, 'a')), {
      ...{ summary: 's', newCode: '' },
      edits: [
        { path: 'src/a.ts', startLine: 10, endLine: 12, text: 'a', fileHash: 'hash' },
        { path: 'src/a.ts', startLine: 15, endLine: 16, text: 'b', fileHash: 'hash' },
      ],
    })
    assert.deepEqual(read()?.edits, [])
  })

  it('is nothing where one edit reaches further, runs backwards, overlaps another, or is none', () => {
    for (const wrong of [
      edit(9, 12),
      edit(12, 21),
      edit(14, 12),
      edit(1.5, 12),
      edit('12', 12),
      edit(12, 12, 7),
      null,
      'x',
    ])
      assert.equal(read(edit(10, 10), wrong), undefined, JSON.stringify(wrong))
    assert.equal(read(edit(10, 12), edit(12, 13)), undefined)
  })

  it('is nothing that is not the agreed object', () => {
    for (const text of [
      '',
      'I can’t.',
      '{}',
      '[]',
      'null',
      '{"summary":"s"}',
      '{"summary":1,"edits":[]}',
      '{"summary":"s","edits":{}}',
    ])
      assert.equal(readCodeAnswer(text, excerpt, ''), undefined, text)
    assert.equal(readCodeAnswer('{"summary":"s","edits":[],"newCode":5}', excerpt, ''), undefined)
  })

  it('may stand in a wrapping', () => {
    assert.deepEqual(readObject('Sure:\n```json\n{"a": {"b": 1}}\n```'), { a: { b: 1 } })
    assert.deepEqual(readObject('}{'), {})
    assert.deepEqual(readObject('{"a": '), {})
  })
})

describe('a plan', () => {
  const step = { title: 't', query: 'q', task: 'do it' }

  it('has steps with a task each, at most as many as are paid for', () => {
    assert.deepEqual(readPlan(JSON.stringify({ steps: [step, { title: 't', task: 'x' }] })), [
      step,
      { title: 't', query: '', task: 'x' },
    ])
    assert.equal(readPlan(JSON.stringify({ steps: Array.from({ length: 9 }, () => step) }))?.length, mostSteps)
  })

  it('is nothing where a step is none', () => {
    for (const steps of [[], 'x', [null], [{ title: 't' }], [step, { title: 't', task: ' ' }], [{ ...step, title: 1 }]])
      assert.equal(readPlan(JSON.stringify({ steps })), undefined, JSON.stringify(steps))
    assert.equal(readPlan('no'), undefined)
  })
})
