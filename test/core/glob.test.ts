import assert from 'node:assert/strict'
import { globToRegExp } from '../../extension/core/glob.ts'

function matches(glob: string, yes: readonly string[], no: readonly string[]): void {
  const pattern = globToRegExp(glob)
  for (const path of yes) assert.match(path, pattern)
  for (const path of no) assert.doesNotMatch(path, pattern)
}

describe('globs', () => {
  it('* stays within a folder', () => matches('src/*.ts', ['src/a.ts', 'src/.ts'], ['src/a/b.ts', 'a.ts', 'src/a.tsx']))
  it('** crosses folders, none included', () => {
    matches('**/a.ts', ['a.ts', 'x/a.ts', 'x/y/a.ts'], ['xa.ts', 'a.ts/b'])
    matches('a/**', ['a/b', 'a/b/c'], ['a', 'ab/c'])
    matches('a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['a/xb'])
    matches('a**b', ['ab', 'axxb'], ['a/b'])
  })
  it('? is one character', () => matches('a?.js', ['ab.js'], ['a.js', 'a/.js', 'abc.js']))
  it('[…] is one of several', () => {
    matches('[ab-d].js', ['a.js', 'c.js'], ['e.js', '-.js'])
    matches('[!a].js', ['b.js'], ['a.js', '/.js'])
  })
  it('{…} are alternatives, nested ones too', () => {
    matches('*.{ts,js{,x}}', ['a.ts', 'a.js', 'a.jsx'], ['a.py'])
    matches('{a,b/**}/c', ['a/c', 'b/x/c'], ['c'])
  })
  it('takes other characters and broken patterns literally', () => {
    matches('a+(b).$1^|.ts', ['a+(b).$1^|.ts'], ['aab.$1^|xts'])
    matches('a[b', ['a[b'], ['ab'])
    matches('a{b', ['a{b'], ['ab'])
    matches('a\\*b', ['a*b'], ['axb'])
    matches('[z-a]', ['x'], ['xy'])
  })
})
