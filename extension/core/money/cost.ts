/**
 * What tokens cost, by component, in integer micro-dollars. Each component is rounded up and the total is their sum,
 * so that the rows of the ledger add up to the bill.
 */
import type { Usage } from '../types.ts'
import type { PriceRow } from './price.ts'
import shipped from './prices.json' with { type: 'json' }

export const tokenComponents = ['input', 'cachedInput', 'cacheWrite', 'reasoning', 'output'] as const

export type TokenComponent = (typeof tokenComponents)[number]

export interface ComponentCost {
  readonly component: TokenComponent
  readonly tokens: number
  readonly costMicroUsd: number
}

const MILLION = 1_000_000n

/** `price`: micro-dollars for a million tokens. Exact, whatever the sizes; rounded up. */
function roundedUp(tokens: number, price: number, percent: number): number {
  const numerator = BigInt(tokens) * BigInt(price) * BigInt(percent)
  const denominator = MILLION * 100n
  return Number((numerator + denominator - 1n) / denominator)
}

interface Percent {
  readonly input: number
  readonly output: number
}

/** A request with a very long input costs more as a whole; a service tier multiplies everything. */
function percents(inputTokens: number, tier: string): Percent {
  const { aboveInputTokens, inputPercent, outputPercent } = shipped.longContext
  const tiers: Readonly<Record<string, number>> = shipped.tierPercent
  // A tier that nobody knows is billed like the dearest one known.
  const tierPercent = tiers[tier] ?? Math.max(...Object.values(tiers))
  const long = inputTokens > aboveInputTokens
  return {
    input: Math.ceil((tierPercent * (long ? inputPercent : 100)) / 100),
    output: Math.ceil((tierPercent * (long ? outputPercent : 100)) / 100),
  }
}

/**
 * Components without tokens are left out.
 *
 * @param tier service tier as the response names it
 */
export function componentCosts(usage: Usage, price: PriceRow, tier = 'default'): ComponentCost[] {
  const percent = percents(usage.input + usage.cachedInput + usage.cacheWrite, tier)
  const prices: Readonly<Record<TokenComponent, [price: number, percent: number]>> = {
    input: [price.input, percent.input],
    cachedInput: [price.cachedInput, percent.input],
    cacheWrite: [price.cacheWrite, percent.input],
    reasoning: [price.output, percent.output],
    output: [price.output, percent.output],
  }
  return tokenComponents
    .filter((component) => usage[component] > 0)
    .map((component) => ({
      component,
      tokens: usage[component],
      costMicroUsd: roundedUp(usage[component], ...prices[component]),
    }))
}

export function totalCost(components: readonly { readonly costMicroUsd: number }[]): number {
  return components.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0)
}

export interface WorstCase {
  readonly inputTokens: number
  readonly outputTokens: number
  readonly inputMicroUsd: number
  readonly outputMicroUsd: number
}

/**
 * The most that a call can cost, whichever components its tokens end up in: never below what `componentCosts` says
 * for any usage of at most these tokens in the default tier.
 */
export function worstCase(inputTokens: number, outputTokens: number, price: PriceRow): WorstCase {
  const percent = percents(inputTokens, 'default')
  const dearest = Math.max(price.input, price.cachedInput, price.cacheWrite)
  // Split over three components the input is rounded up twice more, the output split over two once more.
  const most = (cost: number, splits: number): number => (cost === 0 ? 0 : cost + splits)
  return {
    inputTokens,
    outputTokens,
    inputMicroUsd: most(roundedUp(inputTokens, dearest, percent.input), 2),
    outputMicroUsd: most(roundedUp(outputTokens, price.output, percent.output), 1),
  }
}

export const noUsage: Usage = { input: 0, cachedInput: 0, cacheWrite: 0, output: 0, reasoning: 0 }

export function sumUsage(a: Usage, b: Usage): Usage {
  return {
    input: a.input + b.input,
    cachedInput: a.cachedInput + b.cachedInput,
    cacheWrite: a.cacheWrite + b.cacheWrite,
    output: a.output + b.output,
    reasoning: a.reasoning + b.reasoning,
  }
}
