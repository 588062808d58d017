/** The distribution over the next token: the model's and the live n-gram's, mixed. */
import type { Foretold } from './drift.ts'
import { foretold, shareOf } from './mixing.ts'
import type { Mixing } from './mixing.ts'
import { predictNext } from './ngram.ts'
import type { NgramPrediction, TextAround } from './ngram.ts'
import { highestBehind, logProbability } from './token-tree.ts'
import type { Node } from './token-tree.ts'
import type { Tokenizer } from './tokenizer.ts'

export interface Choice {
  readonly id: number
  /** In the mixture; where typed text leaves few tokens possible, among those. */
  readonly probability: number
}

/** Longest context that the n-gram looks at, see `predictNext`. */
const contextTokens = 12
/** Of probabilities. */
const rounding = 1e-9

export class Mixture {
  private readonly tokenizer: Tokenizer
  private readonly texts: readonly TextAround[]
  private readonly mixing: Mixing
  private readonly bias: number
  /** Several lines go through the same nodes. */
  private readonly predicted = new Map<Node, NgramPrediction | undefined>()
  private readonly shares = new Map<Node, number>()
  private readonly guessed = new Map<Node, Choice[]>()

  /**
   * @param texts for the live n-gram; empty: the model alone
   * @param bias see `Drift`
   */
  constructor(tokenizer: Tokenizer, texts: readonly TextAround[], mixing: Mixing, bias = 0) {
    this.bias = bias
    this.tokenizer = tokenizer
    this.texts = texts
    this.mixing = mixing
  }

  ngram(node: Node): NgramPrediction | undefined {
    if (this.texts.length === 0) return undefined
    if (!this.predicted.has(node)) this.predicted.set(node, predictNext(this.texts, contextOf(node)))
    return this.predicted.get(node)
  }

  private share(node: Node, ngram: NgramPrediction | undefined): number {
    const known = this.shares.get(node) ?? shareOf(this.mixing, ngram, node, this.bias)
    this.shares.set(node, known)
    return known
  }

  /** What was said of a token that has been written behind a node; undefined where that teaches nothing. */
  foretold(node: Node, id: number): Foretold | undefined {
    const ngram = node.logits && this.ngram(node)
    return ngram && foretold(this.mixing, ngram, node, id)
  }

  /** Of one token behind a node that has logits. */
  probability(node: Node, id: number): number {
    const ngram = this.ngram(node)
    return mixedProbability(node, id, ngram, this.share(node, ngram))
  }

  /** The most probable of some tokens behind a node that has logits; undefined for none. */
  likeliestOf(node: Node, ids: Iterable<number>): number | undefined {
    let best: Choice | undefined
    for (const id of ids) {
      const probability = this.probability(node, id)
      if (!best || probability > best.probability) best = { id, probability }
    }
    return best?.id
  }

  /**
   * The most probable tokens behind a node that has logits, best first.
   * @param forced what the text must go on with (byte alphabet)
   */
  best(node: Node, forced: string, count: number): Choice[] {
    const ngram = this.ngram(node)
    const share = this.share(node, ngram)
    const mixed = (id: number): number => mixedProbability(node, id, ngram, share)
    const ids = forced === '' ? this.likeliest(node, count, ngram, share) : this.tokenizer.compatible(forced)
    let total = 0
    const choices: Choice[] = []
    for (const id of ids) {
      const probability = mixed(id)
      total += probability
      choices.push({ id, probability })
    }
    choices.sort((a, b) => b.probability - a.probability)
    const top = choices.slice(0, count)
    return forced === '' || total <= 0
      ? top
      : top.map(({ id, probability }) => ({ id, probability: probability / total }))
  }

  /**
   * The same behind any node, for drafts: where nothing has been read yet, what the text around goes on with. The text
   * behind a node must always go on with the same.
   */
  guess(node: Node, forced: string, count: number): Choice[] {
    if (!node.logits) return this.guessFromText(node, forced, count)
    const known = this.guessed.get(node) ?? this.best(node, forced, count)
    this.guessed.set(node, known)
    return known
  }

  /** A longer match is right more often. */
  private guessFromText(node: Node, forced: string, count: number): Choice[] {
    const ngram = this.ngram(node)
    if (!ngram) return []
    const possible = forced === '' ? undefined : new Set(this.tokenizer.compatible(forced))
    const next = [...ngram.next].filter(([id]) => possible?.has(id) ?? true)
    const total = next.reduce((sum, [, probability]) => sum + probability, 0)
    return next
      .sort(([, a], [, b]) => b - a)
      .slice(0, count)
      .map(([id, probability]) => ({ id, probability: ((probability / total) * ngram.order) / (ngram.order + 1) }))
  }

  /**
   * Holds the `count` best: the model's own, and what the n-gram may put among them. All others have less than the last of
   * those by the model, so only those count to which the n-gram gives what that leaves out.
   */
  private likeliest(node: Node, count: number, ngram: NgramPrediction | undefined, share: number): readonly number[] {
    const own = highestBehind(node, count)
    if (!ngram || share <= 0) return own
    const least = Math.min(...own.map((id) => mixedProbability(node, id, ngram, share)))
    const margin = least - (1 - share) * Math.exp(logProbability(node, own.at(-1)!)) - rounding
    const ids = [...own]
    if (share * ngram.next.get(ngram.best)! < margin) return ids
    for (const [id, probability] of ngram.next) if (share * probability >= margin && !own.includes(id)) ids.push(id)
    return ids
  }
}

function mixedProbability(node: Node, id: number, ngram: NgramPrediction | undefined, share: number): number {
  return (1 - share) * Math.exp(logProbability(node, id)) + (share > 0 ? share * (ngram?.next.get(id) ?? 0) : 0)
}

function contextOf(node: Node): number[] {
  const context: number[] = []
  for (let at = node; at.parent && context.length < contextTokens; at = at.parent) context.unshift(at.token)
  return context
}
