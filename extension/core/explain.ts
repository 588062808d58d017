/** Why the ghost text is what it is, or why there is none: each fact with the setting that would change it. */
import { phrase, verbatim } from './phrase.ts'
import type { Phrase } from './phrase.ts'
import { describeEmpty, describeRefusal, describeSource } from './reasons.ts'
import type { SettingName } from './settings.ts'
import type { EmptyReason, Outcome, RefusedReason, Timings } from './types.ts'

export interface Fact {
  readonly what: Phrase
  readonly value: Phrase
  /** What a person may want to change after reading this. */
  readonly setting?: SettingName
}

const settingFor: Partial<Readonly<Record<EmptyReason | RefusedReason, SettingName>>> = {
  'below-threshold': 'threshold',
  'comment-or-string': 'threshold',
  'unknown-language': 'languages',
  disabled: 'enabled',
  'language-off': 'languages',
  'excluded-path': 'exclude',
  'other-provider': 'besideOthers',
}

const stages: Readonly<Record<keyof Omit<Timings, 'total'>, Phrase>> = {
  copy: phrase('looking for repetitions'),
  prefill: phrase('reading the text'),
  decode: phrase('writing'),
  rank: phrase('ranking'),
}

/** @param threshold how sure Shortline had to be */
export function explain(outcome: Outcome, waitedMs: number, threshold: number): readonly Fact[] {
  const waited: Fact = {
    what: phrase('The editor waited'),
    value: phrase('{ms} ms', { ms: Math.round(waitedMs) }),
  }
  return [...factsOf(outcome, threshold), ...('timings' in outcome ? timesOf(outcome.timings) : []), waited]
}

function factsOf(outcome: Outcome, threshold: number): Fact[] {
  switch (outcome.kind) {
    case 'done': {
      const sure = { percent: percent(outcome.confidence), least: percent(threshold) }
      return [
        { what: phrase('Where it came from'), value: describeSource(outcome.source) },
        {
          what: phrase('How sure'),
          value: phrase('{percent} %; shown from {least} % on', sure),
          setting: 'threshold',
        },
        { what: phrase('Tokens that the model wrote'), value: verbatim(String(outcome.tokens)) },
      ]
    }
    case 'empty':
      return [{ what: phrase('Nothing was shown'), value: describeEmpty(outcome.reason), ...linkFor(outcome.reason) }]
    case 'refused':
      return [{ what: phrase('Nothing was asked'), value: describeRefusal(outcome.reason), ...linkFor(outcome.reason) }]
    case 'cancelled':
      return [{ what: phrase('Nothing was shown'), value: phrase('typing went on') }]
    case 'failed':
      return [{ what: phrase('It failed'), value: verbatim(outcome.message) }]
  }
}

/** What a person may want to change; undefined where no setting helps. */
export function settingBehind(reason: EmptyReason | RefusedReason): SettingName | undefined {
  return settingFor[reason]
}

function linkFor(reason: EmptyReason | RefusedReason): Pick<Fact, 'setting'> {
  const setting = settingBehind(reason)
  return setting ? { setting } : {}
}

function timesOf({ total, ...parts }: Timings): Fact[] {
  const spent = (Object.keys(stages) as (keyof typeof stages)[]).flatMap((stage) => {
    const ms = parts[stage]
    return ms === undefined ? [] : [{ what: stages[stage], value: phrase('{ms} ms', { ms: rounded(ms) }) }]
  })
  return [{ what: phrase('The engine worked'), value: phrase('{ms} ms', { ms: rounded(total) }) }, ...spent]
}

const percent = (share: number): number => Math.round(share * 100)
const rounded = (ms: number): number => Math.round(ms * 10) / 10
