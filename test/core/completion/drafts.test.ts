import assert from 'node:assert/strict'
import { beamLines } from '../../../extension/core/completion/beam.ts'
import { draftAhead } from '../../../extension/core/completion/drafts.ts'
import { CompletionEngine } from '../../../extension/core/completion/engine.ts'
import type { EnginePart } from '../../../extension/core/completion/engine.ts'
import { Mixture } from '../../../extension/core/completion/mixture.ts'
import { TokenTree } from '../../../extension/core/completion/token-tree.ts'
import type { Node } from '../../../extension/core/completion/token-tree.ts'
import { bytesOf } from '../../../extension/core/completion/tokenizer.ts'
import { tiny } from './tiny.ts'

const toy = 'const alpha = read(beta)\nalpha.push(beta)\nbeta = beta + alpha\n'
const shares = [0, 0.1, 0.3, 0.5, 0.6]

async function open(before: string) {
  const { model, tokenizer } = await tiny()
  const tree = new TokenTree(model)
  const head = [tokenizer.special.path, ...tokenizer.encode('toy.ts\n'), tokenizer.special.prefix]
  const tip = tree.begin([...head, ...tokenizer.encode(toy + before)])
  await tree.read(tip)
  const mixture = new Mixture(tokenizer, [{ ids: Int32Array.from(tokenizer.encode(toy)) }], shares)
  /** @returns the texts of all ways behind the tip */
  const ways = (): string[] => {
    const texts = (node: Node, text: string): string[] =>
      [...node.children.values()].flatMap((child) => {
        const longer = text + (tokenizer.tokens[child.token] ?? '')
        return [longer, ...texts(child, longer)]
      })
    return texts(tip, '')
  }
  const draft = (more: { forced?: string; most?: number; leastProbability?: number }): void =>
    draftAhead(tree, tip, tokenizer, mixture, { forced: '', most: 5, leastProbability: 0, ...more })
  return { tree, tip, tokenizer, mixture, ways, draft }
}

describe('drafts, on a real model', () => {
  it('hang the likeliest ways behind a node, by the model and then by the text around', async () => {
    const { tree, tip, mixture, draft } = await open('alpha.push')
    const [best] = mixture.best(tip, '', 1)
    assert.ok(best)
    draft({})
    assert.ok(tree.pending > 1 && tree.pending <= 5)
    const child = tip.children.get(best.id)
    assert.ok(child && !child.logits, 'waits')
    const [next] = mixture.guess(child, '', 1)
    assert.ok(next && child.children.has(next.id), 'what the text goes on with')
    const { runs } = tree
    await tree.read()
    assert.equal(tree.runs, runs + 1)
    draft({ most: 1 })
    assert.equal(tree.pending, 1, 'further on than what has been read')
  })

  it('are as many as wanted, none of them unlikely, and no line breaks', async () => {
    const { tree, ways, draft } = await open('alpha.')
    draft({ most: 0 })
    draft({ leastProbability: 1 })
    assert.equal(tree.pending, 0)
    draft({ most: 60 })
    assert.ok(ways().length > 0 && ways().length < 60)
    assert.ok(ways().every((text) => !text.includes(bytesOf('\n'))))
  })

  it('go on with what is typed already, and only with that', async () => {
    const { ways, draft } = await open('')
    const forced = bytesOf('alpha.pu')
    draft({ forced, most: 12 })
    assert.ok(ways().some((text) => text.startsWith(forced)))
    for (const text of ways()) assert.ok(text.startsWith(forced) || forced.startsWith(text), text)
  })

  it('leave the lines of a beam as they are, in fewer runs', async () => {
    const count = { plain: 0, drafted: 0 }
    for (const before of ['alpha.', 'const gamma = ', 'beta = ', 'for (', '']) {
      const search = async (draftTokens: number) => {
        const { tree, tip, tokenizer, mixture } = await open(before)
        const limits = { width: 3, maxTokens: 40, maxRuns: 40, leastProbability: 0.01 }
        const options = { ...limits, forced: '', draftTokens, cancelled: () => false }
        const lines = await beamLines(tree, tip, tokenizer, mixture, 0, options)
        return { texts: lines.map(({ text }) => text), runs: tree.runs - 1 }
      }
      const plain = await search(0)
      const drafted = await search(5)
      assert.deepEqual(drafted.texts, plain.texts)
      count.plain += plain.runs
      count.drafted += drafted.runs
    }
    assert.ok(count.drafted < count.plain, `${count.plain} runs without, ${count.drafted} with drafts`)
  })

  it('leave what the engine answers as it is while a line is typed, in fewer runs', async () => {
    const typed = 'for (const gamma of alpha) {'
    const type = async (off: EnginePart[]): Promise<{ outcomes: string[]; runs: number }> => {
      const engine = new CompletionEngine({ loaded: await tiny() }, () => 0, new Set(off))
      engine.open('toy', 'typescript', `${toy}for (const delta of beta) {\n}\n\n}\n`)
      const offset = `${toy}for (const delta of beta) {\n}\n`.length
      const outcomes: string[] = []
      for (let at = 0; at < typed.length; at++) {
        const outcome = await engine.complete(
          'toy.ts',
          { uri: 'toy', offset: offset + at, threshold: 0.1 },
          () => false,
        )
        outcomes.push(outcome.kind === 'done' ? outcome.text : outcome.kind)
        engine.change('toy', [{ offset: offset + at, deleted: 0, inserted: typed[at]! }])
      }
      return { outcomes, runs: engine.runs('toy') }
    }
    const plain = await type(['draft'])
    const drafted = await type([])
    assert.deepEqual(drafted.outcomes, plain.outcomes)
    assert.ok(plain.runs > 1.4 * drafted.runs, `${plain.runs} runs without, ${drafted.runs} with drafts`)
  })
})
