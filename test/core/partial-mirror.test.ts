import assert from 'node:assert/strict'
import { clipEdits, nextToSend } from '../../extension/core/partial-mirror.ts'
import type { MirrorEdit } from '../../extension/core/partial-mirror.ts'

const apply = (text: string, edits: readonly MirrorEdit[]): string =>
  edits.reduce(
    (result, { offset, deleted, inserted }) => result.slice(0, offset) + inserted + result.slice(offset + deleted),
    text,
  )

/** Small and repeatable: a test that fails must fail again. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

describe('partial mirror', () => {
  it('passes on what lies in the known part, and keeps the rest for the next piece', () => {
    const edits = [
      { offset: 8, deleted: 1, inserted: 'late' },
      { offset: 1, deleted: 1, inserted: 'early' },
    ]
    assert.deepEqual(clipEdits(edits, 5), { edits: [edits[1]], known: 9 })
  })

  it('cuts a deletion that reaches over the end of the known part', () => {
    const { edits, known } = clipEdits([{ offset: 3, deleted: 4, inserted: 'xy' }], 5)
    assert.deepEqual(edits, [{ offset: 3, deleted: 2, inserted: 'xy' }])
    assert.equal(known, 5)
  })

  it('leaves text typed at the very end of the known part to the next piece', () => {
    assert.deepEqual(clipEdits([{ offset: 5, deleted: 0, inserted: 'x' }], 5), { edits: [], known: 5 })
  })

  it('always mirrors the beginning of the document, whatever is edited', () => {
    const random = randomNumbers(7)
    for (let round = 0; round < 2000; round++) {
      let document = 'abcdefghijklmnopqrst'
      let known = random(document.length + 1)
      let mirror = document.slice(0, known)
      for (let message = 0; message < 4; message++) {
        const edits: MirrorEdit[] = []
        for (let count = 0; count <= random(3); count++) {
          const offset = random(document.length + 1)
          const deleted = random(document.length - offset + 1)
          const edit = { offset, deleted, inserted: 'XYZ'.slice(random(4)) }
          document = apply(document, [edit])
          edits.push(edit)
        }
        const clipped = clipEdits(edits, known)
        mirror = apply(mirror, clipped.edits)
        known = clipped.known
        assert.equal(mirror, document.slice(0, known))
      }
    }
  })
})

describe('documents for a new mirror', () => {
  it('are sent whole, the one used last first, then the others so that the nearest comes last', () => {
    const names = ['old', 'older', 'lately', 'now']
    const documents = names.map((name): { name: string; known: number | undefined; pieces: number } => ({
      ...{ name, known: 0, pieces: 2 },
    }))
    const sent: string[] = []
    for (let next = nextToSend(documents); next; next = nextToSend(documents)) {
      sent.push(next.name)
      next.known = --next.pieces > 0 ? 1 : undefined
    }
    assert.deepEqual(sent, ['now', 'now', 'old', 'old', 'older', 'older', 'lately', 'lately'])
    assert.equal(nextToSend(documents.slice(0, 0)), undefined)
  })
})
