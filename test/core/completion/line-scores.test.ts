import assert from 'node:assert/strict'
import {
  hangBelow,
  hangLines,
  scoreBelow,
  scoreOf,
  tokensBelow,
} from '../../../extension/core/completion/line-scores.ts'
import type { LineScore } from '../../../extension/core/completion/line-scores.ts'
import { TokenTree } from '../../../extension/core/completion/token-tree.ts'
import { decoderCases, tiny } from './tiny.ts'

const close = 2e-3

async function score(
  prompt: readonly number[],
  lines: readonly (readonly number[])[],
  maxNodes = 96,
): Promise<(LineScore | undefined)[]> {
  const { model, tokenizer } = await tiny()
  const tree = new TokenTree(model)
  await tree.read(tree.begin([...prompt, 33, 34, 35])) // what an earlier request leaves behind
  const tip = tree.begin(prompt)
  await tree.read(tip)
  const ends = hangLines(tree, tip, lines, maxNodes)
  await tree.read()
  return ends.map((end) => end && scoreOf(tokenizer, tip, end))
}

function same(found: LineScore | undefined, wanted: LineScore): void {
  assert.ok(found)
  assert.equal(found.logProbabilities.length, wanted.logProbabilities.length)
  found.logProbabilities.forEach((p, at) =>
    assert.ok(Math.abs(p - (wanted.logProbabilities[at] as number)) < close, `token ${at}: ${p}`),
  )
  assert.ok(Math.abs(found.end - wanted.end) < close, `end: ${found.end}, not ${wanted.end}`)
}

describe('line scores, on a real model', () => {
  it('are those that PyTorch gives line by line, though all lines share one run', async () => {
    for (const { prompt, lines } of decoderCases()) {
      const found = await score(
        prompt,
        lines.map(({ ids }) => ids),
      )
      lines.forEach((line, at) => same(found[at], line))
    }
  })

  it('are the same for a line alone, in another order, and twice', async () => {
    const { prompt, lines } = decoderCases()[1] as ReturnType<typeof decoderCases>[number]
    const ids = lines.map((line) => line.ids)
    for (const [at, line] of ids.entries()) {
      same((await score(prompt, [line]))[0], lines[at] as LineScore)
    }
    const turned = await score(prompt, [...ids.toReversed(), ids[0] as number[]])
    turned.forEach((found, at) => same(found, (lines[lines.length - 1 - at] ?? lines[0]) as LineScore))
  })

  it('are the same for a line through which the prompt of an earlier request went', async () => {
    const { prompt, lines } = decoderCases()[0] as ReturnType<typeof decoderCases>[number]
    const [{ ids }] = lines as [(typeof lines)[number]]
    const { model, tokenizer } = await tiny()
    const tree = new TokenTree(model)
    await tree.read(tree.begin([...prompt, ...ids]))
    const tip = tree.begin(prompt)
    const [end] = hangLines(tree, tip, [ids], 96)
    await tree.read(tip)
    same(scoreOf(tokenizer, tip, end!), lines[0] as LineScore)
  })

  it('leave out the lines that do not fit, and keep the first ones', async () => {
    const { prompt, lines } = decoderCases()[0] as ReturnType<typeof decoderCases>[number]
    const ids = lines.map((line) => line.ids)
    const room = ids[0]?.length ?? 0
    const found = await score(prompt, ids, room)
    same(found[0], lines[0] as LineScore)
    assert.equal(found[1], undefined)
    assert.deepEqual(
      await score(prompt, ids, 0),
      ids.map(() => undefined),
    )
    assert.deepEqual(await score(prompt, []), [])
  })

  it('say how well the text below follows', async () => {
    const { prompt, lines } = decoderCases()[0] as ReturnType<typeof decoderCases>[number]
    const ids = lines.map((line) => line.ids)
    const { model, tokenizer } = await tiny()
    const below = tokensBelow(tokenizer, '\n\n  const alpha = read(beta)\n')
    assert.deepEqual(below.slice(0, 2), [tokenizer.newline, tokenizer.newline])
    assert.equal(below.length, 4)
    const tree = new TokenTree(model)
    const tip = tree.begin(prompt)
    await tree.read(tip)
    const ends = hangLines(tree, tip, ids, Infinity)
    hangBelow(tree, ends, below, Infinity)
    await tree.read()
    const found = ends.map((end) => scoreBelow(tree, end!, below))
    assert.ok(new Set(found).size > 1)
    for (const [at, line] of ids.entries()) {
      const alone = new TokenTree(model)
      const end = alone.begin([...prompt, ...line, below[0]!])
      const [last] = hangLines(alone, end, [below.slice(1)], Infinity)
      await alone.read(end)
      const { logProbabilities } = scoreOf(tokenizer, end, last!)
      const wanted = logProbabilities.reduce((sum, p) => sum + p, 0)
      assert.ok(Math.abs(found[at]! - wanted) < close, `${at}: ${found[at]}, not ${wanted}`)
    }
    hangBelow(tree, ends, below, 0)
    assert.equal(tree.pending, 0, 'nothing is read twice')
  })

  it('say nothing of a text below where the line goes on, or where there is none', async () => {
    const { model, tokenizer } = await tiny()
    for (const after of ['', '\n', '\n \n\t\n', ')\nnext()\n', ')']) assert.deepEqual(tokensBelow(tokenizer, after), [])
    const tree = new TokenTree(model)
    const tip = tree.begin([tokenizer.special.prefix, ...tokenizer.encode('const a = ')])
    await tree.read(tip)
    assert.equal(scoreBelow(tree, tip, []), undefined)
    assert.equal(scoreBelow(tree, tip, tokensBelow(tokenizer, '\nnext()\n')), undefined, 'not read')
  })
})
