import assert from 'node:assert/strict'
import { EncodedTexts } from '../../../extension/core/completion/encoded-texts.ts'
import { filesBeside, kindOf } from '../../../extension/core/completion/folder-scope.ts'
import { LiveIndex } from '../../../extension/core/completion/live-index.ts'
import { tiny } from './tiny.ts'

describe('files of the same folder', () => {
  it('are of the same kind as the one in front, and not generated', () => {
    const names = [
      'order.ts',
      'view.tsx',
      'old.mjs',
      'types.d.ts',
      'lib.min.js',
      'notes.md',
      '.env',
      'Makefile',
      'a.py',
    ]
    assert.deepEqual(filesBeside('main.ts', names), ['old.mjs', 'order.ts', 'view.tsx'])
    assert.deepEqual(filesBeside('main.py', names), ['a.py'])
    assert.deepEqual(filesBeside('Makefile', names), [])
    assert.deepEqual(filesBeside('.env', ['.env.local', '.env']), [])
    assert.equal(kindOf('A.TS'), kindOf('a.jsx'))
  })

  it('are taken by how alike their names are, and not without end', () => {
    const names = [
      'user-table.ts',
      'zoo.ts',
      'order-list.ts',
      'order-table.test.ts',
      'order-table.ts',
      'invoice-table.ts',
    ]
    assert.deepEqual(filesBeside('order-table.ts', names), [
      'order-table.test.ts',
      'user-table.ts',
      'invoice-table.ts',
      'order-list.ts',
      'zoo.ts',
    ])
    const many = Array.from({ length: 500 }, (_, at) => `file-${at}.ts`)
    assert.ok(filesBeside('main.ts', many).length < 100)
  })

  it('are neighbours of a prompt behind the open documents', async () => {
    const { tokenizer } = await tiny()
    const index = new LiveIndex()
    const texts = new EncodedTexts(index, tokenizer)
    const near = (): string[] => texts.neighbours('front').map((ids) => tokenizer.decode([...ids]))
    index.open('tab', 'typescript', 'tab')
    index.open('far', 'typescript', 'far', true)
    index.open('beside', 'typescript', 'beside', true)
    index.open('front', 'typescript', 'front')
    assert.deepEqual(near(), ['tab', 'beside', 'far'])
    index.open('far', 'typescript', 'far')
    texts.forget('far')
    assert.deepEqual(near(), ['far', 'tab', 'beside'])
    index.use('tab')
    assert.deepEqual(near(), ['tab', 'far', 'beside'], 'the one used last')
  })
})
