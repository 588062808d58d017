/** The recipe's requests: what thresholds and exams are measured on is no copy of what is learned from. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { labels, type Label } from '../../extension/core/types.ts'

const root = path.resolve(import.meta.dirname, '../..')
const parts = {
  exam: 'test/cases/intents/test.jsonl',
  strangers: 'models/recipe/intents/strangers.jsonl',
  calibration: 'models/recipe/intents/calibration.jsonl',
  dev: 'models/recipe/intents/dev.jsonl',
  train: 'models/recipe/intents/train.jsonl',
}

interface Request {
  readonly text: string
  readonly label: Label
}

interface Shape {
  readonly part: string
  readonly words: number
  readonly pieces: ReadonlySet<string>
}

const read = (file: string): Request[] =>
  readFileSync(path.join(root, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Request)

/** Four letters in a row, of the words alone. */
function shape(part: string, text: string): Shape {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [text]
  const line = words.join(' ')
  const pieces = new Set(Array.from({ length: Math.max(1, line.length - 3) }, (_, i) => line.slice(i, i + 4)))
  return { part, words: words.length, pieces }
}

/** Pairs of parts that have a request in common: 70 % of all pieces of both. Anyone may write "fix this": three words don't count. */
function shared(shapes: readonly Shape[]): string[] {
  const found: string[] = []
  const before: Shape[] = []
  for (const [part, own] of Map.groupBy(shapes, ({ part }) => part)) {
    const holders = new Map<string, Shape[]>()
    for (const other of before)
      for (const piece of other.pieces) {
        const same = holders.get(piece)
        if (same === undefined) holders.set(piece, [other])
        else same.push(other)
      }
    for (const { words, pieces } of own) {
      const common = new Map<Shape, number>()
      for (const piece of pieces) for (const other of holders.get(piece) ?? []) common.set(other, (common.get(other) ?? 0) + 1)
      for (const [other, count] of common) {
        const alike = count / (pieces.size + other.pieces.size - count) >= 0.7
        if (alike && Math.max(words, other.words) > 3) found.push(`${other.part} ${part}`)
      }
    }
    before.push(...own) // The largest part comes last and is compared with the others alone.
  }
  return found
}

describe('the requests of the recipe', () => {
  it('are not shared between parts', () => {
    const one = shape('a', 'where is the retry logic of uploads')
    assert.deepEqual(shared([one, shape('b', 'Where is the retry logic of upload?')]), ['a b'])
    assert.deepEqual(shared([one, shape('b', 'where are uploads cut into chunks')]), [])
    const all = Object.entries(parts).flatMap(([part, file]) => read(file).map(({ text }) => shape(part, text)))
    assert.deepEqual(shared(all), [])
  })

  it("are enough per label to set thresholds on, by another hand than the training data's", () => {
    const byLabel = Map.groupBy(read(parts.strangers), ({ label }) => label)
    for (const label of labels) {
      const least = label === 'out-of-scope' ? 60 : 35
      assert.ok((byLabel.get(label)?.length ?? 0) >= least, label)
    }
  })
})
