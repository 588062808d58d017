import assert from 'node:assert/strict'
import { LineText } from '../../../extension/core/completion/line-text.ts'
import type { Edit } from '../../../extension/core/completion/line-text.ts'
import { ShadowLines } from '../../../extension/core/completion/shadow-lines.ts'
import type { Shades } from '../../../extension/core/shadow.ts'

/** One document; what comes out of it, line by line. */
class Writer {
  readonly text: LineText
  readonly written: (readonly Shades[])[] = []
  readonly shadows = new ShadowLines(
    (_, line) => this.text.lines[line]?.text.replace(/\n$/, ''),
    (uri, requests) => {
      if (uri === 'a') this.written.push(requests)
    },
  )

  constructor(text: string) {
    this.text = new LineText(text, false)
  }

  /** A suggestion of `text` at the offset, with two ends. */
  ask(offset: number, text: string, short = 3): void {
    const { line, number, column } = this.text.find(offset)
    this.shadows.asked('a', number, {
      typed: line.text.slice(0, column),
      after: line.text.slice(column).replace(/\n$/, ''),
      text,
      ends: [
        { length: short, confidence: 0.9 },
        { length: text.length, confidence: 0.4 },
      ],
    })
  }

  edit(...edits: Edit[]): void {
    this.shadows.changing('a', this.text, edits)
    for (const edit of edits) this.text.edit(edit)
  }

  type(offset: number, text: string): void {
    for (let at = 0; at < text.length; at++) this.edit({ offset: offset + at, deleted: 0, inserted: text[at]! })
  }

  get clean(): boolean[][][] {
    return this.written.map((line) => line.map((shades) => shades.map(({ clean }) => clean)))
  }
}

describe('lines in the shadow', () => {
  it('are compared when a new line is begun', () => {
    const writer = new Writer('const a = 1\n')
    writer.type(12, 'foo')
    writer.ask(15, 'bar(1)')
    writer.type(15, 'bar(2)')
    assert.deepEqual(writer.clean, [])
    writer.type(21, '\n')
    assert.deepEqual(writer.clean, [[[true, false]]])
  })

  it('are compared when another line is written, or asked for', () => {
    const writer = new Writer('one\ntwo\n')
    writer.ask(3, '.more()')
    writer.type(3, '.more()')
    writer.ask(14, '.less()')
    assert.deepEqual(writer.clean, [[[true, true]]])
    writer.type(14, '.lest()')
    writer.type(3, 'x')
    assert.deepEqual(writer.clean[1], [[true, false]])
  })

  it('that were accepted as a block are compared with its first line', () => {
    const writer = new Writer('if')
    writer.ask(2, ' (a) {')
    writer.edit({ offset: 2, deleted: 0, inserted: ' (a) {\n  b()\n}' })
    assert.deepEqual(writer.clean, [[[true, true]]])
  })

  it('that are left half written say nothing of what they may still become', () => {
    const writer = new Writer('one\ntwo\n')
    writer.ask(3, '.more(1)')
    writer.type(3, '.mo')
    writer.ask(6, 're(1)')
    writer.type(10, 'x')
    assert.deepEqual(writer.clean, [])
    writer.ask(6, 're(1)')
    writer.type(6, 're')
    writer.type(8, '\n')
    assert.deepEqual(writer.clean, [[[false, false]]], 'a line break ends it')
  })

  it('count every request, and what stood behind the cursor not', () => {
    const writer = new Writer('call()')
    writer.ask(5, 'alpha')
    writer.type(5, 'a')
    writer.ask(6, 'lpha')
    writer.type(6, 'lpha')
    writer.type(11, '\n')
    assert.deepEqual(writer.clean, [
      [
        [true, true],
        [true, true],
      ],
    ])
  })

  it('that end where the suggestion began contradict it', () => {
    const writer = new Writer('done')
    writer.ask(4, ' // more')
    writer.type(4, ';')
    writer.ask(5, ' // more')
    writer.type(5, '\n')
    assert.deepEqual(writer.clean, [
      [
        [false, false],
        [false, false],
      ],
    ])
  })

  it('that were begun anew, only looked at or closed say nothing', () => {
    const writer = new Writer('one\ntwo\n')
    writer.ask(3, '.more()')
    writer.ask(7, '.more()')
    writer.edit({ offset: 4, deleted: 3, inserted: '' })
    writer.type(4, 'x')
    writer.type(5, '\n')
    assert.deepEqual(writer.clean, [])
    writer.ask(3, '.more()')
    writer.type(3, '.')
    writer.shadows.closed('a')
    writer.type(4, '\n')
    assert.deepEqual(writer.clean, [])
  })

  it('say nothing of a line where one edit reaches into what another one has brought', () => {
    const writer = new Writer('one\n')
    writer.ask(3, '.more()')
    writer.edit({ offset: 3, deleted: 0, inserted: 'abcdef' }, { offset: 9, deleted: 0, inserted: 'x' })
    writer.type(10, '\n')
    assert.deepEqual(writer.clean, [])
  })

  it('have no text in what comes out', () => {
    const writer = new Writer('')
    writer.ask(0, 'secret()')
    writer.type(0, 'secret()\n')
    assert.ok(writer.written.length === 1 && !JSON.stringify(writer.written).includes('secret'))
  })
})
