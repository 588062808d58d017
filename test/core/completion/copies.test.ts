import assert from 'node:assert/strict'
import { findCopies, maxCandidates, otherCandidate } from '../../../extension/core/completion/copies.ts'
import type { CopySearch } from '../../../extension/core/completion/copies.ts'
import { LiveIndex } from '../../../extension/core/completion/live-index.ts'
import type { PlaceOptions } from '../../../extension/core/completion/places.ts'
import { readSituation } from '../../../extension/core/completion/situation.ts'

/** Searches at the `║` of a TypeScript file, with other files as neighbours. */
function search(marked: string, neighbours: readonly string[] = [], options: PlaceOptions = {}): CopySearch {
  const offset = marked.indexOf('║')
  const index = new LiveIndex()
  index.open('file', 'typescript', marked.replace('║', ''))
  neighbours.forEach((text, at) => index.open(`neighbour ${at}`, 'typescript', text))
  return findCopies(readSituation(index, 'file', offset), options)
}

const texts = (marked: string, neighbours: readonly string[] = [], options: PlaceOptions = {}): string[] =>
  search(marked, neighbours, options).candidates.map(({ text }) => text)

describe('copies', () => {
  it('continues a line like an earlier one', () =>
    assert.deepEqual(texts('x()\nconst a = read(file)\nconst b = write(file)\nconst a =║').slice(0, 2), [
      ' read(file)',
      ' write(file)',
    ]))

  it('exchanges the names that differ between a place and the cursor', () => {
    assert.equal(texts('this.width = options.width\nthis.height = ║')[0], 'options.height')
    assert.equal(texts('a.set(one, one)\na.get(one)\na.set(two, two)\na.║')[0], 'get(two)')
    assert.equal(texts('on(width, setWidth, max_width)\non(height, ║')[0], 'setHeight, max_height)')
    assert.equal(texts('on(width, setWidth)\non(height, set║')[0], 'Height)')
  })

  it('counts places with other names', () => {
    const [best] = search('this.width = options.width\nthis.height = ║').candidates
    assert.deepEqual([best?.renamed, best?.votes, best?.matchLength, best?.alignedLength], [1, 1, 1, 3])
  })

  it('leaves out the blank that is typed', () => assert.deepEqual(texts('a = b\na = ║'), ['b']))

  it('continues a half-typed name', () => assert.deepEqual(texts('this.reader.close()\nthis.re║'), ['ader.close()']))

  it('takes the half-typed name as a complete one too', () => {
    const { candidates } = search('user.name()\nusers.all()\nuser║')
    assert.deepEqual(new Set(candidates.map(({ text }) => text)), new Set(['.name()', 's.all()']))
    assert.deepEqual(
      candidates.filter(({ nameComplete }) => nameComplete).map(({ text }) => text),
      ['.name()'],
    )
  })

  it('prefers the longer match, keeps the shorter', () => {
    const { candidates, longest } = search('x.open(a)\nfile.open(b)\nfile.open(║')
    assert.deepEqual(
      candidates.map(({ text, matchLength }) => [text, matchLength]),
      [
        ['b)', 6],
        ['a)', 3],
      ],
    )
    assert.equal(longest, 6)
  })

  it('lets the votes decide among equal matches', () =>
    assert.equal(texts('f(a)\ng()\nf(b)\ng()\nf(b)\ng()\n\nh()\nf(║')[0], 'b)'))

  it('lets the nearest win among equal votes', () => assert.equal(texts('f(a)\nx\nf(b)\ny\nz f(║')[0], 'b)'))

  it('matches across line breaks, blank lines and other indentation', () => {
    const { candidates } = search('if (a) {\n    b()\n\n    c()\n}\nif (a) {\n  b()\n  ║')
    assert.equal(candidates[0]?.text, 'c()')
    assert.ok(candidates[0].matchLength > 5)
  })

  it('finds lines below the cursor and in neighbours, and says so', () => {
    const { candidates } = search('run(║\nrun(after)\n', ['run(beside)\n'])
    const [after, beside] = ['after)', 'beside)'].map((text) => candidates.find((candidate) => candidate.text === text))
    assert.deepEqual([after?.before, after?.after, after?.neighbours, after?.distance], [0, 1, 0, 1])
    assert.deepEqual([beside?.before, beside?.after, beside?.neighbours, beside?.distance], [0, 0, 1, Infinity])
  })

  it('looks through the neighbours used last, and through open ones before those of the disk', () => {
    const index = new LiveIndex()
    const long = (name: string): string => `{\n${name}()\n`.repeat(1_000)
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) index.open(name, 'typescript', long(name), name > 'f')
    index.open('front', 'typescript', '{\n')
    const found = (): string[] =>
      findCopies(readSituation(index, 'front', 2), {})
        .candidates.map(({ text }) => text)
        .filter((text) => text !== '{')
    assert.ok(found().includes('f()') && !found().includes('a()') && !found().includes('g()'), found().join(' '))
    index.use('a')
    assert.ok(found().includes('a()') && !found().includes('b()'), found().join(' '))
  })

  it('leaves out neighbours and the text below on request', () => {
    assert.deepEqual(texts('run(║\nrun(after)\n', ['run(beside)\n'], { neighbours: false }), ['after)'])
    assert.deepEqual(texts('run(║\nrun(after)\n', ['run(beside)\n'], { suffix: false }), ['beside)'])
  })

  it('does not copy from other languages', () => {
    const index = new LiveIndex()
    index.open('a.ts', 'typescript', 'run(')
    index.open('a.tsx', 'typescriptreact', 'run(one)')
    index.open('a.py', 'python', 'run(two)')
    const { candidates } = findCopies(readSituation(index, 'a.ts', 4))
    assert.deepEqual(
      candidates.map(({ text }) => text),
      ['one)'],
    )
  })

  it('never matches the cursor line with itself', () => {
    assert.deepEqual(texts('a.b(a.║b(c))'), [])
    assert.equal(search('x()\ny()\n║\nz()\n').candidates.find(({ text }) => text === 'z()')?.matchLength, 1)
  })

  it('counts the places where the line ends', () => {
    const { lineEnds, places } = search('call()\ncall()\ncall().then()\ncall()║')
    assert.deepEqual([lineEnds, places], [1, 2])
  })

  it('sees an edit at once', () => {
    const index = new LiveIndex()
    index.open('f', 'typescript', 'open(first)\nopen(')
    index.change('f', [{ offset: 5, deleted: 5, inserted: 'second' }])
    const { candidates } = findCopies(readSituation(index, 'f', index.text('f').length))
    assert.deepEqual(
      candidates.map(({ text }) => text),
      ['second)'],
    )
  })

  it('copes with empty files, ends and line ends', () => {
    assert.deepEqual(texts('║'), [])
    assert.deepEqual(texts('\n\n║\n\n'), [])
    assert.deepEqual(texts('f(a)\r\nf(║\r\n'), ['a)'])
    assert.deepEqual(texts('größe = é😀\ngröße = ║'), ['é😀'])
  })

  it('judges other lines beside the copies', () => {
    const found = search('a = b\na = ║')
    assert.equal(otherCandidate(found, 'b'), found.candidates[0])
    assert.equal(otherCandidate(found, 'c').matchLength, 0)
  })

  it('is quick in a long file full of the same token', () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `  call(argument${at % 500}, other${at})`)
    const index = new LiveIndex()
    index.open('f', 'typescript', `${lines.join('\n')}\n  call(`)
    const offset = index.document('f').text.length
    const start = performance.now()
    for (let round = 0; round < 10; round++) {
      assert.equal(findCopies(readSituation(index, 'f', offset)).candidates.length, maxCandidates)
    }
    assert.ok(performance.now() - start < 1_000, 'ten searches within a second')
  })
})
