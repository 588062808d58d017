import assert from 'node:assert/strict'
import type { KvCache, LanguageModel, Placement, Step } from '../../../extension/core/completion/language-model.ts'
import { highestBehind, TokenTree } from '../../../extension/core/completion/token-tree.ts'
import type { Node } from '../../../extension/core/completion/token-tree.ts'
import { decoderCases, difference, tiny } from './tiny.ts'

/** Notes how many tokens each run was fed. */
class Counting implements LanguageModel {
  readonly fed: number[] = []
  readonly caches: KvCache[] = []
  readonly released: KvCache[] = []
  readonly vocabulary: number
  readonly maxLength: number
  private readonly model: LanguageModel

  constructor(model: LanguageModel) {
    this.model = model
    this.vocabulary = model.vocabulary
    this.maxLength = model.maxLength
  }

  async run(
    tokens: readonly number[],
    cache: KvCache | undefined,
    length: number,
    keep: number,
    placement?: Placement,
  ): Promise<Step> {
    this.fed.push(tokens.length)
    const step = await this.model.run(tokens, cache, length, keep, placement)
    this.caches.push(step.cache)
    return step
  }

  select(cache: KvCache, slots: readonly number[]): KvCache {
    this.caches.push(this.model.select(cache, slots))
    return this.caches.at(-1)!
  }

  release(cache: KvCache): void {
    this.released.push(cache)
    this.model.release(cache)
  }
}

const close = 1e-4

async function read(tree: TokenTree, prompt: readonly number[]): Promise<Node> {
  const tip = tree.begin(prompt)
  await tree.read(tip)
  return tip
}

/** Logits behind a sequence, in a tree of its own. */
async function alone(prompt: readonly number[]): Promise<Float32Array> {
  return (await read(new TokenTree((await tiny()).model), prompt)).logits!
}

const hang = (tree: TokenTree, from: Node, tokens: readonly number[]): Node =>
  tokens.reduce((node, token) => tree.add(node, token), from)

