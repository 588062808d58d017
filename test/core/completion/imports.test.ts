import assert from 'node:assert/strict'
import { importsOf } from '../../../extension/core/completion/imports.ts'

describe('imports', () => {
  const first = (language: string, text: string, depth = 3): (string | undefined)[] =>
    importsOf(language, text, depth).map(([path]) => path)

  it('of scripts are relative paths, with the endings that may be left out', () => {
    const text = `import a from './a'
import type { B } from "../lib/b.js"
export * from '../../c.vue'
const d = require('./d/./e')
const { f } = await import('./f.mjs')
import 'node:fs'
import { g } from 'package'
`
    assert.deepEqual(first('typescript', text), ['a.ts', '../lib/b.ts', '../../c.vue', 'd/e.ts', 'f.mts'])
    const [a, b] = importsOf('typescriptreact', text, 3)
    assert.ok(a!.includes('a.jsx') && a!.includes('a/index.ts'))
    assert.deepEqual(b, ['../lib/b.ts', '../lib/b.js'])
  })

  it('of scripts may be folders, and start at the root of the sources', () => {
    assert.deepEqual(importsOf('javascript', "import '.'", 0)[0], ['index.ts', 'index.tsx', 'index.js', 'index.jsx'])
    assert.equal(first('javascript', "import '..'")[0], '../index.ts')
    const [root] = importsOf('vue', "import x from '@/api/x'", 2)
    assert.ok(root!.includes('../../src/api/x.ts') && root!.includes('../../api/x.ts'))
  })

  it('of Python are modules beside the file, above it, and by their dots', () => {
    const text = `import os
import shop.orders
from .prices import total, tax
from ..users import User
from . import units
from shop.ledger import (Entry,
    Account)
`
    const found = importsOf('python', text, 1)
    assert.deepEqual(found[1], [
      'shop/orders.py',
      'shop/orders/__init__.py',
      '../shop/orders.py',
      '../shop/orders/__init__.py',
    ])
    const names = found.map(([path]) => path)
    for (const path of ['prices.py', 'prices/total.py', '../users.py', 'units.py', 'shop/ledger.py'])
      assert.ok(names.includes(path), path)
  })

  it('lead nowhere out of the workspace, and are not endless', () => {
    assert.deepEqual(
      importsOf('typescript', "import '../../a'\nimport '../b'", 1).map(([path]) => path),
      ['../b.ts'],
    )
    assert.deepEqual(importsOf('python', 'from ...a import b', 1), [])
    assert.deepEqual(importsOf('go', 'import "./a"', 3), [])
    const many = Array.from({ length: 500 }, (_, at) => `import './a${at}'`).join('\n')
    assert.ok(importsOf('typescript', many, 0).length < 30)
    assert.equal(importsOf('typescript', "import './a'\nexport * from './a'", 0).length, 1)
  })
})
