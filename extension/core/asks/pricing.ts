/** What a route costs at worst, before anything is retrieved or sent. */
import type { Endpoint } from '../endpoints.ts'
import type { Call } from '../flagship/call.ts'
import { worstCase } from '../money/cost.ts'
import type { WorstCase } from '../money/cost.ts'
import { freePrice, priceOf } from '../money/price.ts'
import type { PriceRow, UsdPerMillion } from '../money/price.ts'
import { likelyTokens } from '../money/tokens.ts'
import type { PaidRoute } from '../routing/matrix.ts'
import type { Price } from '../routing/router.ts'
import { mostInputTokens, questionCall, textsOf } from './calls.ts'
import { mostSteps } from './code-answer.ts'
import type { Prompt, PromptName, Prompts } from './prompt-file.ts'
import type { SourceLimits } from './sources.ts'

/** How much of the workspace goes with each prompt. */
export const sourceLimits = {
  rag: { count: 8, characters: 9_000 },
  code: { count: 4, characters: 4_000 },
  /** Besides what the whole ask finds. */
  step: { count: 3, characters: 2_500 },
} as const satisfies Partial<Record<PromptName, SourceLimits>>

/** Around each passage: its tag, with a path. */
const charactersAroundSource = 160
/** A guess at tokens may be off by this share. */
const tokenMargin = 1.25
const charactersPerToken = 3.5

export interface PriceBook {
  readonly endpoint: Endpoint | undefined
  /** Of an own server, whose models cost nothing on this machine. */
  readonly preset: string
  readonly own: Readonly<Record<string, UsdPerMillion>>
}

const onThisMachine = /^https?:\/\/(127(\.\d+){3}|localhost|\[::1\])(:\d+)?(\/|$)/i
const ownServers: readonly string[] = ['llamacpp', 'ollama']

/** @param day `YYYY-MM-DD` @returns undefined when nobody knows */
export function priceFor(model: string, day: string, { endpoint, preset, own }: PriceBook): PriceRow | undefined {
  const known = priceOf(model, day, own)
  if (known) return known
  const isOwn = ownServers.includes(preset) && endpoint !== undefined && onThisMachine.test(endpoint.baseUrl)
  return isOwn ? freePrice(model, preset) : undefined
}

export interface Room {
  readonly worst: WorstCase
  /** Likely prompt, with a margin, and longest answer. */
  readonly queryTokens: number
}

/** What must be reserved for a call. */
export function roomFor(call: Call, price: PriceRow): Room {
  return {
    worst: worstCase(mostInputTokens(call), call.maxOutputTokens, price),
    queryTokens: Math.ceil(likelyInputTokens(call) * tokenMargin) + call.maxOutputTokens,
  }
}

export function likelyInputTokens(call: Call): number {
  // A few around each message.
  return textsOf(call).reduce((sum, text) => sum + likelyTokens(text) + 4, 0)
}

/** What a route could send besides its prompt. */
export interface Material {
  readonly text: string
  /** Lines that the ask is about; empty without any. */
  readonly selection: string
  readonly hasWorkspace: boolean
}

/** The worst case of a whole route, with its passages at their longest. */
export function routePrice(
  route: PaidRoute,
  model: string,
  prompts: Prompts,
  material: Material,
  price: PriceRow,
): Price {
  const rooms = callsOf(route, prompts, material).map(({ prompt, characters, selection }) => {
    const call = questionCall(prompt, model, [], `${material.text}${selection}`)
    const { worst, queryTokens } = roomFor(call, price)
    // Passages are code, nearly all of it one byte a character; one in four is left for what is not.
    const more = worstCase(Math.ceil(characters * 1.25), 0, price)
    const microUsd = worst.inputMicroUsd + worst.outputMicroUsd + more.inputMicroUsd
    return { microUsd, tokens: queryTokens + Math.ceil((characters / charactersPerToken) * tokenMargin) }
  })
  return {
    microUsd: rooms.reduce((sum, { microUsd }) => sum + microUsd, 0),
    tokens: rooms.reduce((sum, { tokens }) => sum + tokens, 0),
  }
}

interface PlannedCall {
  readonly prompt: Prompt
  /** Of passages and earlier results, at most. */
  readonly characters: number
  readonly selection: string
}

function callsOf(route: PaidRoute, prompts: Prompts, { hasWorkspace, selection }: Material): readonly PlannedCall[] {
  const sources = ({ count, characters }: SourceLimits): number =>
    hasWorkspace ? characters + count * charactersAroundSource : 0
  switch (route) {
    case 'direct':
      return [{ prompt: prompts.direct, characters: 0, selection }]
    case 'rag':
      return [{ prompt: prompts.rag, characters: sources(sourceLimits.rag), selection }]
    case 'code':
      return [{ prompt: prompts.code, characters: sources(sourceLimits.code), selection }]
    case 'plan': {
      // Each step sees what the ones before it found, as the synthesis sees all of it.
      const results = (count: number): number => count * prompts.step.typicalOutputTokens * 4
      const steps = Array.from({ length: mostSteps }, (_, before): PlannedCall => {
        const characters = sources(sourceLimits.step) + results(before)
        // The selection, and what the whole ask finds, go along once.
        return before === 0
          ? { prompt: prompts.step, characters: characters + sources(sourceLimits.rag), selection }
          : { prompt: prompts.step, characters, selection: '' }
      })
      return [
        { prompt: prompts.plan, characters: 0, selection: '' },
        ...steps,
        { prompt: prompts.synthesis, characters: results(mostSteps), selection: '' },
      ]
    }
  }
}
