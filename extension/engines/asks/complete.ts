/**
 * One completion by the endpoint, to compare the local one with: behind the same gates as an ask, reserved, sent and
 * settled like one. Never part of serving completions.
 */
import { priceFor } from '../../core/asks/pricing.ts'
import { promptId } from '../../core/asks/prompt-file.ts'
import type { CompletionQuestion } from '../../core/asks/comparison.ts'
import type { Endpoint } from '../../core/endpoints.ts'
import { shortened } from '../../core/flagship/fim.ts'
import { halfOf } from '../../core/money/caps.ts'
import { noUsage } from '../../core/money/cost.ts'
import type { EntryStart } from '../../core/money/entries.ts'
import { dayOf } from '../../core/money/periods.ts'
import type { PriceRow } from '../../core/money/price.ts'
import { describeRouting } from '../../core/routing/reasons.ts'
import type { AskOutcome, AskRefusedReason, Mode } from '../../core/types.ts'
import { gapAnswer, gapCall, gapClient } from '../flagship/fim.ts'
import { endingOf } from './ending.ts'
import { Meter } from './meter.ts'
import type { MeterParts } from './meter.ts'
import type { AskConfig, AskParts } from './parts.ts'
import type { Ending } from './run.ts'

export type CompletionConfig = Omit<AskConfig, 'models'> & {
  readonly model: string
  /** Local sends nothing, whoever asks. */
  readonly mode: Mode
}

export type CompleterParts = MeterParts &
  Pick<AskParts, 'prompts'> & { readonly config: () => Promise<CompletionConfig> }

export class ApiCompleter {
  readonly #parts: CompleterParts

  constructor(parts: CompleterParts) {
    this.#parts = parts
  }

  /** Never throws: a failure is an outcome. `done` has the text for the cursor, which may be none. */
  async complete(question: CompletionQuestion, signal: AbortSignal): Promise<AskOutcome> {
    const begun = this.#parts.clock()
    const config = await this.#parts.config()
    const price = priceFor(config.model, dayOf(this.#parts.now()), config)
    const refusal = obstacle(config, question, price)
    if (refusal || !config.endpoint || !price) {
      const reason = refusal ?? 'no-key'
      const spent = { usage: noUsage, costMicroUsd: 0, estimated: false, model: null, firstTokenMs: null, ms: 0 }
      return { kind: 'refused', reason, message: describeRouting(reason), spent }
    }
    return this.#metered(question, config, config.endpoint, price, begun, signal)
  }

  async #metered(
    { id, path, isSampled, ...around }: CompletionQuestion,
    config: CompletionConfig,
    endpoint: Endpoint,
    price: PriceRow,
    begun: number,
    signal: AbortSignal,
  ): Promise<AskOutcome> {
    const { log, prompts } = this.#parts
    const { model, caps } = config
    const prompt = prompts.complete
    const gap = { path, model, maxOutputTokens: prompt.maxOutputTokens, ...shortened(around.prefix, around.suffix) }
    const client = gapClient(this.#parts.client, endpoint, gap)
    const start: Omit<EntryStart, 'prompt' | 'priceRow'> = {
      ...{ id, kind: isSampled ? 'background' : 'completion', route: 'code', reason: 'compares-completion' },
      ...{ label: null, p: null, mode: 'compare', model },
    }
    const settings = { ...config, caps: isSampled ? halfOf(caps) : caps }
    const meter = new Meter({ ...this.#parts, client }, settings, start, begun)
    let text = ''
    let ending: Ending
    try {
      for await (const delta of meter.call(gapCall(endpoint, gap, prompt), promptId(prompt), price, signal))
        text += delta
      ending = { kind: 'done', text: gapAnswer(endpoint, gap, text), citations: [] }
    } catch (error) {
      ending = endingOf(error, text, signal, log)
    }
    const outcome: AskOutcome = { ...ending, spent: meter.spent }
    // It stood in for nothing, so it neither saved nor wasted: it cost what it cost. What nobody asked for is no refusal.
    if (!(isSampled && outcome.kind === 'refused')) await meter.finish(outcome, outcome.spent.costMicroUsd)
    return outcome
  }
}

/** What keeps it here, before anything is reserved. */
function obstacle(
  { mode, trusted, policy, endpoint, key }: CompletionConfig,
  { path }: CompletionQuestion,
  price: PriceRow | undefined,
): AskRefusedReason | undefined {
  if (mode === 'local') return 'local-mode'
  if (!trusted) return 'untrusted-workspace'
  if (policy(path) !== undefined) return 'secret-file'
  if (!endpoint || (endpoint.needsKey && key === null)) return 'no-key'
  return price ? undefined : 'unknown-price'
}
