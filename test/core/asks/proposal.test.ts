import assert from 'node:assert/strict'
import { proposalOf, safePath } from '../../../extension/core/asks/proposal.ts'

const edit = (startLine: number, endLine: number, text: string) => ({ startLine, endLine, text })
const after = (text: string, ...edits: ReturnType<typeof edit>[]): string | undefined => {
  const proposal = proposalOf(text, edits)
  return proposal.kind === 'proposal' ? proposal.text : undefined
}

describe('a proposal', () => {
  it('replaces lines, in whatever order the edits come', () => {
    assert.equal(after('a\nb\nc\nd\n', edit(4, 4, 'D'), edit(1, 2, 'x\ny\nz')), 'x\ny\nz\nc\nD\n')
  })

  it('inserts before a line, and behind the last one', () => {
    assert.equal(after('a\nb', edit(2, 1, 'new')), 'a\nnew\nb')
    assert.equal(after('a\nb', edit(3, 2, 'new')), 'a\nb\nnew')
  })

  it('keeps the file’s line breaks', () => {
    assert.equal(after('a\r\nb\r\n', edit(1, 1, 'x\ny')), 'x\r\ny\r\nb\r\n')
  })

  it('is none where edits overlap or name lines that are not there', () => {
    assert.equal(after('a\nb\nc', edit(1, 2, ''), edit(2, 3, '')), undefined)
    assert.equal(after('a\nb', edit(2, 9, '')), undefined)
    assert.equal(after('a\nb', edit(0, 1, '')), undefined)
    assert.equal(after('a\nb', edit(2, 0, '')), undefined)
  })
})

describe('a path that an answer names', () => {
  it('leads below the folder or nowhere', () => {
    assert.equal(safePath('./src\\a.ts'), 'src/a.ts')
    for (const path of ['../a.ts', 'src/../../a.ts', '/etc/passwd', 'C:\\a.ts', '', '.']) {
      assert.equal(safePath(path), undefined, path)
    }
  })
})
