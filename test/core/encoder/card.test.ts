import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { readEncoderCard } from '../../../extension/core/encoder/card.ts'

const shipped = (): Record<string, unknown> =>
  JSON.parse(readFileSync('models/encoder/card.json', 'utf8')) as Record<string, unknown>

describe('the card of the encoder', () => {
  it('is read', () => {
    assert.equal(readEncoderCard(shipped()).labels.length, 12)
  })

  const broken: [string, unknown, RegExp][] = [
    ['labels', ['explain'], /"labels" are not the ones/],
    ['template', { id: 'other/2' }, /made for the template "other\/2"/],
    ['template', undefined, /made for the template undefined/],
    ['temperature', 0, /"temperature"/],
    ['temperature', 'warm', /"temperature"/],
    ['maxLength', 1.5, /"maxLength"/],
    ['pad', -1, /"pad"/],
    ['conformal', { level: 0.95 }, /"conformal\.threshold"/],
    ['outOfScope', { threshold: 2 }, /"outOfScope\.threshold"/],
    ['sha256', null, /"sha256"/],
  ]
  for (const [name, value, message] of broken) {
    it(`is refused with ${name} ${JSON.stringify(value)}`, () => {
      assert.throws(() => readEncoderCard({ ...shipped(), [name]: value }), message)
    })
  }

  it('is refused when it is none', () => {
    for (const json of [null, undefined, 7, [], 'text']) assert.throws(() => readEncoderCard(json), /template/)
  })
})
