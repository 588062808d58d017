/** The shipped encoder on the real runtime: what goes in, whatever it is, and what comes out. */
import assert from 'node:assert/strict'
import { embedTexts } from '../../../extension/engines/encoder/embed.ts'
import { labels } from '../../../extension/core/types.ts'
import { cosine, shippedEncoder } from './shipped.ts'

const always = (): Promise<boolean> => Promise.resolve(true)

describe('the encoder', () => {
  it('labels whatever it is given', async () => {
    const encoder = await shippedEncoder()
    const texts = [
      'fix it',
      'мне нужен тест',
      '请解释这段代码',
      'اشرح',
      '🙈🙉',
      '\ud800',
      'a\u0000b',
      '[SEP] [MASK] [CLS]',
      '</s><pre>',
      '​x',
    ]
    for (const text of texts) {
      const { label, p, set, ms } = await encoder.label(text, {})
      assert.ok(labels.includes(label) && p >= 0 && p <= 1 && ms > 0, JSON.stringify(text))
      assert.ok(set.every((each) => labels.includes(each)))
    }
  })

  it('takes nothing for a question with no confidence', async () => {
    const encoder = await shippedEncoder()
    for (const text of ['', '   \n', '\u0000\u0000', '\u200b']) {
      const { label, p, set } = await encoder.label(text, { location: 'panel' })
      assert.deepEqual([label, p < 0.1, set], ['general', true, []], JSON.stringify(text))
    }
  })

  it('reads the ends of a text of any length, and not much more', async () => {
    const encoder = await shippedEncoder()
    for (const text of [
      'x'.repeat(1 << 20),
      'a b '.repeat(1 << 18),
      '\n'.repeat(1 << 20) + 'y',
      '字'.repeat(1 << 19),
    ]) {
      assert.ok(encoder.labelTokens(text, {}).length <= encoder.card.maxLength)
      assert.ok(encoder.embeddingTokens(text).length <= encoder.card.maxLengthEmbedding)
      assert.ok(labels.includes((await encoder.label(text, {})).label))
    }
  })

  it('cuts a long text where the whole text would be cut', async () => {
    const encoder = await shippedEncoder()
    const { maxLengthEmbedding } = encoder.card
    const words = Array.from({ length: 3000 }, (_, at) => `word${at % 97}`)
    const blank = ' '.repeat(9000)
    const [first, last] = [encoder.embeddingTokens('').at(0), encoder.embeddingTokens('').at(-1)]
    const long = encoder.embeddingTokens(words.join(' '))
    assert.equal(long.length, maxLengthEmbedding)
    assert.deepEqual([long.at(0), long.at(-1)], [first, last])
    assert.deepEqual(long.slice(0, 100), encoder.embeddingTokens(words.slice(0, 60).join(' ')).slice(0, 100))
    assert.deepEqual(encoder.embeddingTokens(`a${blank}b`), encoder.embeddingTokens('a b'))
  })

  it('gives each text of a batch about what it gives it alone, in the order of the texts', async () => {
    const encoder = await shippedEncoder()
    const { dimensions } = encoder.card
    const texts = [
      'retry with back-off',
      'function add(a, b) { return a + b }\n'.repeat(12),
      'x',
      'where is the sidebar drawn',
      '',
    ]
    const all = (await embedTexts(encoder, texts, always))!
    assert.equal(all.length, texts.length * dimensions)
    for (const [at, text] of texts.entries()) {
      const alone = (await embedTexts(encoder, [text], always))!
      const inBatch = all.subarray(at * dimensions, (at + 1) * dimensions)
      assert.ok(cosine(alone, inBatch) > 0.99, `${at}: ${cosine(alone, inBatch)}`)
      assert.ok(Math.abs(cosine(inBatch, inBatch) - 1) < 1e-5)
      assert.ok(Math.abs(Math.hypot(...inBatch) - 1) < 1e-3)
    }
  })

  it('stops between batches', async () => {
    const encoder = await shippedEncoder()
    const code = 'const value = compute(input)\n'.repeat(40)
    let asked = 0
    const vectors = await embedTexts(encoder, new Array<string>(20).fill(code), () => Promise.resolve(++asked <= 2))
    assert.deepEqual([vectors, asked], [undefined, 3])
  })
}).timeout(60_000)
