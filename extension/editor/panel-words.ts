/** What the panel's state says in words, in the language that VS Code is set to. */
import * as vscode from 'vscode'
import { troubleOf } from '../core/asks/remedies.ts'
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
  why,
  component: (name) => componentNames[name](),
}

export const ruleWords: RuleWords = {
  say: localise,
  reason: localiseRouting,
  label: localiseLabel,
  mode: (mode) => localise(modeNames[mode]),
}

/** Does what the button beside a message promises. */
export function mend(outcome: AskOutcome | null): unknown {
  const remedy = outcome && troubleOf(outcome)?.remedy
  return remedy && buttonFor(remedy).run()
}

function why({ state, why }: Entry): string | null {
  if (state === 'swept') return vscode.l10n.t('The window closed before the bill came; the worst case was counted.')
  if (state === 'done' || state === 'open' || why === null) return null
  if (state !== 'refused' && state !== 'failed' && state !== 'empty') return null
  // The reason is all that the ledger keeps, and all that the sentence needs.
  const outcome = { kind: state, reason: why } as AskOutcome
  const trouble = troubleOf(outcome) as ReturnType<typeof troubleOf> | undefined
  return trouble ? localise(trouble.summary) : why
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
