/** `npx shortline complete` and `replay`, as a user starts them: formats, exit codes, and what the engine gets to see. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { tinyFolder } from '../core/completion/tiny.ts'

const bin = path.resolve(import.meta.dirname, '../../extension/bin.mjs')

interface Run {
  readonly code: number
  readonly lines: readonly Record<string, unknown>[]
  readonly errors: string
}

async function shortline(args: readonly string[], input: readonly (object | string)[] = []): Promise<Run> {
  const child = spawn(process.execPath, [bin, ...args], { stdio: 'pipe' })
  child.stdin.end(input.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''))
  const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)))
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
  const lines = args.includes('--help') ? [{ help: out }] : out.split('\n').filter((line) => line !== '')
  return {
    code: await ended,
    lines: lines.map((line) => (typeof line === 'string' ? (JSON.parse(line) as Record<string, unknown>) : line)),
    errors,
  }
}

const model = ['--model', tinyFolder, '--threads', '1']
const toy = 'const alpha = read(beta)\nalpha.push(beta)\nfor (const gamma of alpha) {\n  gamma.add(beta)\n}\n'
const base = { language: 'typescript', path: 'src/toy.ts', suffix: '\n', neighbours: [] }

describe('shortline complete', () => {
  it('answers each line in order, in the published form', async () => {
    const { code, lines, errors } = await shortline(
      ['complete', '--threshold', '0', ...model],
      [
        { id: 'model', ...base, prefix: `${toy}for (const gamma of ` },
        { id: 'copy', ...base, prefix: 'quux.', neighbours: [{ path: 'b.ts', content: 'quux.frobnicate(1)\n' }] },
        { id: 3, ...base, language: 'rust', prefix: '' },
      ],
    )
    assert.equal(code, 0, errors)
    assert.deepEqual(
      lines.map(({ id }) => id),
      ['model', 'copy', 3],
    )
    const [first, , nothing] = lines as [Record<string, unknown>, Record<string, unknown>, Record<string, unknown>]
    assert.deepEqual(Object.keys(first), ['id', 'completion', 'confidence', 'source', 'tokens', 'ms'])
    assert.match(first['completion'] as string, /^\w+\) \{$/)
    assert.ok(['model', 'both', 'copy'].includes(first['source'] as string))
    assert.ok((first['tokens'] as number) > 0 && (first['ms'] as number) > 0)
    const confidence = first['confidence'] as number
    assert.ok(confidence >= 0 && confidence <= 1)
    assert.deepEqual(Object.keys(nothing), ['id', 'completion', 'confidence', 'source', 'tokens', 'why', 'ms'])
    assert.deepEqual(
      { ...nothing, ms: 0 },
      { id: 3, completion: '', confidence: 0, source: null, tokens: 0, why: 'no-candidate', ms: 0 },
    )
  })

  it('answers a line that it can not read with an error, goes on, and exits with 2', async () => {
    const { code, lines } = await shortline(
      ['complete', '--engine', 'ngram', '--threshold', '0'],
      [
        '{"id": broken',
        '[1]',
        { id: 'a', language: 'typescript' },
        { id: 'b', ...base, prefix: 'x', neighbours: [{ path: 'y' }] },
        '',
        { id: 'c', ...base, prefix: 'a.b(1)\na.' },
      ],
    )
    assert.equal(code, 2)
    assert.equal(lines.length, 5)
    assert.deepEqual(
      lines.slice(0, 4).map(({ id }) => id),
      [null, null, 'a', 'b'],
    )
    const errors = lines.map(({ error }) => error as string | undefined)
    assert.match(errors[0] ?? '', /^line 1: /)
    assert.match(errors[1] ?? '', /^line 2: not a JSON object/)
    assert.match(errors[2] ?? '', /^line 3: "prefix" must be a string/)
    assert.match(errors[3] ?? '', /^line 4: "neighbours" must hold/)
    assert.equal(lines[4]?.['completion'], 'b(1)')
  })

  it('never shows the engine a target', async () => {
    const args = ['complete', '--threshold', '0', ...model]
    const line = { id: 1, ...base, prefix: 'const quux = ' }
    const strip = ({ lines }: Run): object[] => lines.map((out) => ({ ...out, ms: 0 }))
    const plain = strip(await shortline(args, [line]))
    const told = strip(await shortline(args, [{ ...line, target: 'zebra.graze(1)', hint: 'zebra' }]))
    assert.deepEqual(told, plain)
  })

  it('learns nothing from one line for the next', async () => {
    const args = ['complete', '--threshold', '0', '--engine', 'ngram']
    const { lines } = await shortline(args, [
      { id: 1, ...base, prefix: 'quux.frobnicate(1)\nquux.' },
      { id: 2, ...base, prefix: 'quux.' },
    ])
    assert.deepEqual(
      lines.map(({ completion }) => completion),
      ['frobnicate(1)', ''],
    )
  })

  it('leaves parts out, by name', async () => {
    const line = { id: 1, ...base, prefix: 'quux.', neighbours: [{ path: 'b.ts', content: 'quux.frobnicate(1)\n' }] }
    const off = async (parts: string): Promise<unknown> =>
      (await shortline(['complete', '--threshold', '0', '--off', parts, ...model], [line])).lines[0]?.['completion']
    assert.equal(await off('model'), 'frobnicate(1)')
    assert.equal(await off('model,neighbours'), '')
    assert.equal(await off('model,copy'), '')
  })

  it('refuses what it does not know, and says what there is', async () => {
    for (const [args, message] of [
      [['complete', '--off', 'brain'], /--off does not know brain; parts are model, copy/],
      [['complete', '--threshold', '2'], /--threshold takes a number from 0 to 1/],
      [['complete', '--engine', 'gpu'], /--engine takes auto, native, wasm or ngram/],
      [['complete', '--threads', '-1'], /--threads/],
      [['complete', '--unheard-of'], /unheard-of/],
      [['compleat'], /unknown command compleat/],
      [['complete', '--engine', 'native', '--model', '/nowhere'], /\/nowhere\/.* can't be read/],
    ] as [string[], RegExp][]) {
      const { code, errors, lines } = await shortline(args)
      assert.equal(code, 1, args.join(' '))
      assert.match(errors, message)
      assert.deepEqual(lines, [])
    }
  })

  it('helps', async () => {
    for (const args of [['--help'], ['complete', '--help'], ['replay', '--help']]) {
      const { code, lines } = await shortline(args)
      assert.equal(code, 0)
      assert.match(lines[0]?.['help'] as string, /shortline/)
    }
  })
})

describe('shortline replay', () => {
  it('types the target and takes what is clean and long enough, in the published form', async () => {
    const target = 'quux.frobnicate(1)'
    const { code, lines } = await shortline(
      ['replay', '--threshold', '0', '--engine', 'ngram'],
      [{ id: 'r', ...base, prefix: `${target}\n`, target }],
    )
    assert.equal(code, 0)
    const [line] = lines as [Record<string, unknown>]
    assert.deepEqual(Object.keys(line), [
      'id',
      'keystrokes',
      'shown',
      'wrong',
      'accepted',
      'charsAccepted',
      'charsTyped',
      'ms',
    ])
    assert.equal((line['charsAccepted'] as number) + (line['charsTyped'] as number), target.length)
    assert.equal((line['ms'] as number[]).length, line['keystrokes'])
    assert.ok((line['charsAccepted'] as number) > 8 && line['accepted'] === 1, JSON.stringify(line))
    assert.equal(line['keystrokes'], (line['charsTyped'] as number) + 1)
  })

  it('types a suggestion that is too short to be accepted', async () => {
    const { lines } = await shortline(
      ['replay', '--threshold', '0', '--engine', 'ngram'],
      [{ id: 's', ...base, prefix: 'a.b\na.', target: 'b' }],
    )
    const { keystrokes, shown, wrong, accepted, charsAccepted, charsTyped } = lines[0] as Record<string, unknown>
    assert.deepEqual([keystrokes, shown, wrong, accepted, charsAccepted, charsTyped], [1, 1, 0, 0, 0, 1])
  })

  it('types whole characters', async () => {
    const { lines } = await shortline(
      ['replay', '--engine', 'ngram'],
      [{ id: 'e', ...base, prefix: 'x = ', target: '"😀é"' }],
    )
    assert.deepEqual([lines[0]?.['keystrokes'], lines[0]?.['charsTyped']], [4, 5])
  })

  it('counts a suggestion that would have to be deleted as wrong', async () => {
    const { lines } = await shortline(
      ['replay', '--threshold', '0', '--engine', 'ngram'],
      [{ id: 'w', ...base, prefix: 'quux.frobnicate(1)\nquux.', target: 'z' }],
    )
    assert.deepEqual([lines[0]?.['shown'], lines[0]?.['wrong'], lines[0]?.['accepted']], [1, 1, 0])
  })

  it('wants a target', async () => {
    const { code, lines } = await shortline(['replay', '--engine', 'ngram'], [{ id: 't', ...base, prefix: 'x' }])
    assert.equal(code, 2)
    assert.match(lines[0]?.['error'] as string, /"target" must be a string/)
  })
})
