import assert from 'node:assert/strict'
import { EncodedTexts } from '../../../extension/core/completion/encoded-texts.ts'
import { LiveIndex } from '../../../extension/core/completion/live-index.ts'
import { tellingTokens } from '../../../extension/core/completion/near.ts'
import { buildPrompt } from '../../../extension/core/completion/prompt.ts'
import type { Prompt, PromptAnchor, PromptParts } from '../../../extension/core/completion/prompt.ts'
import { textOf } from '../../../extension/core/completion/tokenizer.ts'
import { readCases, readTokenizer, shippedTokenizer } from './tiny.ts'

interface PromptCase {
  readonly path: string
  readonly before: string
  readonly after: string
  readonly neighbours: readonly string[]
  readonly ids: readonly number[]
  readonly forced: string
}

const tokenizer = readTokenizer(shippedTokenizer)
const telling = tellingTokens(tokenizer)
const { special } = tokenizer

/** The prompt of a file, read through the live index as the engine does; the first neighbour is the one opened last. */
function prompt(
  { path, before, after, neighbours }: Omit<PromptCase, 'ids' | 'forced'>,
  anchor?: PromptAnchor,
  parts?: PromptParts,
): Prompt {
  const index = new LiveIndex()
  neighbours.toReversed().forEach((text, at) => index.open(`neighbour ${at}`, 'typescript', text))
  index.open('file', 'typescript', before + after)
  const texts = new EncodedTexts(index, tokenizer)
  const input = { path, ...texts.window('file', before.length), neighbours: texts.neighbours('file') }
  return buildPrompt(tokenizer, telling, input, anchor, parts)
}

const plain = (before: string, after = '', path = 'a.ts'): Parameters<typeof prompt>[0] => ({
  path,
  before,
  after,
  neighbours: [],
})

const shared = (a: readonly number[], b: readonly number[]): number => {
  let at = 0
  while (at < Math.min(a.length, b.length) && a[at] === b[at]) at++
  return at
}

