import assert from 'node:assert/strict'
import { mostAlike, namesOf, nearestFiles } from '../../../extension/core/completion/workspace-scope.ts'

describe('files of the workspace', () => {
  it('are those of near folders first, of the same kind, and not generated', () => {
    const paths = [
      'README.md',
      'api/order/list.ts',
      'api/order/order-table.ts',
      'api/order/types.d.ts',
      'api/user/table.py',
      'api/user/user-table.ts',
      'api/user/zoo.tsx',
      'main.ts',
      'web/pages/deep/order-table.ts',
    ]
    assert.deepEqual(nearestFiles('api/order/order-table.ts', paths), [
      'api/order/list.ts',
      'api/user/user-table.ts',
      'api/user/zoo.tsx',
      'main.ts',
      'web/pages/deep/order-table.ts',
    ])
    assert.deepEqual(nearestFiles('Makefile', ['Makefile', 'a/Makefile']), [])
    const many = Array.from({ length: 3_000 }, (_, at) => `folder-${at}/file.ts`)
    assert.equal(nearestFiles('main.ts', many).length, 400)
  })

  it('are ranked by the names that few of them have', () => {
    const files = new Map([
      ['common', namesOf('const value = items.length')],
      ['both', namesOf('const value = openAviary(items)')],
      ['rare', namesOf('openAviary(keeper)')],
      ['neither', namesOf('something else entirely')],
    ])
    assert.deepEqual(mostAlike(namesOf('value = openAviary(value, keeper, items)'), files), [
      'rare',
      'both',
      'common',
      'neither',
    ])
    assert.deepEqual(mostAlike(namesOf('while true do'), files), ['common', 'both', 'rare', 'neither'])
  })

  it('are compared by whole names, and not by short ones', () => {
    const files = new Map([
      ['begins', namesOf('ab = openAviary')],
      ['short', namesOf('ab = 1')],
      ['whole', namesOf('cd = openAvia')],
    ])
    assert.deepEqual(mostAlike(namesOf('ab = openAvia'), files), ['whole', 'begins', 'short'])
    const { distinct, total } = namesOf('a bc def ghij ghij Ünsere 12345 x9y9')
    assert.deepEqual([distinct.length, total], [3, 4])
  })

  it('are preferred short where they share as much', () => {
    const long = Array.from({ length: 500 }, (_, at) => `other${at}`).join(' ')
    const files = new Map([
      ['long', namesOf(`openAviary ${long}`)],
      ['short', namesOf('openAviary keeper')],
      ['else', namesOf('nothing here')],
    ])
    assert.deepEqual(mostAlike(namesOf('openAviary('), files), ['short', 'long', 'else'])
  })
})
