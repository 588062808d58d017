import assert from 'node:assert/strict'
import { decodeLine } from '../../../extension/core/completion/decode.ts'
import type { DecodedLine, DecodeOptions } from '../../../extension/core/completion/decode.ts'
import { Mixture } from '../../../extension/core/completion/mixture.ts'
import { TokenTree, logProbability } from '../../../extension/core/completion/token-tree.ts'
import { bytesOf } from '../../../extension/core/completion/tokenizer.ts'
import type { Tokenizer } from '../../../extension/core/completion/tokenizer.ts'
import { decoderCases, tiny } from './tiny.ts'

interface Setting extends Partial<DecodeOptions> {
  readonly texts?: readonly Int32Array[]
  readonly mixture?: readonly number[]
}

async function decode(prompt: readonly number[], setting: Setting = {}, typed = 0): Promise<DecodedLine> {
  return (await decodeCounted(prompt, setting, typed)).line
}

async function decodeCounted(
  prompt: readonly number[],
  { texts = [], mixture = [], ...more }: Setting = {},
  typed = 0,
): Promise<{ line: DecodedLine; runs: number }> {
  const { model, tokenizer } = await tiny()
  const tree = new TokenTree(model)
  const tip = tree.begin(prompt)
  await tree.read(tip)
  const options = { maxTokens: 40, forced: '', draftTokens: 0, cancelled: () => false, ...more }
  const line = await decodeLine(
    tree,
    tip,
    tokenizer,
    new Mixture(
      tokenizer,
      texts.map((ids) => ({ ids })),
      mixture,
    ),
    typed,
    options,
  )
  return { line, runs: tree.runs - 1 }
}

async function promptOf(before: string): Promise<number[]> {
  const { tokenizer } = await tiny()
  return [
    tokenizer.special.path,
    ...tokenizer.encode('toy.ts\n'),
    tokenizer.special.prefix,
    ...tokenizer.encode(before),
  ]
}

const endsAt = (ids: readonly number[], { newline, special }: Tokenizer): number =>
  ids.findIndex((id) => id === newline || id === special.end)

