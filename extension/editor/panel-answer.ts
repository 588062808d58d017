/** An ask as the panel shows it. Pure: words come in as functions. */
import { otherMode } from '../core/asks/session.ts'
import type { AskSession } from '../core/asks/session.ts'
import type { Entry } from '../core/money/entries.ts'
import type { AskOutcome, Decision } from '../core/types.ts'
import type { Answer, AskDecision, Component } from '../../webview/protocol.ts'

export interface Words {
  /** A routing reason as a sentence. */
  readonly reason: (id: string) => string
  readonly label: (id: string) => string
  /** Why an ask ended as it did, and the button that mends it; null when there is nothing to say. */
  readonly trouble: (outcome: AskOutcome) => { readonly message: string; readonly fix: string | null } | null
  /** What an entry of the ledger says about its end, and the button that mends it. */
  readonly ended: (entry: Entry) => { readonly message: string; readonly fix: string | null } | null
  readonly component: (name: Entry['components'][number]['component']) => string
}

/** @param entry the same ask in the ledger, when it is there: it has the components */
export function answerOf(session: AskSession, entry: Entry | undefined, words: Words): Answer {
  const { request, decision, outcome, text, sources, leftOut, steps, command, edits, cachedAgeMs } = session
  const trouble = outcome && words.trouble(outcome)
  return {
    id: request.id,
    question: request.text,
    place: request.file ?? null,
    mode: request.mode,
    otherMode: otherMode(session),
    phase: outcome?.kind ?? (decision ? 'answering' : 'deciding'),
    message: trouble?.message ?? null,
    fix: trouble?.fix ?? null,
    steps,
    choices: session.choice.map((label) => ({ label, title: words.label(label) })),
    command: command && { id: command.command, title: command.title },
    sources: sources.map(({ path, startLine, endLine, number, score }) => ({
      path,
      startLine,
      endLine,
      number,
      score,
    })),
    leftOut,
    edits: edits.map(({ path, startLine, endLine, text }) => ({ path, startLine, endLine, text })),
    cachedAgeMs,
    length: text.length,
    decision: decision && decisionOf(session, decision, entry, words),
  }
}

function decisionOf(session: AskSession, decision: Decision, entry: Entry | undefined, words: Words): AskDecision {
  const { request, at, outcome } = session
  const { route, reason, intent, alternatives, model, estimateMicroUsd } = decision
  const spent = outcome?.spent
  return {
    kind: 'ask',
    id: request.id,
    at,
    title: request.text,
    route,
    reason: words.reason(reason),
    label: words.label(intent.label),
    p: intent.p,
    labels: intent.set.map(words.label),
    alternatives,
    modelAsked: model,
    modelAnswered: spent?.model ?? null,
    components: entry ? componentsOf(entry, words) : [],
    estimateMicroUsd,
    costMicroUsd: spent?.costMicroUsd ?? null,
    estimated: spent?.estimated ?? false,
    firstTokenMs: spent?.firstTokenMs ?? null,
    ms: spent?.ms ?? null,
    outcome: outcome?.kind ?? 'running',
    outcomeReason: (outcome && words.trouble(outcome))?.message ?? null,
    // The message above the decision has it.
    fix: null,
  }
}

/** A row of the ledger. @param title what was asked, when this window still knows it */
export function decisionOfEntry(entry: Entry, title: string | null, words: Words): AskDecision {
  const ended = words.ended(entry)
  const label = entry.label === null ? '' : words.label(entry.label)
  return {
    kind: 'ask',
    id: entry.id,
    at: entry.at,
    title,
    route: entry.route,
    reason: words.reason(entry.reason),
    label,
    p: entry.p,
    labels: entry.label === null ? [] : [label],
    alternatives: [],
    modelAsked: entry.model,
    modelAnswered: entry.billedModel,
    components: componentsOf(entry, words),
    estimateMicroUsd: entry.costMicroUsd,
    costMicroUsd: entry.state === 'open' ? null : entry.costMicroUsd,
    estimated: entry.estimated,
    firstTokenMs: entry.firstTokenMs,
    ms: entry.state === 'open' || entry.state === 'swept' ? null : entry.ms,
    outcome: entry.state === 'open' ? 'running' : entry.state === 'swept' ? 'failed' : entry.state,
    outcomeReason: ended?.message ?? null,
    fix: ended?.fix ?? null,
  }
}

/** One line a component, however many calls it took. */
function componentsOf({ components }: Entry, words: Words): Component[] {
  return [...Map.groupBy(components, ({ component }) => component)].map(([component, rows]) => {
    const times = rows.flatMap(({ ms }) => (ms === null ? [] : [ms]))
    const isLocal = ['label', 'embed', 'retrieve', 'rerank'].includes(component)
    return {
      name: words.component(component),
      tokens: isLocal ? null : rows.reduce((sum, { tokens }) => sum + tokens, 0),
      ms: times.length === 0 ? null : times.reduce((sum, ms) => sum + ms, 0),
      costMicroUsd: rows.reduce((sum, row) => sum + row.costMicroUsd, 0),
    }
  })
}
