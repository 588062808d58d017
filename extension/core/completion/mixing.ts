/**
 * How much the live n-gram counts beside the model, token by token. A logistic model over what both say, fitted by
 * `models/recipe/mixture.py` so that what was really written becomes most probable; a card of before has a list of
 * shares by match length.
 */
import { shareAt } from './drift.ts'
import type { Foretold } from './drift.ts'
import type { NgramPrediction } from './ngram.ts'
import { highestBehind, logProbability } from './token-tree.ts'
import type { Node } from './token-tree.ts'

/** Natural logarithms but for the first two. `…Best` is the n-gram's likeliest token, `modelTop` the model's own. */
export const mixingFeatures = [
  'one',
  'order',
  'logOrder',
  'logCount',
  'logTokens',
  'ngramBest',
  'modelTop',
  'modelBest',
] as const

/** Log-odds of the n-gram's share: a weight for each of `mixingFeatures`. */
export interface FittedMixing {
  readonly features: readonly string[]
  readonly weights: readonly number[]
}

/** The list: shares by match length from 0 on; the last entry counts for all longer matches. */
export type Mixing = readonly number[] | FittedMixing

/** What no model calls impossible. */
const least = 1e-6

/** @param node one that has logits */
export function readMixing({ next, order, count, best }: NgramPrediction, node: Node): number[] {
  const values: Record<(typeof mixingFeatures)[number], number> = {
    one: 1,
    order,
    logOrder: Math.log(order),
    logCount: Math.log(count),
    logTokens: Math.log(next.size),
    ngramBest: Math.log(next.get(best)!),
    modelTop: logProbability(node, highestBehind(node, 1)[0]!),
    modelBest: Math.log(Math.exp(logProbability(node, best)) + least),
  }
  return mixingFeatures.map((name) => values[name])
}

/**
 * The n-gram's share in the mixture behind a node that has logits, 0 to 1.
 * @param bias see `Drift`
 */
export function shareOf(mixing: Mixing, prediction: NgramPrediction | undefined, node: Node, bias = 0): number {
  if (!prediction) return 0
  if (!isFitted(mixing)) return mixing[Math.min(prediction.order, mixing.length - 1)] ?? 0
  return shareAt(oddsOf(mixing, prediction, node) + bias)
}

function oddsOf(mixing: FittedMixing, prediction: NgramPrediction, node: Node): number {
  return readMixing(prediction, node).reduce((sum, value, at) => sum + value * mixing.weights[at]!, 0)
}

/** What both said of a token behind a node that has logits; undefined where a list says their shares. */
export function foretold(mixing: Mixing, prediction: NgramPrediction, node: Node, id: number): Foretold | undefined {
  if (!isFitted(mixing)) return undefined
  const model = Math.exp(logProbability(node, id))
  return { odds: oddsOf(mixing, prediction, node), ngram: prediction.next.get(id) ?? 0, model }
}

function isFitted(mixing: Mixing): mixing is FittedMixing {
  return 'weights' in mixing
}

/** Error that says what is wrong with it. */
export function checkMixing(json: unknown): void {
  const numbers = (value: unknown): boolean => Array.isArray(value) && value.every((entry) => Number.isFinite(entry))
  if (numbers(json)) return
  const { features, weights } = (json ?? {}) as Partial<Record<keyof FittedMixing, unknown>>
  if (!numbers(weights)) throw new Error('"mixture" is neither a list of numbers nor weights for features')
  if (
    JSON.stringify(features) !== JSON.stringify(mixingFeatures) ||
    (weights as unknown[]).length !== mixingFeatures.length
  )
    throw new Error(`"mixture" has weights for other features than ${mixingFeatures.join(', ')}`)
}
