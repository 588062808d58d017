/** Everything before the answer: what is asked, about which lines, what it is, and which route it takes at what price. */
import { createHash } from 'node:crypto'
import type { Source } from '../../core/ask-service.ts'
import { codeNames, standsIn } from '../../core/asks/code-names.ts'
import { asksOwnCode } from '../../core/asks/own-questions.ts'
import type { Excerpt } from '../../core/asks/calls.ts'
import { priceFor, routePrice } from '../../core/asks/pricing.ts'
import type { Use } from '../../core/money/caps.ts'
import type { ComponentRow } from '../../core/money/entries.ts'
import { dayOf } from '../../core/money/periods.ts'
import { likelyTokens } from '../../core/money/tokens.ts'
import { inEnglish } from '../../core/in-english.ts'
import type { PaidRoute } from '../../core/routing/matrix.ts'
import { parseOverrides } from '../../core/routing/overrides.ts'
import type { QueryVector } from '../../core/retrieval/types.ts'
import { route } from '../../core/routing/router.ts'
import type { Price, Routing } from '../../core/routing/router.ts'
import { apiThreshold, flagshipNeed } from '../../core/routing/share.ts'
import type { AskRequest, Intent } from '../../core/types.ts'
import type { Similar } from '../store/answer-table.ts'
import { findAnswer, scopeOf } from './answers.ts'
import type { AskConfig, AskParts, CommandMatch } from './parts.ts'

/** The lines that the ask is about, as they stand now. */
export interface Selection {
  readonly source: Omit<Source, 'number'>
  readonly excerpt: Excerpt
  /** SHA-256 of the whole file. */
  readonly fileHash: string
}

export interface Prepared {
  readonly config: AskConfig
  /** Without the overrides in front. */
  readonly text: string
  readonly selection: Selection | undefined
  readonly command: CommandMatch | undefined
  readonly cached: Similar | undefined
  readonly vector: Float32Array | null
  /** What passages are searched with; undefined: there is no encoder for asks. */
  readonly queryVector: QueryVector | undefined
  readonly routing: Routing
  /** Undefined: the ledger can't be read. */
  readonly use: Use | undefined
  readonly ledgerTrouble: string | undefined
  /** The worst case of a route; undefined: its model has no known price. */
  readonly price: (route: PaidRoute) => Price | undefined
  readonly local: readonly ComponentRow[]
}

/** Longer than any question; whoever pastes more meant a file. */
const mostCharacters = 200_000
const unclear: Intent = { label: 'general', p: 0, set: [], ms: 0 }
/** Lines shown around a selection, which an edit may touch as well. */
const linesAround = 10
const recentAsks = 200
const hitsForNames = 4

export async function prepare(parts: AskParts, request: AskRequest, signal: AbortSignal): Promise<Prepared> {
  const config = await parts.config()
  const { text, overrides } = parseOverrides(request.text)
  const tooLong = text.length > mostCharacters || likelyTokens(text) > config.caps.tokensPerQuery
  const isEmpty = text.trim() === ''
  const local: ComponentRow[] = []
  const timed = async <T>(component: 'label' | 'embed', run: () => Promise<T>): Promise<T> => {
    const begun = parts.clock()
    const value = await run()
    local.push({ call: 0, component, tokens: 0, costMicroUsd: 0, ms: parts.clock() - begun })
    return value
  }
  const readable = request.file && config.policy(request.file.path) === undefined ? request.file : undefined
  const skip = isEmpty || tooLong
  const [intent, [vector, queryVector], selection, store, ownNames] = await Promise.all([
    skip ? unclear : timed('label', () => labelOf(parts, text, request, signal)),
    skip || !parts.embed ? [null] : timed('embed', () => embedded(parts, text, signal)),
    readable ? readSelection(parts, readable) : undefined,
    readStore(parts, config),
    !skip && config.workspace !== null && (asksOwnCode(text) || namesOwnCode(parts, text, signal)),
  ])
  const command = skip ? undefined : parts.findCommand(text)
  const scope = scopeOf(config, request, selection)
  const cached = skip || !store.use ? undefined : await findAnswer(parts, config, scope, text, vector)
  const day = dayOf(parts.now())
  const material = {
    text,
    selection: selection?.excerpt.lines.join('\n') ?? '',
    hasWorkspace: config.workspace !== null,
  }
  const priceOfRoute = (paid: PaidRoute): Price | undefined => {
    const model = config.models[paid]
    const price = priceFor(model, day, config)
    return price && routePrice(paid, model, parts.prompts, tooLong ? { ...material, text: '' } : material, price)
  }
  const routing = route({
    ...{ intent, text, overrides, context: request.context, mode: request.mode, tooLong },
    hasFile: selection !== undefined,
    hasWorkspace: config.workspace !== null,
    commandScore: command?.score ?? 0,
    hasCached: cached !== undefined,
    ownNames,
    models: config.models,
    keyReady: config.endpoint !== undefined && (config.key !== null || !config.endpoint.needsKey),
    ledgerReady: store.use !== undefined,
    trusted: config.trusted,
    secretFile: request.file !== undefined && readable === undefined,
    caps: {
      queryTokens: config.caps.tokensPerQuery,
      hourLeft: left(config.caps.queriesPerHour, store.use?.hour),
      dayLeftMicroUsd: left(config.caps.microUsdPerDay, store.use?.day),
    },
    apiThreshold: apiThreshold(store.scores, config.apiShare),
    price: priceOfRoute,
  })
  return {
    ...{ config, text, selection, command, cached, vector, queryVector, routing, local, price: priceOfRoute },
    ...{ use: store.use, ledgerTrouble: store.trouble },
  }
}