describe('token tree, on a real model', () => {
  it('gives the logits that PyTorch gives', async () => {
    const { model } = await tiny()
    for (const { prompt, logits, logSumExp } of decoderCases()) {
      const tip = await read(new TokenTree(model), prompt)
      assert.ok(difference(tip.logits!, logits) < 1e-3)
      assert.ok(Math.abs(tip.logSumExp - logSumExp) < 1e-3)
    }
  })

  it('gives the same logits warm as cold, whatever was read before, and reads nothing twice', async () => {
    const model = new Counting((await tiny()).model)
    const tree = new TokenTree(model)
    const prompts = decoderCases().map(({ prompt }) => prompt)
    const [a, b] = [prompts[0] as number[], prompts[1] as number[]]
    const sequences = [
      a,
      [...a, 20],
      [...a, 20, 21, 22],
      [...a, 30],
      a,
      [...a, 20, 21, 22],
      b,
      [...b, 5],
      b.slice(0, 1),
    ]
    for (const sequence of sequences) {
      const { logits } = await read(tree, sequence)
      assert.ok(difference(logits!, await alone(sequence)) < close, `${sequence.length} tokens`)
    }
    const shared = b.findIndex((token, at) => token !== a[at])
    assert.deepEqual(model.fed.slice(0, 5), [a.length, 1, 2, 1, b.length - shared], 'a and its continuation are there')
  })

  it('reads the last token again when what follows it was not kept', async () => {
    const model = new Counting((await tiny()).model)
    const tree = new TokenTree(model)
    const prompt = decoderCases()[0]?.prompt ?? []
    await read(tree, prompt)
    const { logits } = await read(tree, prompt.slice(0, -2))
    assert.ok(difference(logits!, await alone(prompt.slice(0, -2))) < close)
    assert.deepEqual(model.fed, [prompt.length, 1])
  })

  it('reads lines behind the prompt, each seeing its own ancestors only, with what is new of the prompt in one run', async () => {
    const model = new Counting((await tiny()).model)
    const tree = new TokenTree(model)
    const prompt = decoderCases()[2]?.prompt ?? []
    const tip = tree.begin(prompt)
    const lines = [[40], [41], [41, 42], [41, 43, 44], [45, 42]]
    const ends = lines.map((line) => hang(tree, tip, line))
    await tree.read(tip)
    assert.deepEqual(model.fed, [prompt.length, 7], 'shared beginnings are read once')
    assert.ok(difference(tip.logits!, await alone(prompt)) < close)
    for (const [at, line] of lines.entries())
      assert.ok(difference(ends[at]!.logits!, await alone([...prompt, ...line])) < close, `line ${at}`)
    // Later lines go on from nodes anywhere in the tree; the prompt may go on through one of them.
    const more = hang(tree, ends[2]!, [50, 51])
    await tree.read()
    assert.ok(difference(more.logits!, await alone([...prompt, 41, 42, 50, 51])) < close)
    const next = await read(tree, [...prompt, 41, 42, 50])
    assert.equal(next.logits, more.parent!.logits)
    assert.equal(model.fed.length, 3)
    const longer = tree.begin([...prompt, 41, 43, 7])
    const behind = hang(tree, longer, [8, 9])
    await tree.read(longer)
    assert.equal(model.fed.at(-1), 3)
    assert.ok(difference(longer.logits!, await alone([...prompt, 41, 43, 7])) < close)
    assert.ok(difference(behind.logits!, await alone([...prompt, 41, 43, 7, 8, 9])) < close)
  })

  it('drops what no path leads to once it is a burden, and goes on right', async () => {
    const model = new Counting((await tiny()).model)
    const tree = new TokenTree(model)
    const prompt = decoderCases()[0]?.prompt ?? []
    let tip = await read(tree, prompt)
    for (let round = 0; round < 30; round++) {
      for (let branch = 0; branch < 6; branch++) hang(tree, tip, [100 + branch, 10 + round, 60])
      await tree.read()
      tip = tree.begin([...prompt, ...Array.from({ length: round + 1 }, (_, at) => 20 + at)])
      await tree.read(tip)
    }
    const sequence = [...prompt, ...Array.from({ length: 30 }, (_, at) => 20 + at)]
    assert.ok(difference(tip.logits!, await alone(sequence)) < close)
    assert.ok(tree.size < sequence.length + 300, `${tree.size} slots`)
  })

  it('finds the largest logits behind a node, however many are wanted, and not those of before', async () => {
    const [one, other] = decoderCases().map(({ prompt }) => prompt)
    const tree = new TokenTree((await tiny()).model)
    const check = ({ logits }: Node, found: readonly number[], count: number): void => {
      const sorted = [...logits!.keys()].slice(1).sort((a, b) => logits![b]! - logits![a]! || a - b)
      assert.deepEqual(found, sorted.slice(0, count))
    }
    for (const prompt of [one!, other!]) {
      const node = await read(tree, prompt)
      for (const count of [1, 3, 9, 2]) check(node, highestBehind(node, count), count)
      tree.rest(node)
    }
    const again = await read(tree, one!)
    check(again, highestBehind(again, 3), 3)
  })

  it('rests on the way to a node, and goes on from there', async () => {
    const model = new Counting((await tiny()).model)
    const tree = new TokenTree(model)
    const prompt = decoderCases()[1]?.prompt ?? []
    const tip = await read(tree, prompt)
    hang(tree, tip, [3, 4, 5])
    await tree.read()
    tree.rest(tip)
    assert.equal(tree.size, prompt.length)
    assert.equal(tip.logits, undefined)
    const { logits } = await read(tree, [...prompt, 3])
    assert.ok(difference(logits!, await alone([...prompt, 3])) < close)
    assert.equal(model.fed.at(-1), 1)
  })

  it('starts anew once it is told to forget', async () => {
    const model = new Counting((await tiny()).model)
    const tree = new TokenTree(model)
    await read(tree, [1, 2, 3, 4])
    assert.equal(tree.shared([1, 2, 3, 9]), 3)
    tree.forget()
    assert.equal(tree.shared([1, 2, 3, 9]), 0)
    await read(tree, [1, 2, 3, 4, 5])
    assert.deepEqual(model.fed, [4, 5])
  })

  it('holds what it held when a run fails or never comes', async () => {
    const { model } = await tiny()
    const tree = new TokenTree(model)
    await read(tree, [5, 6, 7])
    await assert.rejects(read(tree, [5, 6, 7, 100_000_000]))
    tree.add(tree.begin([5, 6, 7]), 8)
    assert.ok(difference((await read(tree, [5, 6, 7, 8])).logits!, await alone([5, 6, 7, 8])) < close)
  })

  it('gives the memory of each cache back when there is another, and of the last one when it forgets', async () => {
    const model = new Counting((await tiny()).model)
    const tree = new TokenTree(model)
    const { prompt } = decoderCases()[0]!
    const tip = await read(tree, prompt.slice(0, -1))
    hang(tree, tip, [33, 34])
    await tree.read()
    tree.rest(await read(tree, prompt))
    assert.equal(model.caches.length, 4)
    assert.deepEqual(model.released, model.caches.slice(0, -1))
    const bytes = (cache: KvCache): number =>
      (cache as KvCache & { data: Float32Array[] }).data.reduce((sum, { byteLength }) => sum + byteLength, 0)
    assert.ok(model.released.every((cache) => bytes(cache) === 0) && bytes(model.caches.at(-1)!) > 0)
    tree.forget()
    assert.deepEqual(model.released, model.caches)
  })

  it('leaves a cache alone that a run reads when it is to forget', async () => {
    const model = new Counting((await tiny()).model)
    const tree = new TokenTree(model)
    const { prompt } = decoderCases()[0]!
    hang(tree, await read(tree, prompt), [33])
    const reading = tree.read()
    tree.forget()
    await reading
    assert.deepEqual(model.released, [])
    assert.ok(difference((await read(tree, prompt)).logits!, await alone(prompt)) < close)
  })
})
