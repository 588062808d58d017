/** Routes that send nothing. */
import type { AskEvent } from '../../core/ask-service.ts'
import { sourceLimits } from '../../core/asks/pricing.ts'
import { describeCap } from '../../core/money/caps.ts'
import type { CapReason, CapRefusal } from '../../core/money/caps.ts'
import { formatUsd } from '../../core/money/format.ts'
import { likelyTokens } from '../../core/money/tokens.ts'
import { isPaid } from '../../core/routing/matrix.ts'
import { describeRouting } from '../../core/routing/reasons.ts'
import type { AskRefusedReason } from '../../core/types.ts'
import { retrieve } from './retrieve.ts'
import type { Ending, Run } from './run.ts'

export async function* search(run: Run): AsyncGenerator<AskEvent, Ending> {
  const { prepared, parts } = run
  const { decision } = prepared.routing
  if (!parts.search())
    return { kind: 'empty', reason: prepared.config.workspace === null ? 'no-workspace' : 'no-index' }
  const found = await retrieve(run, sourceLimits.rag, prepared.selection?.source)
  yield { kind: 'sources', ...found }
  if (found.sources.length === 0) return { kind: 'empty', reason: 'nothing-found' }
  const lines = found.sources.map(
    ({ number, path, startLine, endLine }) => `[${number}] ${path}:${startLine}-${endLine}`,
  )
  const paid = decision.alternatives.find(({ route }) => isPaid(route))
  const offer =
    decision.reason === 'asks-where' || !paid
      ? []
      : ['', `An answer by ${paid.model ?? 'the API'} would cost ${formatUsd(paid.estimateMicroUsd)} at most.`]
  yield run.show([...lines, ...offer].join('\n'))
  return { kind: 'done', text: run.text, citations: found.sources }
}

export function* command(run: Run): Generator<AskEvent, Ending> {
  const match = run.prepared.command
  if (!match) return { kind: 'empty', reason: 'nothing-found' }
  yield { kind: 'command', command: match.command, title: match.title, args: match.args }
  return { kind: 'done', text: match.title, citations: [] }
}

export function* cached(run: Run): Generator<AskEvent, Ending> {
  const answer = run.prepared.cached
  if (!answer) return { kind: 'empty', reason: 'nothing-found' }
  yield { kind: 'cached', ageMs: Math.max(0, run.parts.now() - answer.at) }
  yield { kind: 'sources', sources: answer.sources, leftOut: [] }
  yield run.show(answer.text)
  return { kind: 'done', text: answer.text, citations: answer.sources }
}

/** Says what was in the way in numbers, and what would change it. */
export function refuse({ prepared }: Run): Ending {
  const { reason } = prepared.routing.decision
  return { kind: 'refused', reason: reason as AskRefusedReason, message: messageFor(reason, prepared) }
}

function messageFor(reason: string, { text, config, use, ledgerTrouble, routing, price }: Run['prepared']): string {
  if (reason === 'too-long') {
    return `This text has about ${likelyTokens(text)} tokens, one ask may have ${config.caps.tokensPerQuery}. ${describeRouting(reason)}`
  }
  if (reason === 'ledger-unavailable' && ledgerTrouble !== undefined) return ledgerTrouble
  if (!use) return describeRouting(reason)
  const wanted = routing.kind === 'act' && isPaid(routing.wanted) ? price(routing.wanted) : undefined
  const room: Partial<Record<CapReason, Omit<CapRefusal, 'kind' | 'reason'>>> = {
    'query-cap': { cap: config.caps.tokensPerQuery, used: 0, reserved: 0, asked: wanted?.tokens ?? 0 },
    'hour-cap': { cap: config.caps.queriesPerHour, used: use.hour.spent, reserved: use.hour.reserved, asked: 1 },
    'day-cap': {
      cap: config.caps.microUsdPerDay,
      used: use.day.spent,
      reserved: use.day.reserved,
      asked: wanted?.microUsd ?? 0,
    },
  }
  const cap = room[reason as CapReason]
  return cap ? describeCap({ kind: 'refused', reason: reason as CapReason, ...cap }) : describeRouting(reason)
}
