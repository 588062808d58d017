import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { likelyTokens, mostTokens } from '../../../extension/core/money/tokens.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')

describe('tokens', () => {
  const files = [
    'extension/engines/host-client.ts',
    'extension/core/paths.ts',
    'extension/README.md',
    'models/recipe/train.py',
    'models/LOG.md',
    'test/workspace/src/sales.py',
    'eslint.config.js',
    'package.json',
  ]
  for (const file of files) {
    it(`of ${file} are guessed within 15 %`, () => {
      const text = read(file)
      const off = likelyTokens(text) / countTokens(text)
      assert.ok(off > 0.85 && off < 1.15, `guessed ${off.toFixed(2)} times as many`)
    })
  }

  it('are never more than what is reserved', () => {
    const texts = [
      '\u{1f469}\u200d\u{1f692}'.repeat(50),
      '漢字かな交じり文',
      '\ud800 alone',
      'xq7$#'.repeat(99),
      '\0\x01',
    ]
    for (const text of [...texts, ...files.map(read)]) assert.ok(countTokens(text) <= mostTokens([text]), text)
  })

  it('of one run without blanks take no time', () => {
    assert.ok(likelyTokens('a'.repeat(1_000_000)) > 0)
    assert.ok(likelyTokens('= '.repeat(500_000)) > 0)
  })
})
