import assert from 'node:assert/strict'
import { afterToken, noDrift, readDrift } from '../../../extension/core/completion/drift.ts'
import type { Drift, Foretold, Learning } from '../../../extension/core/completion/drift.ts'
import { LiveIndex } from '../../../extension/core/completion/live-index.ts'
import { mixingFeatures } from '../../../extension/core/completion/mixing.ts'
import { Readings } from '../../../extension/core/completion/reading.ts'
import { tiny } from './tiny.ts'

const ngramRight: Foretold = { odds: 0, ngram: 0.9, model: 0.1 }
const modelRight: Foretold = { odds: 0, ngram: 0.1, model: 0.9 }

function after(drift: Drift, told: Foretold, times: number): Drift {
  return Array.from({ length: times }).reduce<Drift>((now) => afterToken(now, told), drift)
}

describe('weight of the text around, learned', () => {
  it('grows where the text around is right, and falls where the model is', () => {
    assert.ok(after(noDrift, ngramRight, 1).bias > 0)
    assert.ok(after(noDrift, modelRight, 1).bias < 0)
    assert.equal(afterToken(noDrift, { odds: 0, ngram: 0.3, model: 0.3 }).bias, 0)
  })

  it('stays within bounds, and comes back', () => {
    const far = after(noDrift, { odds: 0, ngram: 1, model: 0 }, 10_000)
    assert.equal(far.bias, 2)
    assert.equal(far.tokens, 10_000)
    assert.ok(after(far, modelRight, 10_000).bias < 0)
    assert.ok(Number.isFinite(after(noDrift, { odds: 50, ngram: 0, model: 0 }, 10).bias), 'where nothing was possible')
  })

  it('counts what it was worth before a token has taught anything', () => {
    assert.equal(after(noDrift, ngramRight, 1).gain, 0)
    const learned = after(noDrift, ngramRight, 200)
    assert.ok(learned.gain > 0)
    assert.ok(after(learned, modelRight, 1).gain < learned.gain, 'a surprise costs')
  })

  it('begins anew with what cannot be read', () => {
    const kept = { bias: 0.5, tokens: 7, gain: 0.1 }
    assert.deepEqual(readDrift(kept), kept)
    for (const wrong of [undefined, null, 3, {}, { ...kept, bias: 3 }, { ...kept, gain: 'a' }, { bias: 0, tokens: 1 }])
      assert.deepEqual(readDrift(wrong), noDrift)
  })

  describe('by what is written in a document', () => {
    const uri = 'file:///toy.ts'
    const text = 'alpha beta gamma delta\n'.repeat(5)

    async function readings(learning: Learning): Promise<{ index: LiveIndex; all: Readings }> {
      const loaded = await tiny()
      const weights = mixingFeatures.map(() => 0)
      const card = { ...loaded.card, mixture: { features: mixingFeatures, weights } }
      const index = new LiveIndex()
      index.open(uri, 'typescript', text)
      const parts = { neighbours: true, near: false, suffix: true, ngram: true }
      return { index, all: new Readings({ ...loaded, card }, index, parts, learning) }
    }

    it('learns of each token once', async () => {
      const learning: Learning = { drift: noDrift }
      const { index, all } = await readings(learning)
      let offset = text.length
      const type = async (typed: string): Promise<void> => {
        index.change(uri, [{ offset, deleted: 0, inserted: typed }])
        offset += typed.length
        const reading = all.begin('toy.ts', uri, offset, true)
        await reading.tree.read(reading.tip)
      }
      for (const char of 'alpha beta gamma delta') await type(char)
      const { tokens, bias } = learning.drift!
      assert.ok(tokens >= 3 && tokens <= 12, String(tokens))
      assert.ok(bias > 0, 'the tiny model knows nothing of these words')
      const again = all.begin('toy.ts', uri, offset, true)
      await again.tree.read(again.tip)
      assert.equal(learning.drift!.tokens, tokens)
    })

    it('learns nothing of text that was there, or may never come', async () => {
      const learning: Learning = { drift: noDrift }
      const { all } = await readings(learning)
      const line = text.indexOf('\n') + 1
      const at = async (offset: number, isWritten?: boolean): Promise<void> => {
        const reading = all.begin('toy.ts', uri, offset, isWritten)
        await reading.tree.read(reading.tip)
      }
      await at(line, true)
      await at(line + 12)
      await at(line, true)
      assert.equal(learning.drift!.tokens, 0)
      await at(line + 12, false)
      await at(line + 18, true)
      assert.equal(learning.drift!.tokens, 0, 'somebody went there')
    })

    it('learns nothing unless that is wanted', async () => {
      const learning: Learning = { drift: undefined }
      const { index, all } = await readings(learning)
      for (const [at, char] of 'alpha beta'.split('').entries()) {
        index.change(uri, [{ offset: text.length + at, deleted: 0, inserted: char }])
        const reading = all.begin('toy.ts', uri, text.length + at + 1, true)
        await reading.tree.read(reading.tip)
      }
      assert.equal(learning.drift, undefined)
    })
  })
})
