/** Cutting files with the grammars that ship. */
import assert from 'node:assert/strict'
import { chunksOf, defaultSizes } from '../../../extension/core/retrieval/chunks.ts'
import type { Chunk } from '../../../extension/core/retrieval/chunks.ts'
import { leanLength } from '../../../extension/core/retrieval/lean-length.ts'
import { syntaxOf } from '../../../extension/core/retrieval/languages.ts'
import { SyntaxParser } from '../../../extension/engines/retrieval/parser.ts'

const parser = new SyntaxParser()

async function cut(path: string, text: string): Promise<Chunk[]> {
  const syntax = syntaxOf(path)
  return chunksOf(text, (syntax && (await parser.definitions(text, syntax))) ?? [])
}

const outline = (chunks: readonly Chunk[]): string[] =>
  chunks.map(({ startLine, endLine, kind, name }) => `${startLine}-${endLine} ${kind} ${name}`.trim())

/** Enough code to make whatever it stands in large. */
const filler = (indent: string, lines = 30): string =>
  Array.from(
    { length: lines },
    (_, line) => `${indent}total = combine(total, measurements[${line}], weights[${line}])`,
  ).join('\n')

describe('chunks', () => {
  it('TypeScript: a function with its doc comment, a small class whole, the rest between them', async () => {
    const text = `import { a } from 'b'

/** Adds. */
export function add(x: number, y: number): number {
  return x + y
}

// Mind the gap.

export const twice = (x: number) => {
  return add(x, x)
}
/** A point. */
class Point {
  x = 0
  /** To the origin. */
  length(): number {
    return this.x
  }
}
interface Shape {
  area(): number
}
`
    assert.deepEqual(outline(await cut('a.ts', text)), [
      '1-1 lines',
      '3-6 function add',
      '8-8 lines',
      '10-12 function twice',
      '13-20 class Point',
      '21-23 type Shape',
    ])
  })

  it('a large class is a head with the outline of its members, and its members', async () => {
    const text = `/** Keeps things. */
@sealed()
export class Store<T> extends Base {
  private items: T[] = []

  /** Puts one in. */
  @logged()
  add(item: T): void {
${filler('    ')}
  }

  get(id: string): T
  get(id: number): T
  get(id: unknown): T {
    return this.items[Number(id)]
  }
}
`
    const chunks = await cut('store.ts', text)
    assert.equal(outline(chunks)[0], '1-4 class Store')
    assert.equal(chunks[0]!.outline, 'add(item: T): void\nget(id: unknown): T')
    assert.match(chunks[0]!.signature, /export class Store<T> extends Base$/)
    assert.ok(outline(chunks).includes('41-45 function Store.get'), outline(chunks).join('\n'))
    const add = chunks.filter(({ name }) => name === 'Store.add')
    assert.ok(add.length > 1 && new Set(add.map(({ unit }) => unit)).size === 1, 'pieces of one unit')
    assert.match(add[0]!.text, /^ {2}\/\*\* Puts one in\. \*\//)
  })

  it('Python: decorators, docstrings, methods and nested functions', async () => {
    const text = `import os

class Greeter:
    """Says hello."""

    # Loudly.
    @cached
    def greet(self, name):
        """To one."""
${filler('        ')}
        return name

def outer():
    def inner():
${filler('        ', 20)}
    return inner
`
    const chunks = await cut('greet.py', text)
    const names = [...new Set(chunks.map(({ kind, name }) => `${kind} ${name}`.trim()))]
    assert.deepEqual(names, [
      'lines',
      'class Greeter',
      'function Greeter.greet',
      'function outer',
      'function outer.inner',
    ])
    assert.match(chunks.find(({ name }) => name === 'Greeter.greet')!.text, /^ {4}# Loudly\./)
  })

  it('JavaScript and TSX: members of objects, prototypes, default exports, components', async () => {
    const script = `Foo.prototype.bar = function (a) {\n  return a\n}\nmodule.exports = {\n  run: async () => {\n    go()\n  },\n}\nexport default function () {\n  return 1\n}\n`
    assert.deepEqual(
      (await cut('a.js', script)).map(({ kind, name }) => `${kind} ${name}`),
      ['function Foo.prototype.bar', 'lines ', 'function run', 'function '],
    )
    const component = `export const Button = ({ label }: Props) => <button onClick={() => { go() }}>{label}</button>\n`
    assert.deepEqual(outline(await cut('b.tsx', component)), ['1-1 function Button'])
  })

  it('Go, Java and Rust', async () => {
    const go = 'package a\n\n// Adds.\nfunc Add(x int, y int) int {\n\treturn x + y\n}\n'
    const java = 'class A {\n  /** Adds. */\n  int add(int x) {\n    return x;\n  }\n}\n'
    const rust = '/// Adds.\nfn add(x: i32) -> i32 {\n    x\n}\nimpl A {\n    fn b(&self) {}\n}\n'
    assert.deepEqual(outline(await cut('a.go', go)), ['1-1 lines', '3-6 function Add'])
    assert.deepEqual(outline(await cut('A.java', java)), ['1-6 class A'])
    assert.deepEqual(outline(await cut('a.rs', rust)), ['1-4 function add', '5-7 class A'])
  })

  it('every line that says something is in exactly one chunk, whatever the code looks like', async () => {
    const broken = [
      'class {{{ function (',
      'export const = => {',
      'def f(:\n  return )',
      '}}}}',
      'a'.repeat(5000),
      '\u0000\ud800',
    ]
    const texts = [
      ...broken,
      broken.join('\n'),
      `${filler('  ', 100)}\n${broken.join('\n')}`,
      '',
      '\r\n\r\n',
      'x\ry\r\nz',
    ]
    for (const path of ['a.ts', 'a.tsx', 'a.js', 'a.py', 'a.go', 'a.java', 'a.rs', 'a.md'])
      for (const text of texts) {
        const lines = text.split(/\r\n|\r|\n/)
        const seen = new Map<number, number>()
        for (const { startLine, endLine, text: part } of await cut(path, text)) {
          assert.equal(part, lines.slice(startLine - 1, endLine).join('\n'))
          for (let line = startLine; line <= endLine; line++) seen.set(line, (seen.get(line) ?? 0) + 1)
        }
        lines.forEach((line, at) => {
          const times = seen.get(at + 1) ?? 0
          assert.ok(times <= 1, `${path}: line ${at + 1} ${times} times`)
          if (/\w/.test(line)) assert.equal(times, 1, `${path}: ${line.slice(0, 40)}`)
        })
      }
  })

  it('without a grammar: windows of lines, none larger than may be', async () => {
    const text = Array.from({ length: 300 }, (_, line) => `key_${line}: value number ${line}`).join('\n')
    const chunks = await cut('settings.yaml', text)
    assert.ok(chunks.length > 3)
    assert.equal(new Set(chunks.map(({ unit }) => unit)).size, chunks.length)
    // A rest of a few characters joins the window before it.
    for (const chunk of chunks) assert.ok(leanLength(chunk.text) <= defaultSizes.most + defaultSizes.least)
  })

  it('ten thousand nested brackets do not break it', async () => {
    const text = `x = ${'['.repeat(10_000)}${']'.repeat(10_000)}\nfunction after() {\n  return 1\n}\n`
    assert.ok((await cut('deep.js', text)).length > 0)
  })
})
