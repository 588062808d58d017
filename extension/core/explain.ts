/** Why the ghost text is what it is, or why there is none: each fact with the setting that would change it. */
import type { Drift } from './completion/drift.ts'
import { phrase, verbatim } from './phrase.ts'
import type { Phrase } from './phrase.ts'
import { describeEmpty, describeRefusal, describeSource } from './reasons.ts'
import { thresholdOf } from './shadow.ts'
import type { Shadow } from './shadow.ts'
import type { SettingName } from './settings.ts'
import type { EmptyReason, Hidden, Outcome, RefusedReason, TextPlace, Timings } from './types.ts'

/** Below so many tokens nothing can be said. */
const enoughTokens = 40

export interface Fact {
  readonly what: Phrase
  readonly value: Phrase
  /** What a person may want to change after reading this. */
  readonly setting?: SettingName
  /** What a person may want to look at. */
  readonly place?: TextPlace
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

/**
 * @param threshold how sure Shortline had to be
 * @param nameOf a document as people call it
 */
export function explain(
  outcome: Outcome,
  waitedMs: number,
  threshold: number,
  nameOf: (uri: string) => string,
): readonly Fact[] {
  const waited: Fact = {
    what: phrase('The editor waited'),
    value: phrase('{ms} ms', { ms: Math.round(waitedMs) }),
  }
  return [...factsOf(outcome, threshold, nameOf), ...('timings' in outcome ? timesOf(outcome.timings) : []), waited]
}

/** What this workspace has taught about the threshold, and what that was good for. */
export function explainShadow(shadow: Shadow): readonly Fact[] {
  const { setting, step, lines } = shadow
  if (lines === 0) return []
  const learned = phrase('Learned in this workspace')
  const facts = { lines, setting: percent(setting), percent: percent(thresholdOf(shadow)) }
  const isSame = step === 0
  const value = isSame
    ? phrase('{lines} lines compared; {setting} % fits', facts)
    : phrase('{lines} lines compared; shown from {percent} % on instead of {setting} %', facts)
  const first: Fact = { what: learned, value, setting: 'adapt' }
  if (isSame) return [first]
  const args = {
    ...{ saved: shadow.with.saved, savedBefore: shadow.without.saved },
    ...{ wrong: shadow.with.shown - shadow.with.clean, wrongBefore: shadow.without.shown - shadow.without.clean },
  }
  const gain = phrase(
    '{saved} characters foreseen instead of {savedBefore}, {wrong} suggestions not right instead of {wrongBefore}',
    args,
  )
  return [first, { what: phrase('What that changed'), value: gain }]
}

/** What this workspace has taught about the text around, and what that was good for. */
export function explainDrift(drift: Drift | undefined): readonly Fact[] {
  if (!drift || drift.tokens < enoughTokens) return []
  const { bias, tokens, gain } = drift
  const facts = { percent: Math.round(100 * Math.exp(bias)), tokens }
  const weight = phrase('{percent} % of what it counts elsewhere, by {tokens} tokens that were written', facts)
  // By the mean of their logarithms.
  const likelier = { percent: (100 * (Math.exp(gain / tokens) - 1)).toFixed(1) }
  return [
    { what: phrase('How much the text around counts here'), value: weight, setting: 'adapt' },
    { what: phrase('What that changed'), value: phrase('what was written became {percent} % likelier', likelier) },
  ]
}

function factsOf(outcome: Outcome, threshold: number, nameOf: (uri: string) => string): Fact[] {
  switch (outcome.kind) {
    case 'done':
      return [
        ...lineFacts(outcome, threshold, nameOf),
        { what: phrase('Tokens that the model wrote'), value: verbatim(String(outcome.tokens)) },
      ]
    case 'empty':
      return [
        { what: phrase('Nothing was shown'), value: describeEmpty(outcome.reason), ...linkFor(outcome.reason) },
        ...(outcome.hidden ? lineFacts(outcome.hidden, threshold, nameOf) : []),
      ]
    case 'refused':
      return [{ what: phrase('Nothing was asked'), value: describeRefusal(outcome.reason), ...linkFor(outcome.reason) }]
    case 'cancelled':
      return [{ what: phrase('Nothing was shown'), value: phrase('typing went on') }]
    case 'failed':
      return [{ what: phrase('It failed'), value: verbatim(outcome.message) }]
  }
}

function lineFacts(
  { source, confidence, places = [] }: Hidden,
  threshold: number,
  nameOf: (uri: string) => string,
): Fact[] {
  const sure = { percent: percent(confidence), least: percent(threshold) }
  return [
    { what: phrase('Where it came from'), value: describeSource(source) },
    ...places.map((place): Fact => ({
      what: phrase('Stands already in'),
      value: phrase('{file}, line {line}', { file: nameOf(place.uri), line: place.line }),
      place,
    })),
    { what: phrase('How sure'), value: phrase('{percent} %; shown from {least} % on', sure), setting: 'threshold' },
  ]
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
