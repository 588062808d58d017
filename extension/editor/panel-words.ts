/** What the panel's state says in words, in the language that VS Code is set to. */
import * as vscode from 'vscode'
import { troubleOf } from '../core/asks/remedies.ts'
import type { Trouble } from '../core/asks/remedies.ts'
import type { Component, Entry } from '../core/money/entries.ts'
import { modeNames } from '../core/status.ts'
import type { AskOutcome } from '../core/types.ts'
import { buttonFor } from './ask-trouble.ts'
import { localise, localiseLabel, localiseRouting } from './localise.ts'
import type { Words } from './panel-answer.ts'
import type { RuleWords } from './panel-rules.ts'

export const words: Words = {
  reason: localiseRouting,
  label: localiseLabel,
  trouble: (outcome) => {
    const trouble = troubleOf(outcome)
    if (!trouble) return null
    // The outcome's own message knows the figures.
    const message = 'message' in outcome && outcome.message !== '' ? outcome.message : localise(trouble.summary)
    return { message, fix: trouble.remedy && buttonFor(trouble.remedy).title }
  },
  ended,
  component: (name) => componentNames[name](),
}

export const ruleWords: RuleWords = {
  say: localise,
  reason: localiseRouting,
  label: localiseLabel,
  mode: (mode) => localise(modeNames[mode]),
}

/** Why something is not sent, from the router's reason. */
export function refusalFor(reason: string): AskOutcome {
  return { kind: 'refused', reason } as AskOutcome
}

/** The title of the button for what mends it. */
export function fixOf(outcome: AskOutcome | null): string | null {
  const remedy = outcome && remedyOf(outcome)
  return remedy ? buttonFor(remedy).title : null
}

/** Does what the button beside a message promises. */
export function mend(outcome: AskOutcome | null): unknown {
  const remedy = outcome && remedyOf(outcome)
  return remedy && buttonFor(remedy).run()
}

/** A reason that another version of Shortline has written down may be unknown to this one. */
function knownTrouble(outcome: AskOutcome): Trouble | null {
  const trouble: Trouble | null | undefined = troubleOf(outcome)
  return trouble ?? null
}

const remedyOf = (outcome: AskOutcome): Trouble['remedy'] => knownTrouble(outcome)?.remedy ?? null

function ended(entry: Entry): ReturnType<Words['ended']> {
  if (entry.state === 'swept') {
    const message = vscode.l10n.t('The window closed before the bill came; the worst case was counted.')
    return { message, fix: null }
  }
  const outcome = outcomeOf(entry)
  if (!outcome) return null
  const trouble = knownTrouble(outcome)
  return { message: trouble ? localise(trouble.summary) : entry.why!, fix: fixOf(outcome) }
}

/** The reason is all that the ledger keeps, and all that a sentence and its remedy need. */
export function outcomeOf({ state, why }: Pick<Entry, 'state' | 'why'>): AskOutcome | null {
  if (why === null || (state !== 'refused' && state !== 'failed' && state !== 'empty')) return null
  return { kind: state, reason: why } as AskOutcome
}

const componentNames: Readonly<Record<Component, () => string>> = {
  label: () => vscode.l10n.t('Label'),
  embed: () => vscode.l10n.t('Embed'),
  retrieve: () => vscode.l10n.t('Retrieve'),
  rerank: () => vscode.l10n.t('Rerank'),
  input: () => vscode.l10n.t('Input'),
  cachedInput: () => vscode.l10n.t('Cached input'),
  cacheWrite: () => vscode.l10n.t('Cache write'),
  reasoning: () => vscode.l10n.t('Reasoning'),
  output: () => vscode.l10n.t('Output'),
}
