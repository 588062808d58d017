import assert from 'node:assert/strict'
import { beamLines } from '../../../extension/core/completion/beam.ts'
import type { BeamOptions } from '../../../extension/core/completion/beam.ts'
import { decodeLine } from '../../../extension/core/completion/decode.ts'
import { scoreOf, hangLines } from '../../../extension/core/completion/line-scores.ts'
import { Mixture } from '../../../extension/core/completion/mixture.ts'
import { TokenTree } from '../../../extension/core/completion/token-tree.ts'
import { bytesOf } from '../../../extension/core/completion/tokenizer.ts'
import { tiny } from './tiny.ts'

const toy = 'const alpha = read(beta)\nalpha.push(beta)\nbeta = beta + alpha\n'

async function open(before: string, more: Partial<BeamOptions> = {}) {
  const { model, tokenizer } = await tiny()
  const tree = new TokenTree(model)
  const head = [tokenizer.special.path, ...tokenizer.encode('toy.ts\n'), tokenizer.special.prefix]
  const tip = tree.begin([...head, ...tokenizer.encode(toy + before)])
  await tree.read(tip)
  const mixture = new Mixture(tokenizer, [], [])
  const options = { width: 3, maxTokens: 40, forced: '', maxRuns: 40, cancelled: () => false, ...more }
  return { tree, tip, tokenizer, mixture, options }
}

async function beam(before: string, more: Partial<BeamOptions> = {}) {
  const { tree, tip, tokenizer, mixture, options } = await open(before, more)
  return await beamLines(tree, tip, tokenizer, mixture, bytesOf(options.forced).length, options)
}

describe('beam, on a real model', () => {
  it('finds several lines, likeliest first, with the probabilities that the model gives them', async () => {
    const { tree, tip, tokenizer, mixture, options } = await open('alpha.')
    const lines = await beamLines(tree, tip, tokenizer, mixture, 0, options)
    assert.equal(lines.length, 3)
    assert.equal(new Set(lines.map(({ text }) => text)).size, 3)
    for (const [at, { text, score }] of lines.entries()) {
      assert.ok(at === 0 || score <= lines[at - 1]!.score)
      const [end] = hangLines(tree, tip, [tokenizer.encode(text)], Infinity)
      await tree.read()
      const { logProbabilities, end: ends } = scoreOf(tokenizer, tip, end!)
      const wanted = logProbabilities.reduce((sum, p) => sum + p, ends)
      assert.ok(Math.abs(score - wanted) < 0.1, `${text}: ${score}, not ${wanted}`)
    }
  })

  it('is the greedy line when it is one line wide', async () => {
    for (const before of ['alpha.', 'const gamma = ', 'beta = ']) {
      const { tree, tip, tokenizer, mixture, options } = await open(before, { width: 1 })
      const [line] = await beamLines(tree, tip, tokenizer, mixture, 0, options)
      const greedy = await decodeLine(tree, tip, tokenizer, mixture, 0, { ...options, draftTokens: 0 })
      assert.equal(line?.text, greedy.text.trimEnd())
    }
  })

  it('finds no line that is less likely than the greedy one when it is wider', async () => {
    for (const before of ['alpha.', 'const gamma = ', 'beta = ', 'for (']) {
      const [narrow] = await beam(before, { width: 1 })
      const [wide] = await beam(before)
      assert.ok(wide!.score >= narrow!.score - 1e-6, before)
    }
  })

  it('starts with the text that is forced on it', async () => {
    const { tree, tip, tokenizer, mixture, options } = await open('', { forced: bytesOf('al') })
    for (const { text } of await beamLines(tree, tip, tokenizer, mixture, 0, options)) assert.match(text, /^al/)
  })

  it('gives up lines that fall below the least probability, and needs fewer runs', async () => {
    const { tree, tip, tokenizer, mixture, options } = await open('alpha.')
    const all = await beamLines(tree, tip, tokenizer, mixture, 0, options)
    const runs = tree.runs
    const leastProbability = (1 + Math.exp(all[0]!.score)) / 2
    const again = await open('alpha.', { leastProbability })
    const few = await beamLines(again.tree, again.tip, tokenizer, again.mixture, 0, again.options)
    assert.ok(few.every(({ text, score }) => all.some((line) => line.text === text && line.score === score)))
    assert.ok(again.tree.runs < runs)
    assert.equal(again.tree.pending, 0)
  })

  it('ends at its budget of runs, and leaves nothing waiting', async () => {
    const { tree, tip, tokenizer, mixture, options } = await open('alpha.', { maxRuns: 2 })
    const { runs } = tree
    await beamLines(tree, tip, tokenizer, mixture, 0, options)
    assert.ok(tree.runs <= runs + 2)
    assert.equal(tree.pending, 0)
  })
})
