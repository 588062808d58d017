import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { readEncoderCard } from '../../../extension/core/encoder/card.ts'
import { labelInput } from '../../../extension/core/encoder/template.ts'
import type { AskContext } from '../../../extension/core/types.ts'

const json = JSON.parse(readFileSync('models/encoder/card.json', 'utf8')) as {
  template: { examples: { text: string; context: AskContext; input: string }[] }
}
const { template } = readEncoderCard(json)
const write = (text: string, context: AskContext = {}): string => labelInput(text, context, template)

describe('what the encoder reads', () => {
  it('is what the card gives as examples', () => {
    assert.ok(json.template.examples.length > 2)
    for (const { text, context, input } of json.template.examples) assert.equal(write(text, context), input)
  })

  it('has a word for what is known only', () => {
    assert.equal(write('hi', { selection: false, blankLine: true, diagnostics: 0, language: '' }), 'cursor blank | hi')
    assert.equal(write('hi', { location: 'inline', diagnostics: 3, blankLine: false }), 'inline errors | hi')
  })

  it('counts code points, so that no character is cut in two', () => {
    const { headCharacters, tailCharacters, gap } = template
    const most = headCharacters + tailCharacters
    for (const letter of ['x', '😀', 'é']) {
      assert.equal(write(letter.repeat(most)), letter.repeat(most))
      assert.equal(write(letter.repeat(most + 1)), letter.repeat(headCharacters) + gap + letter.repeat(tailCharacters))
    }
    assert.equal(
      write(`a${'😀'.repeat(most * 3)}b`).length,
      1 + 2 * (headCharacters - 1) + gap.length + 2 * (tailCharacters - 1) + 1,
    )
  })

  it('trims what Python trims', () => {
    assert.equal(write(' \u001f\u0085\u3000 hi\u2028\n'), 'hi')
    assert.equal(write('\ufeffhi \ufeff'), '\ufeffhi \ufeff')
  })

  it('does not look at all of a very long text', () => {
    assert.equal(write(`${' '.repeat(1_000_000)}x`), 'x')
    assert.equal(
      write('y'.repeat(1_000_000)).length,
      template.headCharacters + template.tailCharacters + template.gap.length,
    )
  })
})