describe('prompt', () => {
  it('is the one that Python builds', () => {
    const { telling: hex, cases } = readCases('prompts.json') as { telling: string; cases: PromptCase[] }
    assert.ok(cases.length >= 40)
    assert.ok(cases.filter(({ ids }) => ids.includes(special.near)).length >= 10, 'cases with neighbouring lines')
    const bits = Buffer.from(hex, 'hex')
    const wanted = tokenizer.tokens.map((_, id) => ((bits[id >> 3] as number) >> (7 - (id & 7))) & 1)
    assert.deepEqual(Array.from(telling), wanted, 'tokens that count as names')
    for (const { ids, forced, ...input } of cases) {
      const built = prompt(input)
      const name = `${input.path}: …${JSON.stringify(input.before.slice(-40))}`
      assert.equal(tokenizer.decode(built.tokens), tokenizer.decode(ids), name)
      assert.deepEqual(built.tokens, ids, name)
      assert.equal(built.forced, forced, name)
    }
  })

  it('ends with the text before the cursor and takes the last piece back', () => {
    const ends = (before: string): [string, string] => {
      const { tokens, forced } = prompt(plain(before))
      return [tokenizer.decode(tokens.slice(tokens.indexOf(special.prefix))), textOf(forced)]
    }
    assert.deepEqual(ends('a\nreturn '), ['a\nreturn ', ''])
    assert.deepEqual(ends('a\nretur'), ['a\n', 'retur'])
    assert.deepEqual(ends('a\n    '), ['a\n    ', ''])
    assert.deepEqual(ends('a\n'), ['a\n', ''])
    assert.deepEqual(ends(''), ['', ''])
    assert.deepEqual(ends('this.na'), ['this.', 'na'])
    assert.deepEqual(ends('this.'), ['this', '.'])
    assert.deepEqual(ends('a = '), ['a', ' = '])
    assert.deepEqual(ends('f("😀'), ['f', '("😀'])
    assert.deepEqual(ends('変数'.repeat(16)), ['変数'.repeat(16), ''])
  })

  it('only grows while a line is typed', () => {
    const above = Array.from({ length: 60 }, (_, line) => `const value${line} = read(source, ${line})\n`).join('')
    const line = '  return values.map((value) => value.toString().padStart(2))'
    const neighbours = ['export function read(source: Source, values: number): string {\n  return source.values\n}\n']
    const first = prompt({ ...plain(above, '\n}\n'), neighbours })
    let last = first
    for (let typed = 1; typed <= line.length; typed++) {
      const next = prompt({ ...plain(above + line.slice(0, typed), '\n}\n'), neighbours }, last.anchor)
      assert.deepEqual(next.anchor, first.anchor)
      assert.deepEqual(next.tokens.slice(0, first.tokens.length), first.tokens)
      const start = next.tokens.indexOf(special.prefix) + 1
      const text = tokenizer.decode(next.tokens.slice(start)) + textOf(next.forced)
      assert.ok((above + line.slice(0, typed)).endsWith(text))
      last = next
    }
    assert.ok(first.tokens.includes(special.near))
  })

  it('keeps its start over new lines and is cut again when it outgrows its room, with space left', () => {
    let text = Array.from({ length: 40 }, (_, line) => `const value${line} = read(source, ${line})\n`).join('')
    let last = prompt(plain(text))
    let cuts = 0
    for (let line = 0; line < 40; line++) {
      text += `call(value${line})\n`
      const next = prompt(plain(text), last.anchor)
      assert.ok(next.tokens.length < 300)
      if (next.anchor.startLine === last.anchor.startLine) {
        assert.equal(shared(last.tokens, next.tokens), last.tokens.length, 'appended only')
      } else cuts++
      last = next
    }
    assert.ok(cuts >= 2 && cuts <= 10, `${cuts} cuts in 40 lines`)
  })

  it('is cut again when the cursor goes up to where it started: the lines above count', () => {
    const lines = Array.from({ length: 80 }, (_, line) => `const value${line} = read(source, ${line})\n`)
    const { anchor } = prompt(plain(lines.join('')))
    const up = lines.slice(0, anchor.startLine + 1).join('')
    const moved = prompt(plain(up, lines.slice(anchor.startLine + 1).join('')), anchor)
    const text = tokenizer.decode(moved.tokens.slice(moved.tokens.indexOf(special.prefix)))
    assert.ok(text.split('\n').length > 8, `only ${text.split('\n').length} lines above`)
    assert.ok(moved.anchor.startLine < anchor.startLine)
  })

  it('does not take another file for the same', () => {
    const before = 'line\n'.repeat(300)
    const { anchor } = prompt(plain(before, '', 'a.ts'))
    const other = prompt(plain('x\n'.repeat(10), '', 'b.ts'), { ...anchor, near: [5, 6, 7] })
    assert.equal(other.anchor.startLine, 0)
    assert.deepEqual(other.anchor.near, [])
  })

  it('has room in the model for any line that is looked at', () => {
    for (const typed of ['x', '変'.repeat(1_990), '😀'.repeat(990), '() => '.repeat(330), 'a'.repeat(1_990)]) {
      const { tokens } = prompt({ ...plain('above\n'.repeat(400) + typed, '\nbelow\n'.repeat(300)), neighbours: [] })
      assert.ok(tokens.length <= 512, `${tokens.length} tokens`)
    }
  })

  it('only appends while a very long line is typed, but for a cut now and then', () => {
    let cuts = 0
    let last = prompt(plain('const list = [' + '12, '.repeat(200)))
    for (let more = 201; more < 260; more++) {
      const next = prompt(plain('const list = [' + '12, '.repeat(more)), last.anchor)
      if (shared(last.tokens, next.tokens) < last.tokens.length) cuts++
      last = next
    }
    assert.ok(cuts <= 4, `${cuts} cuts`)
  })

  it('leaves out what is switched off', () => {
    const input = { ...plain('const first = second\n', '\nthird()\n'), neighbours: ['const first = second\nmore\n'] }
    const kinds = (parts: PromptParts): boolean[] => {
      const { tokens } = prompt(input, undefined, parts)
      return [tokens.includes(special.near), tokens.includes(special.suffix)]
    }
    assert.deepEqual(kinds({ near: true, suffix: true }), [true, true])
    assert.deepEqual(kinds({ near: false, suffix: true }), [false, true])
    assert.deepEqual(kinds({ near: true, suffix: false }), [true, false])
  })
})
