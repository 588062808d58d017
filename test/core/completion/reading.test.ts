import assert from 'node:assert/strict'
import { readCard } from '../../../extension/core/completion/card.ts'
import { LiveIndex } from '../../../extension/core/completion/live-index.ts'
import { Readings } from '../../../extension/core/completion/reading.ts'
import type { Node } from '../../../extension/core/completion/token-tree.ts'
import { tiny } from './tiny.ts'

const parts = { neighbours: true, near: true, suffix: true, ngram: true }

function tokensOf(tip: Node): number[] {
  const tokens: number[] = []
  for (let at: Node | undefined = tip; at; at = at.parent) tokens.unshift(at.token)
  return tokens
}

describe('readings', () => {
  it('leave neighbouring lines out of the prompt where the card says so', async () => {
    const loaded = await tiny()
    const index = new LiveIndex()
    index.open('other', 'typescript', 'const total = alpha + beta\nreturn alpha + total\n')
    const text = 'const alpha = total + beta\nreturn '
    index.open('file', 'typescript', text)
    const hasNear = (near?: boolean): boolean => {
      const card = { ...loaded.card, ...(near !== undefined && { near }) }
      const readings = new Readings({ ...loaded, card }, index, parts)
      const { tip } = readings.begin('file.ts', 'file', text.length)
      return tokensOf(tip).includes(loaded.tokenizer.special.near)
    }
    assert.deepEqual([hasNear(), hasNear(true), hasNear(false)], [true, true, false])
  })

  it('want to be told by a yes or a no', async () => {
    const { card } = await tiny()
    assert.throws(() => readCard({ ...card, near: 'seldom' }), /"near" is neither true nor false/)
    assert.equal(readCard({ ...card, near: false }).near, false)
  })
})
