import assert from 'node:assert/strict'
import { JsonText } from '../../../extension/core/asks/json-text.ts'

/** In pieces of `size` characters. */
function read(text: string, size: number): string {
  const summary = new JsonText('summary')
  let said = ''
  for (let at = 0; at < text.length; at += size) said += summary.add(text.slice(at, at + size))
  return said
}

describe('a string of a JSON object that streams', () => {
  it('is read as it comes, however it is cut', () => {
    const summary = 'Says "hi" \\ two\nlines, ünïcode 🚀 and \u0007.'
    for (const text of [JSON.stringify({ summary, edits: [] }), JSON.stringify({ summary }, null, 2)])
      for (const size of [1, 2, 3, 7, 1000]) assert.equal(read(text, size), summary, `${size}`)
  })

  it('is found behind a wrapping that some servers add', () => {
    assert.equal(read('```json\n{"summary": "yes", "edits": []}\n```', 4), 'yes')
  })

  it('shows what is whole while the rest is missing', () => {
    const summary = new JsonText('summary')
    assert.equal(summary.add('{"summary":"a\\'), 'a')
    assert.equal(summary.add('n\\u00'), '\n')
    assert.equal(summary.add('e9'), 'é')
    assert.equal(summary.add('", "edits": "no more"'), '')
  })

  it('is nothing where another property comes first, or none', () => {
    for (const text of ['{"edits":[],"summary":"late"}', 'no JSON', '{"summary":7}', ''])
      assert.equal(read(text, 3), '')
  })
})
