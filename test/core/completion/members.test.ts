import assert from 'node:assert/strict'
import { CompletionEngine } from '../../../extension/core/completion/engine.ts'
import { isKnownMember, memberColumn } from '../../../extension/core/completion/members.ts'
import { tiny } from './tiny.ts'

describe('members', () => {
  it('are looked for behind a dot, whatever of the name is typed', () => {
    const dots = [
      'herd.',
      'herd.fro',
      '  return this.herd.',
      'call(a, herd?.',
      'herd!.a',
      'find(x).',
      "'a'.",
      'list[0].le',
    ]
    for (const typed of dots) assert.equal(memberColumn(typed), typed.lastIndexOf('.') + 1, typed)
    const others = [
      '',
      'herd',
      'herd. ',
      '[...',
      '1.',
      '0x1f.',
      '  .',
      'a..',
      'process.env.',
      'import.meta.env.HO',
      '(.',
    ]
    for (const typed of others) assert.equal(memberColumn(typed), undefined, typed)
  })

  it('forbid a name that none of them has', () => {
    const members = ['graze', 'from']
    assert.equal(isKnownMember('herd.', 'graze(1)', members), true)
    assert.equal(isKnownMember('herd.gr', 'aze(1)', members), true)
    assert.equal(isKnownMember('herd.', 'frobnicate(1)', members), false)
    assert.equal(isKnownMember('herd.fro', 'bnicate(1)', members), false)
    assert.equal(isKnownMember('herd.gra', 'z', members), false)
    assert.equal(isKnownMember('herd.gra', 'z', members, false), true, 'it may go on')
    assert.equal(isKnownMember('herd.gra', 'b', members, false), false)
    assert.equal(isKnownMember('herd.fr', 'om === 1', members), true)
  })

  it('say nothing where they are unknown, elsewhere, behind a name of the user’s, or of one that is assigned', () => {
    assert.equal(isKnownMember('herd.', 'frobnicate(1)', undefined), true)
    assert.equal(isKnownMember('herd.', 'frobnicate(1)', []), true)
    assert.equal(isKnownMember('herd = ', 'frobnicate(1)', ['graze']), true)
    assert.equal(isKnownMember('herd.frobnicate', '(1)', ['graze']), true)
    assert.equal(isKnownMember('self.', 'size = size', ['graze']), true)
    assert.equal(isKnownMember('self.', 'size: int = size', ['graze']), true)
    assert.equal(isKnownMember('herd.', 'size == 1', ['graze']), false)
    assert.equal(isKnownMember('herd.', 'size => 1', ['graze']), false)
  })

  it('decide among copies and the lines of the model', async () => {
    const uri = 'file:///toy.ts'
    const text = 'const alpha = read(beta)\nzebra.run(1)\nzebra.run(1)\nzebra.gallop(2)\nzebra.'
    const lines = async (loaded: boolean, members?: readonly string[]): Promise<string[]> => {
      const engine = new CompletionEngine(loaded ? { loaded: await tiny() } : {}, () => 0)
      engine.open(uri, 'typescript', text)
      const query = { uri, offset: text.length, threshold: 0, ...(members && { members }) }
      const { ranked } = await engine.judge('toy.ts', query, () => false)
      return ranked.map(({ candidate }) => candidate.text)
    }
    assert.deepEqual((await lines(false)).sort(), ['gallop(2)', 'run(1)'])
    assert.deepEqual(await lines(false, ['gallop']), ['gallop(2)'])
    assert.deepEqual(await lines(false, ['trot']), [])
    const all = await lines(true)
    assert.ok(all.length > 2 && all.includes('run(1)'), all.join(' | '))
    const left = await lines(true, ['gallop'])
    assert.ok(left.includes('gallop(2)') && left.every((line) => /^(gallop\b|\W)/.test(line)), left.join(' | '))
  })
})
