import assert from 'node:assert/strict'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { EncodedTexts } from '../../../extension/core/completion/encoded-texts.ts'
import { LiveIndex } from '../../../extension/core/completion/live-index.ts'
import { Readings } from '../../../extension/core/completion/reading.ts'
import { readTokenizer, shippedTokenizer, tiny } from './tiny.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const files = 100
const blankLines = 200
const blankChars = 1_000
/** All of the texts would be 20 MB. */
const mostKeptMb = 5

function heapMb(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed / 2 ** 20
}

/** Long, and of nothing that anyone keeps, but for one line; flat, as what comes over a channel is. */
function longText(line: string): string {
  return Buffer.from(`${line}\n${`${' '.repeat(blankChars)}\n`.repeat(blankLines)}`).toString('latin1')
}

describe('what is kept of closed documents', () => {
  it('is no whole text for the sake of a name in it', () => {
    const index = new LiveIndex()
    const names = Array.from({ length: files }, (_, at) => `nameThatIsLong${at}`)
    const before = heapMb()
    for (const name of names) {
      index.open('closed', 'typescript', longText(name))
      index.open(name, 'typescript', Buffer.from(name).toString('latin1'))
      index.close('closed')
    }
    const grown = heapMb() - before
    assert.ok(names.every((name) => index.token(name)?.uses === 1))
    assert.ok(grown < mostKeptMb, `${grown} MB`)
  })

  it('is no whole text for the sake of a line that was encoded', () => {
    const index = new LiveIndex()
    const texts = new EncodedTexts(index, readTokenizer(shippedTokenizer))
    const before = heapMb()
    for (let at = 0; at < files; at++) {
      index.open('closed', 'typescript', longText(`\nconst lineWithALongName${at} = another.longName(${at})`))
      assert.ok(texts.around('closed', 0, true).length > 0)
      index.close('closed')
    }
    const grown = heapMb() - before
    assert.ok(grown < mostKeptMb, `${grown} MB`)
    assert.ok(texts.neighbours('closed').length === 0)
  })

  it('is no logits of a document that was left for another', async () => {
    const loaded = await tiny()
    const index = new LiveIndex()
    const text = 'const total = alpha + beta\nreturn '
    for (const uri of ['left', 'other']) index.open(uri, 'typescript', text)
    const parts = { neighbours: true, near: true, suffix: true, ngram: true }
    const readings = new Readings(loaded, index, parts, { drift: undefined })
    const logits = await (async () => {
      const { tree, tip, mixture } = readings.begin('left.ts', 'left', text.length, true)
      const next = tree.add(tip, loaded.tokenizer.newline)
      await tree.read(tip)
      assert.equal(mixture.best(next, '', 3).length, 3)
      return new WeakRef(next.logits!)
    })()
    readings.begin('other.ts', 'other', text.length, true)
    await new Promise((resolve) => setTimeout(resolve, 0))
    collectGarbage()
    assert.ok(logits.deref() === undefined)
    assert.equal(readings.size, 2)
  })
})
