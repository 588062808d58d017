import assert from 'node:assert/strict'
import { withSameParts } from '../../webview/same-parts.ts'
import { full } from './sample-state.ts'

const copy = <T>(value: T): T => structuredClone(value)

describe('a message that repeats what was there', () => {
  it('gives the old objects back, all the way down', () => {
    assert.equal(withSameParts(full, copy(full)), full)
  })

  it('is new where something changed, and old beside it', () => {
    const changed = copy({ ...full, usage: { ...full.usage!, asks: 413 } })
    const result = withSameParts(full, changed)
    assert.deepEqual(result, changed)
    assert.notEqual(result.usage, full.usage)
    assert.equal(result.usage.series, full.usage!.series)
    assert.equal(result.decisions, full.decisions)
  })

  it('knows a row again that has moved', () => {
    const { rows } = full.decisions
    const result = withSameParts(rows, copy([{ ...rows[0]!, id: 'new' }, ...rows]))
    assert.deepEqual(
      result.slice(1).map((row, index) => row === rows[index]),
      rows.map(() => true),
    )
  })

  it('takes nothing for the same that is less, more or of another kind', () => {
    for (const [before, after] of [
      [{ a: 1, b: 2 }, { a: 1 }],
      [{ a: 1 }, { a: 1, b: undefined }],
      [[1, 2], [1]],
      [[], {}],
      [{ a: null }, { a: {} }],
      [{ a: 0 }, { a: -0 }],
      [undefined, { a: 1 }],
    ] as [unknown, unknown][]) {
      const result = withSameParts(before, after)
      assert.notEqual(result, before)
      assert.deepEqual(result, after)
    }
  })
})
