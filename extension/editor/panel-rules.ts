/** The router's own table in words, with what each route typically took and cost. Pure. */
import type { Entry } from '../core/money/entries.ts'
import { percentile } from '../core/money/summary.ts'
import { phrase } from '../core/phrase.ts'
import type { Phrase } from '../core/phrase.ts'
import { matrix, thresholds } from '../core/routing/matrix.ts'
import type { Facts, Row } from '../core/routing/matrix.ts'
import type { Rule } from '../../webview/protocol.ts'

export interface RuleWords {
  readonly say: (phrase: Phrase) => string
  readonly reason: (id: string) => string
  readonly label: (id: string) => string
  readonly mode: (id: Facts['mode']) => string
}

/** @param entries of the ledger, for the medians of the answered asks */
export function rulesOf(entries: readonly Entry[], words: RuleWords): Rule[] {
  const asked = entries.filter(({ kind }) => kind === 'ask')
  const typical = new Map<string, Pick<Rule, 'typicalMs' | 'typicalMicroUsd'>>()
  for (const [route, some] of Map.groupBy(asked, ({ route }) => route)) {
    const done = some.filter(({ state }) => state === 'done')
    typical.set(route, {
      typicalMs: percentile(
        done.map(({ ms }) => ms),
        0.5,
      ),
      typicalMicroUsd: percentile(
        done.map(({ costMicroUsd }) => costMicroUsd),
        0.5,
      ),
    })
  }
  return matrix.map((row, index) => ({
    id: ruleId(index),
    when: conditions(row, words),
    route: row.route,
    reason: words.reason(row.reason),
    ...(typical.get(row.route) ?? { typicalMs: null, typicalMicroUsd: null }),
  }))
}

/** Rules have no names; their place in the table tells them apart. */
export const ruleId = (index: number): string => `rule-${index + 1}`

function conditions({ when }: Row, words: RuleWords): string {
  const { say } = words
  const parts: string[] = []
  if (when.mode) parts.push(say(phrase('mode {modes}', { modes: when.mode.map(words.mode).join(', ') })))
  if (when.command) parts.push(say(phrase('names a command of VS Code')))
  if (when.cached) parts.push(say(phrase('answered before, sources unchanged')))
  if (when.certainty) parts.push(...certainty(when.certainty, say))
  if (when.goals) parts.push(say(goals(when.goals)))
  if (when.ownNames) {
    const names = when.ownNames.includes(true)
    parts.push(say(names ? phrase('names code of the workspace') : phrase('names no code of the workspace')))
  }
  if (when.share) parts.push(say(phrase('share for the API used up')))
  if (when.workspace) parts.push(say(phrase('a folder is open')))
  if (when.file) parts.push(say(phrase('a file is open')))
  if (when.label) parts.push(say(phrase('is about: {labels}', { labels: when.label.map(words.label).join(', ') })))
  const text = parts.join(' · ')
  return text === '' ? say(phrase('Anything else')) : text
}

function certainty(values: readonly Facts['certainty'][], say: RuleWords['say']): string[] {
  if (values.includes('unclear')) {
    return [say(phrase('unclear: none or more than {most} meanings', { most: thresholds.mostChoices }))]
  }
  return [say(phrase('at most {most} meanings', { most: thresholds.mostChoices }))]
}

function goals(values: readonly Facts['goals'][]): Phrase {
  return values.includes('several')
    ? phrase('{least} goals or more', { least: thresholds.severalGoals })
    : phrase('one goal')
}