const left = (cap: number, counter: Use['day'] | undefined): number =>
  counter ? cap - counter.spent - counter.reserved : 0

/** The index is asked only where the text has such names. */
async function namesOwnCode({ search, readText, log }: AskParts, text: string, signal: AbortSignal): Promise<boolean> {
  const names = codeNames(text)
  if (names.length === 0) return false
  try {
    const hits = (await search()?.search(names.join(' '), hitsForNames, signal, null)) ?? []
    if (hits.some((hit) => standsIn(names, hit.text))) return true
    // A passage from the middle of a class does not say its name.
    for (const path of new Set(hits.map((hit) => hit.path)))
      if (standsIn(names, (await readText(path)) ?? '')) return true
    return false
  } catch (error) {
    log('warn', `No look at the names: ${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}

async function labelOf(parts: AskParts, text: string, request: AskRequest, signal: AbortSignal): Promise<Intent> {
  try {
    return (await parts.label(text, request.context, signal)) ?? unclear
  } catch (error) {
    parts.log('warn', `No label: ${error instanceof Error ? error.message : String(error)}`)
    return unclear
  }
}

/**
 * For answers from before the question as it is; for passages with the glossary's English words. Of a question in
 * English that is one vector.
 */
async function embedded(
  { embed, log }: AskParts,
  text: string,
  signal: AbortSignal,
): Promise<[vector: Float32Array | null, queryVector: QueryVector]> {
  const english = inEnglish(text)
  try {
    const vectors = (await embed?.(english === text ? [text] : [text, english], 'query', signal)) ?? []
    return [vectors[0] ?? null, vectors.at(-1) ?? null]
  } catch (error) {
    log('warn', `No vector: ${error instanceof Error ? error.message : String(error)}`)
    return [null, null]
  }
}

interface StoreState {
  readonly use: Use | undefined
  readonly trouble: string | undefined
  /** Of recent asks, for the share that may go out. */
  readonly scores: readonly number[]
}

async function readStore({ store }: AskParts, { apiShare }: AskConfig): Promise<StoreState> {
  try {
    const use = await store.call('use')
    const recent = apiShare < 1 ? await store.call('entries', 0, recentAsks) : []
    const scores = recent.flatMap(({ label, p }) =>
      label === null || p === null ? [] : flagshipNeed({ label, p, set: [], ms: 0 }),
    )
    return { use, scores, trouble: undefined }
  } catch (error) {
    return { use: undefined, scores: [], trouble: error instanceof Error ? error.message : String(error) }
  }
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

async function readSelection(
  { readText }: AskParts,
  { path, startLine, endLine }: NonNullable<AskRequest['file']>,
): Promise<Selection | undefined> {
  const whole = await readText(path)
  if (whole === undefined) return undefined
  const all = whole.split(/\r?\n/)
  const start = Math.min(Math.max(1, startLine), all.length)
  const end = Math.min(Math.max(start, endLine), all.length)
  const text = all.slice(start - 1, end).join('\n')
  const [first, last] = [Math.max(1, start - linesAround), Math.min(all.length, end + linesAround)]
  return {
    source: { path, startLine: start, endLine: end, text, hash: sha256(text), score: 1 },
    excerpt: {
      ...{ path, startLine: first, endLine: last, lines: all.slice(first - 1, last) },
      selected: { startLine: start, endLine: end },
    },
    fileHash: sha256(whole),
  }
}
