import assert from 'node:assert/strict'
import { labels, routes } from '../../../extension/core/types.ts'
import { jsonLines, shortline } from './shortline.ts'

describe('shortline label', () => {
  it('answers each line in order, in the published form', async () => {
    const { code, output, errors } = await shortline(
      ['label'],
      [
        { id: 'a', text: 'where is the retry logic', context: { location: 'panel' } },
        {
          id: 2,
          text: 'null check pls',
          context: { location: 'inline', selection: true, language: 'typescript', blankLine: false, diagnostics: 0 },
        },
        { text: 'word wrap' },
      ],
    )
    assert.equal(code, 0, errors)
    const lines = jsonLines(output)
    assert.deepEqual(
      lines.map(({ id }) => id),
      ['a', 2, null],
    )
    for (const line of lines) {
      assert.deepEqual(Object.keys(line), ['id', 'label', 'p', 'set', 'route', 'ms'])
      assert.ok((labels as readonly unknown[]).includes(line['label']))
      assert.ok((line['p'] as number) >= 0 && (line['p'] as number) <= 1)
      assert.ok((line['set'] as string[]).every((each) => (labels as readonly string[]).includes(each)))
      assert.ok((routes as readonly unknown[]).includes(line['route']))
      assert.ok((line['ms'] as number) > 0)
    }
    assert.equal(lines[2]!['route'], 'command')
  })

  it('takes what the text says itself before any model', async () => {
    const { output } = await shortline(
      ['label'],
      [
        { id: 1, text: '/tests this' },
        { id: 2, text: '/explain', context: { selection: true } },
        { id: 3, text: '/plan the migration' },
        { id: 4, text: '/local /search the parser' },
      ],
    )
    const short = jsonLines(output).map(({ id, label, p, route }) => [id, label, p, route])
    assert.deepEqual(short[0], [1, 'tests', 1, 'code'])
    assert.deepEqual(short[1], [2, 'explain', 1, 'refuse'])
    assert.equal(short[2]![3], 'plan')
    assert.deepEqual(short[3], [4, 'search', 1, 'search'])
  })

  it('goes on after a line that can’t be read, and after any text', async () => {
    const { code, output } = await shortline(
      ['label'],
      [
        'not json',
        { id: 1, text: 5 },
        { id: 2, text: 'x', context: { diagnostics: -1 } },
        { id: 3, text: 'x', context: [] },
        { id: 4, text: '' },
        { id: 5, text: 'a\u0000b' },
        { id: 6, text: 'x '.repeat(500_000) },
      ],
    )
    assert.equal(code, 2)
    const lines = jsonLines(output)
    assert.deepEqual(
      lines.map(({ id, error }) => [id, error === undefined]),
      [
        [null, false],
        [1, false],
        [2, false],
        [3, false],
        [4, true],
        [5, true],
        [6, true],
      ],
    )
    assert.match(lines[2]!['error'] as string, /context\.diagnostics/)
    assert.deepEqual([lines[4]!['label'], lines[4]!['set'], lines[4]!['route']], ['general', [], 'refuse'])
  })

  it('refuses options and folders that make no sense', async () => {
    for (const [args, message] of [
      [['--model', 'nowhere'], /nowhere.*card\.json can't be read/],
      [['--engine', 'steam'], /--engine takes/],
      [['--threads', 'many'], /--threads takes/],
      [['--nonsense'], /nonsense/],
    ] as const) {
      const { code, output, errors } = await shortline(['label', ...args], [{ text: 'x' }])
      assert.equal(code, 1)
      assert.equal(output, '')
      assert.match(errors, message)
    }
  })
}).timeout(60_000)