describe('decoding, on a real model', () => {
  it('follows the greedy path of PyTorch to the end of the line', async () => {
    const { tokenizer } = await tiny()
    for (const { prompt, greedy } of decoderCases()) {
      const { tokens, text, ended } = await decode(prompt, { maxTokens: greedy.length })
      const end = endsAt(greedy, tokenizer)
      assert.deepEqual(tokens, end < 0 ? greedy : greedy.slice(0, end))
      assert.equal(ended, end < 0 ? 'length' : 'line')
      assert.equal(text, tokenizer.decode(tokens))
      assert.ok(!text.includes('\n'))
    }
  })

  it('leaves a line where it is less likely than wanted, and never within what is typed', async () => {
    const prompt = await promptOf('const alpha = read(beta)\nfor (')
    const { line: whole, runs } = await decodeCounted(prompt)
    const upTo = (length: number): number => whole.probabilities.slice(0, length).reduce((product, p) => product * p, 1)
    const leastProbability = upTo(2) + 1e-9
    const left = await decodeCounted(prompt, { leastProbability })
    assert.equal(left.line.ended, 'doubt')
    assert.ok(left.line.tokens.length < whole.tokens.length && left.runs < runs)
    assert.deepEqual(left.line.tokens, whole.tokens.slice(0, left.line.tokens.length))
    assert.ok(upTo(left.line.tokens.length) < leastProbability && upTo(left.line.tokens.length - 1) >= leastProbability)
    assert.equal((await decode(prompt, { leastProbability: 0 })).ended, 'line')
    const forced = bytesOf('zz')
    const typed = await decode(prompt, { leastProbability: 2, forced }, forced.length)
    assert.ok(typed.text !== '', 'one token of its own at least')
  })

  it('has a probability for each token and for the end of the line', async () => {
    const { tokenizer, model } = await tiny()
    const prompt = await promptOf('const alpha = read(beta)\nfor (')
    const { tokens, probabilities, ended } = await decode(prompt)
    assert.equal(ended, 'line')
    assert.equal(probabilities.length, tokens.length + 1)
    const sequence = [...prompt]
    for (const [at, id] of [...tokens, tokenizer.newline].entries()) {
      const tree = new TokenTree(model)
      const tip = tree.begin(sequence)
      await tree.read(tip)
      const p = Math.exp(logProbability(tip, id))
      assert.ok(Math.abs(p - (probabilities[at] as number)) < 1e-3)
      sequence.push(id)
    }
  })

  it('starts with the text that is forced on it, however unlikely', async () => {
    const prompt = await promptOf('const alpha = read(beta)\n')
    for (const forced of ['retur', 'qqq', 'alpha.zebra(', '😀', 'é = "', '\tx', 'const alpha = read(']) {
      const { tokens, text } = await decode(prompt, { forced: bytesOf(forced) })
      const whole = (await tiny()).tokenizer.decode(tokens)
      assert.ok(whole.startsWith(forced), `${JSON.stringify(whole)} starts with ${forced}`)
      assert.equal(text, whole)
    }
  })

  it('leaves the typed text out of its own', async () => {
    const prompt = await promptOf('const alpha = read(beta)\nif (beta) {\n')
    const forced = bytesOf('retur')
    const { text, tokens, probabilities } = await decode(prompt, { forced }, forced.length)
    assert.equal((await tiny()).tokenizer.decode(tokens), `retur${text}`)
    assert.ok(text.startsWith('n '))
    assert.ok(probabilities.every((p) => p > 0 && p <= 1 + 1e-6))
    assert.ok((probabilities[0] as number) > 0.5, 'among the tokens that were possible')
  })

  it('lets the text around change the choice, as much as the mixture says', async () => {
    const { tokenizer } = await tiny()
    const prompt = await promptOf('const alpha = read(beta)\nfor (')
    const texts = [Int32Array.from(tokenizer.encode('alpha.push(zz)\nalpha.push(zz)\n'))]
    const alone = await decode(prompt)
    assert.ok(!alone.text.startsWith('zz'))
    const mixed = await decode(prompt, { texts, mixture: [0, 0.98] })
    assert.ok(mixed.text.startsWith('zz'), mixed.text)
    const unmixed = await decode(prompt, { texts, mixture: [0, 0] })
    assert.deepEqual(unmixed.tokens, alone.tokens)
  })

  it('stops between two tokens when it is cancelled', async () => {
    const prompt = await promptOf('const alpha = read(beta)\n')
    let asked = 0
    const { ended, tokens } = await decode(prompt, { cancelled: () => ++asked > 2 })
    assert.equal(ended, 'cancelled')
    assert.equal(tokens.length, 2)
    assert.equal((await decode(prompt, { cancelled: () => true })).tokens.length, 0)
  })

  it('ends at its limit', async () => {
    const { ended, tokens } = await decode(await promptOf('const alpha = read(beta)\n'), { maxTokens: 1 })
    assert.deepEqual([ended, tokens.length], ['length', 1])
  })

  it('writes the same line with drafts as without, in fewer runs', async () => {
    const { tokenizer } = await tiny()
    const lines =
      'const alpha = read(beta)\nalpha.push(beta)\nbeta = beta + alpha\nfor (const gamma of alpha) {\n  gamma.add(beta)\n}\n'
    const mixture = [0, 0.1, 0.3, 0.5, 0.6]
    const count = { cases: 0, different: 0, plain: 0, drafted: 0 }
    for (let start = 0; start < lines.length; start += 2) {
      for (const more of ['alpha.', 'const delta = ', '']) {
        const before = `${lines.slice(start)}${lines.slice(0, start)}\n${more}`
        const texts = [Int32Array.from(tokenizer.encode(lines + before.slice(0, before.lastIndexOf('\n') + 1)))]
        const prompt = await promptOf(before)
        const plain = await decodeCounted(prompt, { texts, mixture })
        const drafted = await decodeCounted(prompt, { texts, mixture, draftTokens: 5 })
        count.cases++
        if (drafted.line.tokens.join() !== plain.line.tokens.join()) count.different++
        count.plain += plain.runs
        count.drafted += drafted.runs
      }
    }
    assert.ok(count.cases > 150)
    assert.equal(count.different, 0)
    assert.ok(count.plain > 1.6 * count.drafted, `${count.plain} runs without, ${count.drafted} with drafts`)
  })

  it('reads nothing that the tree holds: a line that was scored before costs no run', async () => {
    const { model, tokenizer } = await tiny()
    const tree = new TokenTree(model)
    const tip = tree.begin(await promptOf('const alpha = read(beta)\nalpha.push('))
    await tree.read(tip)
    const options = { maxTokens: 40, forced: '', draftTokens: 0, cancelled: () => false }
    const mixture = new Mixture(tokenizer, [], [])
    const first = await decodeLine(tree, tip, tokenizer, mixture, 0, options)
    const { runs } = tree
    assert.deepEqual((await decodeLine(tree, tip, tokenizer, mixture, 0, options)).tokens, first.tokens)
    assert.equal(tree.runs, runs)
  })
})
