import assert from 'node:assert/strict'
import { Blocks, longest, type Block } from '../../webview/blocks.ts'

function blocksOf(text: string, pieces = 1): Block[] {
  const blocks = new Blocks()
  for (let from = 0; from < text.length; from += Math.ceil(text.length / pieces))
    blocks.append(text.slice(from, from + Math.ceil(text.length / pieces)))
  return [...blocks.settled, ...(blocks.open ? [blocks.open] : [])]
}

const answer = `First.

- a list

  that goes on
- over blank lines

After it.
\`\`\`ts
const a = 1

const b = 2
\`\`\`
1. numbered
   ~~~
   in a list
   ~~~
Last`

describe('blocks of an answer', () => {
  it('end at blank lines, lists and fences stay whole', () => {
    assert.deepEqual(blocksOf(answer), [
      { kind: 'markdown', text: 'First.\n\n- a list\n\n  that goes on\n- over blank lines\n\n' },
      { kind: 'markdown', text: 'After it.\n' },
      { kind: 'code', language: 'ts', text: 'const a = 1\n\nconst b = 2', part: 0 },
      { kind: 'markdown', text: '1. numbered\n' },
      { kind: 'code', language: '', text: 'in a list', part: 0 },
      { kind: 'markdown', text: 'Last' },
    ])
  })

  it('are the same however the text arrives', () => {
    for (const pieces of [2, 7, answer.length]) assert.deepEqual(blocksOf(answer, pieces), blocksOf(answer))
  })

  it('never change once they are settled', () => {
    const blocks = new Blocks()
    const seen: Block[] = []
    for (const character of answer.repeat(20)) {
      blocks.append(character)
      for (const [index, block] of seen.entries()) assert.equal(blocks.settled[index], block)
      seen.push(...blocks.settled.slice(seen.length))
    }
    assert.ok(seen.length > 60)
  })

  it('are bounded, and lose nothing of long lines, long paragraphs and long code', () => {
    const line = 'x'.repeat(longest * 3 + 5)
    const paragraph = 'some words\n'.repeat(longest / 4)
    for (const text of [line, paragraph, `${line}\nafter`, `before\n${line}`]) {
      const blocks = blocksOf(text, 9)
      assert.ok(blocks.every((block) => block.text.length <= longest))
      assert.equal(
        blocks
          .map((block) => block.text)
          .join('')
          .replaceAll('\n', ''),
        text.replaceAll('\n', ''),
      )
    }
    for (const code of [line, paragraph.trimEnd(), `a\n${line}\nb`]) {
      const blocks = blocksOf(`\`\`\`js\n${code}\n\`\`\`\n`, 11)
      assert.ok(blocks.every((block) => block.kind === 'code' && block.text.length <= longest))
      assert.equal(blocks.map((block) => block.text).join(''), code)
    }
  })

  it('show a fence that is still open as code', () => {
    assert.deepEqual(blocksOf('```py\nprint('), [{ kind: 'code', language: 'py', text: 'print(', part: 0 }])
  })
})
