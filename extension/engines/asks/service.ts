/**
 * Answers asks: decide, answer by the route, write it down. Every ask ends in one outcome and one header in the ledger,
 * also when whoever reads leaves in the middle.
 */
import type { AskEvent, AskService } from '../../core/ask-service.ts'
import { questionCall } from '../../core/asks/calls.ts'
import { likelyInputTokens, priceFor } from '../../core/asks/pricing.ts'
import { componentCosts, noUsage, totalCost } from '../../core/money/cost.ts'
import type { EntryStart } from '../../core/money/entries.ts'
import { dayOf } from '../../core/money/periods.ts'
import { likelyTokens } from '../../core/money/tokens.ts'
import type { AskOutcome, AskRequest, Spent } from '../../core/types.ts'
import { answer } from './answer.ts'
import { code } from './code.ts'
import { endingOf } from './ending.ts'
import { cached, command, refuse, search } from './local.ts'
import { Meter } from './meter.ts'
import type { AskParts } from './parts.ts'
import { plan } from './plan.ts'
import { prepare } from './prepare.ts'
import type { Prepared } from './prepare.ts'
import { Run } from './run.ts'
import type { Ending } from './run.ts'

export class Asker implements AskService {
  readonly #parts: AskParts

  constructor(parts: AskParts) {
    this.#parts = parts
  }

  /** Decides and prices; sends and writes nothing. Rejects only when the signal ends it. */
  async decide(request: AskRequest, signal: AbortSignal): Promise<Prepared> {
    return await prepare(this.#parts, request, signal)
  }

  async *ask(request: AskRequest, signal: AbortSignal): AsyncGenerator<AskEvent> {
    const begun = this.#parts.clock()
    const left = new AbortController()
    const either = AbortSignal.any([signal, left.signal])
    let prepared: Prepared
    try {
      prepared = await prepare(this.#parts, request, either)
    } catch (error) {
      const spent = { ...nothing, ms: this.#parts.clock() - begun }
      yield { kind: 'outcome', outcome: { ...endingOf(error, '', either, this.#parts.log), spent } }
      return
    }
    const { decision } = prepared.routing
    const { label, p } = decision.intent
    const start: Omit<EntryStart, 'prompt' | 'priceRow'> = {
      ...{ id: request.id, kind: 'ask', route: decision.route, reason: decision.reason },
      ...{ label, p, mode: request.mode, model: decision.model },
    }
    const meter = new Meter(this.#parts, prepared.config, start, begun)
    meter.local.push(...prepared.local)
    const run = new Run(this.#parts, request, prepared, meter, either)
    let ending: Ending | undefined
    let outcome: AskOutcome
    try {
      yield { kind: 'decision', decision }
      ending = yield* this.#guarded(run)
    } finally {
      // Without an ending, the reader has left.
      left.abort()
      outcome = { ...(ending ?? { kind: 'cancelled', text: run.text }), spent: meter.spent }
      await meter.finish(outcome, this.#flagshipCost(run, outcome))
    }
    yield { kind: 'outcome', outcome }
  }

  async *#guarded(run: Run): AsyncGenerator<AskEvent, Ending> {
    try {
      return yield* routed(run)
    } catch (error) {
      return endingOf(error, run.text, run.signal, this.#parts.log)
    }
  }

  /** What the flagship would have cost with the same prompt. */
  #flagshipCost(run: Run, { kind, spent }: AskOutcome): number {
    const { parts } = run
    const { config, routing, cached: before, text } = run.prepared
    const { rag, direct } = parts.prompts
    const price = priceFor(config.models.rag, dayOf(parts.now()), config)
    if (!price) return spent.costMicroUsd
    const cost = (input: number, output: number): number =>
      totalCost(componentCosts({ ...noUsage, input, output }, price))
    if (routing.decision.model !== null) return totalCost(componentCosts(spent.usage, price))
    if (kind !== 'done') return 0
    if (routing.decision.route === 'cached' && before) return cost(before.promptTokens, likelyTokens(before.text))
    if (routing.decision.route === 'command') {
      return cost(likelyInputTokens(questionCall(direct, '', [], text)), direct.typicalOutputTokens)
    }
    // Passages alone are an answer only to those who asked where something is.
    if (routing.decision.reason !== 'asks-where') return 0
    return cost(likelyInputTokens(questionCall(rag, '', run.sources, text)), rag.typicalOutputTokens)
  }
}

const nothing: Spent = {
  ...{ usage: noUsage, costMicroUsd: 0, estimated: false, model: null, firstTokenMs: null, ms: 0 },
}

async function* routed(run: Run): AsyncGenerator<AskEvent, Ending> {
  const { routing } = run.prepared
  if (routing.kind === 'choose') {
    yield { kind: 'choice', labels: routing.labels }
    return { kind: 'empty', reason: 'needs-choice' }
  }
  switch (routing.decision.route) {
    case 'command':
      return yield* command(run)
    case 'cached':
      return yield* cached(run)
    case 'search':
      return yield* search(run)
    case 'rag':
    case 'direct':
      return yield* answer(run, routing.decision.route)
    case 'code':
      return yield* code(run)
    case 'plan':
      return yield* plan(run)
    case 'refuse':
      return refuse(run)
  }
}
