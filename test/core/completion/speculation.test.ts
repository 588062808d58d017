/** Speculative decoding against plain decoding, over thousands of tokens: the same text, in fewer runs of the model. */
import assert from 'node:assert/strict'
import { decodeLine } from '../../../extension/core/completion/decode.ts'
import { Mixture } from '../../../extension/core/completion/mixture.ts'
import { TokenTree } from '../../../extension/core/completion/token-tree.ts'
import { tiny } from './tiny.ts'

const names = ['alpha', 'beta', 'gamma', 'delta', 'count', 'total']
const mixtureShares = [0, 0.1, 0.3, 0.5, 0.6]
const wantedTokens = 4_000
/** Of the probabilities of the two best: closer than this, the order of additions decides. */
const rounding = 1e-3
const mostDifferent = 0.001

/** Numbers from 0 up to `below`, the same in each run. */
function drawer(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function program(draw: (below: number) => number): string {
  const name = (): string => names[draw(names.length)]!
  const statements = [
    () => `const ${name()} = read(${name()})\n`,
    () => `${name()}.push(${name()})\n`,
    () => `${name()} = ${name()} + ${name()}\n`,
    () => `for (const ${name()} of ${name()}) {\n  ${name()}.add(${name()})\n}\n`,
    () => `if (${name()}) {\n  return ${name()}\n}\n`,
  ]
  const block = Array.from({ length: 4 }, () => statements[draw(statements.length)]!()).join('')
  const starts = ['', 'const ', `${name()}.`, `${name()} = `, 'for (const ']
  return `${block}${statements[draw(statements.length)]!()}${block.slice(0, block.indexOf('\n') + 1)}${starts[draw(starts.length)]}`
}

describe('speculative decoding', () => {
  it(`differs from plain decoding in at most ${mostDifferent * 100} % of the tokens, and runs the model less`, async function () {
    this.timeout(120_000)
    const { model, tokenizer } = await tiny()
    const draw = drawer(5)
    const count = { tokens: 0, different: 0, close: 0, characters: 0, plain: 0, drafted: 0 }
    while (count.tokens < wantedTokens) {
      const before = program(draw)
      const texts = [{ ids: Int32Array.from(tokenizer.encode(before.slice(0, before.lastIndexOf('\n') + 1))) }]
      const prompt = [
        ...[tokenizer.special.path, ...tokenizer.encode('toy.ts\n'), tokenizer.special.prefix],
        ...tokenizer.encode(before),
      ]
      const decode = async (
        draftTokens: number,
      ): Promise<{ tokens: readonly number[]; text: string; runs: number; closeAt: (at: number) => boolean }> => {
        const tree = new TokenTree(model)
        const tip = tree.begin(prompt)
        await tree.read(tip)
        const mixture = new Mixture(tokenizer, texts, mixtureShares)
        const options = { maxTokens: 40, forced: '', draftTokens, cancelled: () => false }
        const { tokens, text } = await decodeLine(tree, tip, tokenizer, mixture, 0, options)
        const closeAt = (at: number): boolean => {
          const node = tokens.slice(0, at).reduce((parent, token) => tree.add(parent, token), tip)
          const [first, second] = mixture.best(node, '', 2)
          return first === undefined || second === undefined || first.probability - second.probability <= rounding
        }
        return { tokens, text, runs: tree.runs - 1, closeAt }
      }
      const plain = await decode(0)
      const drafted = await decode(5)
      const limit = Math.max(plain.tokens.length, drafted.tokens.length)
      let same = 0
      while (same < limit && plain.tokens[same] === drafted.tokens[same]) same++
      // What follows a difference has another text before it.
      count.tokens += Math.min(limit, same + 1)
      if (same < limit) count[plain.closeAt(same) ? 'close' : 'different']++
      count.characters += plain.text.length
      count.plain += plain.runs
      count.drafted += drafted.runs
    }
    const ratio = count.plain / count.drafted
    const per = (runs: number): string => (runs / count.characters).toFixed(3)
    console.log(
      `      ${count.tokens} tokens: ${count.different} differ, ${count.close} more where the two best are as good as equal;` +
        ` runs per character ${per(count.plain)} plain, ${per(count.drafted)} with drafts: ${ratio.toFixed(2)} times fewer`,
    )
    assert.ok(count.different <= mostDifferent * count.tokens)
    assert.ok(ratio >= 1.6)
  })
})
