/** What the status-bar item says: the mode, one state at a time, and what to do about it. */
import type { Effort, Strain } from './governor.ts'
import type { HostReady, HostState } from './host-state.ts'
import { shareTaken } from './money/caps.ts'
import type { Caps, Use } from './money/caps.ts'
import { formatUsd } from './money/format.ts'
import { inEnglish, phrase, verbatim } from './phrase.ts'
import type { Phrase } from './phrase.ts'
import { describeHidden, describeOutcome, describeRefusal } from './reasons.ts'
import { settingNamedIn } from './settings.ts'
import type { SettingName } from './settings.ts'
import type { Mode, Outcome, RefusedReason } from './types.ts'

export interface StatusFacts {
  readonly state: HostState
  readonly enabled: boolean
  readonly mode: Mode
  /** The setting: what a click does while there is no trouble. */
  readonly click: 'pick' | 'cycle'
  /** Why there is nothing in the active editor. */
  readonly refused?: RefusedReason
  readonly last?: { readonly outcome: Outcome; readonly waitedMs: number }
  /** Where the last one stands already, as people call it. */
  readonly copiedFrom?: { readonly file: string; readonly line: number }
  /** What the latest completions took, milliseconds. */
  readonly latencies: readonly number[]
  /** Absent until the ledger was read. */
  readonly spending?: Spending
}

export type Spending = { readonly use: Use; readonly caps: Caps } | 'unavailable'

/** From this share of a cap on the item warns. */
const nearlyAll = 0.9

export type StatusAction =
  | 'chooseMode'
  | 'openSetting'
  | 'nextMode'
  | 'toggle'
  | 'snooze'
  | 'wake'
  | 'chooseProvider'
  | 'whyGhostText'
  | 'restartModel'
  | 'showLog'
  | 'showCaps'

export interface Status {
  readonly icon: string
  readonly mode: Phrase
  readonly tone: 'normal' | 'warning' | 'error'
  /** One sentence. */
  readonly summary: Phrase
  /** Further lines for the tooltip. */
  readonly details: readonly Phrase[]
  readonly click: StatusAction
  readonly actions: readonly StatusAction[]
  /** The one that it speaks of: what `openSetting` opens. */
  readonly setting?: SettingName
}

const engines = {
  native: phrase('model on the processor, native'),
  wasm: phrase('model on the processor, WebAssembly (slower)'),
  ngram: phrase('no model: repetitions of open files only'),
}

const strains: Readonly<Record<Strain, Phrase>> = {
  processor: phrase('they took more of the processor than shortline.budget.cpuPercent allows'),
  slow: phrase('the computer is busy, and answers came too late'),
  memory: phrase('they took more memory than shortline.budget.memoryMb allows'),
}

const leftOut: Readonly<Record<Exclude<Effort, 'full'>, Phrase>> = {
  greedy: phrase('The model writes one line instead of comparing several; that changes back by itself.'),
  ngram: phrase('The model rests, and repetitions of open files are suggested; that changes back by itself.'),
}

export const modeNames: Readonly<Record<Mode, Phrase>> = {
  auto: phrase('Auto'),
  local: phrase('Local'),
  api: phrase('API'),
  compare: phrase('Compare'),
}

const modes: readonly Mode[] = ['auto', 'local', 'api', 'compare']

export function nextMode(mode: Mode): Mode {
  return modes[(modes.indexOf(mode) + 1) % modes.length]!
}

export function statusOf(facts: StatusFacts): Status {
  const rest = {
    mode: modeNames[facts.mode],
    tone: 'normal',
    details: [],
    click: facts.click === 'pick' ? 'chooseMode' : 'nextMode',
    actions: ['chooseMode', 'toggle', 'snooze', 'whyGhostText', 'restartModel', 'showLog'],
  } as const
  const host = facts.enabled ? hostStatus(facts) : { icon: 'circle-slash', summary: phrase('Completions are off.') }
  return withSpending(withSetting({ ...rest, ...host }), facts.spending)
}

/** Whatever setting a state speaks of is one click away. */
function withSetting(status: Status): Status {
  const setting = [status.summary, ...status.details].map((text) => settingNamedIn(inEnglish(text))).find(Boolean)
  return setting ? { ...status, setting, actions: ['openSetting', ...status.actions] } : status
}

function withSpending(status: Status, spending: Spending | undefined): Status {
  if (!spending) return status
  if (spending === 'unavailable') {
    const text = phrase('What is spent can’t be read or written down, so nothing is sent. The log says why.')
    // Completions go on: what they have to say stays the first line, where it is trouble of their own.
    const isFine = status.tone === 'normal' && status.icon === 'zap'
    const shown = isFine ? { icon: 'error', summary: text, click: 'showLog' as const } : {}
    const details = isFine ? [status.summary, ...status.details] : [text, ...status.details]
    return { ...status, ...shown, tone: 'error', details }
  }
  const { use, caps } = spending
  const day = { spent: formatUsd(use.day.spent), cap: formatUsd(caps.microUsdPerDay) }
  const hour = { count: use.hour.spent, cap: caps.queriesPerHour }
  const details = [
    ...status.details,
    phrase('Today: {spent} of {cap} spent', day),
    phrase('This hour: {count} of {cap} asks', hour),
  ]
  if (shareTaken(use, caps) < nearlyAll) return { ...status, details }
  const warning = phrase('Nearly all that the caps allow is used.')
  const tone = status.tone === 'error' ? 'error' : 'warning'
  return { ...status, tone, details: [warning, ...details], actions: ['showCaps', ...status.actions] }
}

function hostStatus({
  state,
  refused,
  last,
  copiedFrom,
  latencies,
}: StatusFacts): Pick<Status, 'icon' | 'summary'> & Partial<Status> {
  switch (state.kind) {
    case 'idle':
      return { icon: 'zap', summary: phrase('The model loads when a file is opened.') }
    case 'starting':
      return { icon: 'loading~spin', summary: phrase('The model is loading.') }
    case 'restarting': {
      const args = { count: state.attempt, time: inSeconds(state.inMs) }
      const summary = phrase('The model process ended {count} times; next try {time} later.', args)
      return { icon: 'warning', summary, click: 'restartModel' }
    }
    case 'stopped':
      return { icon: 'error', tone: 'error', summary: state.message, click: 'restartModel' }
    case 'ready': {
      const loaded = { engine: engineOf(state), ms: Math.round(state.loadMs) }
      const details = [phrase('Engine: {engine}, loaded in {ms} ms', loaded)]
      const half = median(latencies)
      if (half !== undefined)
        details.push(phrase('Half of the completions came within {ms} ms', { ms: Math.round(half) }))
      if (last) {
        const args = { outcome: describeOutcome(last.outcome), ms: Math.round(last.waitedMs) }
        details.push(phrase('Last: {outcome}, {ms} ms', args))
        if (last.outcome.kind === 'empty' && last.outcome.hidden) details.push(describeHidden(last.outcome.hidden))
        if (copiedFrom) details.push(phrase('It stands already in {file}, line {line}', { ...copiedFrom }))
      }
      if (refused) {
        const summary = phrase('No completions here: {reason}.', { reason: describeRefusal(refused) })
        const click = { snoozed: 'wake', 'other-provider': 'chooseProvider' } as const
        if (refused === 'snoozed' || refused === 'other-provider')
          return { icon: 'bell-slash', summary, details, click: click[refused] }
        return { icon: 'circle-slash', summary, details }
      }
      if (state.restraint && !state.trouble) return restrained(state.restraint, details)
      if (!state.trouble) return { icon: 'zap', summary: phrase('Completions are on.'), details }
      const summary = describeTrouble(state.trouble)
      const click = settingNamedIn(inEnglish(summary)) ? ('openSetting' as const) : ('showLog' as const)
      return { icon: 'warning', summary, details, click }
    }
  }
}

function engineOf({ engine, provider = 'cpu' }: HostReady): Phrase {
  return provider === 'cpu' ? engines[engine] : phrase('model on the graphics card ({provider})', { provider })
}

/** Why the model runs with less than what was asked for. */
export function describeTrouble({ reason, message }: NonNullable<HostReady['trouble']>): Phrase {
  if (reason !== 'provider-failed') return verbatim(message)
  return phrase('The graphics card can’t run the model, so the processor does; the log has the cause.')
}

function restrained(
  { effort, strain }: NonNullable<HostReady['restraint']>,
  details: readonly Phrase[],
): Pick<Status, 'icon' | 'summary' | 'details'> {
  const summary = phrase('Completions do less for now: {reason}.', { reason: strains[strain] })
  return { icon: 'dashboard', summary, details: [leftOut[effort], ...details] }
}

/** For the log. */
export function describeState(state: HostState): string {
  switch (state.kind) {
    case 'ready':
      if (state.restraint) return `${state.restraint.effort} (${state.restraint.strain})`
      return `ready (${inEnglish(engineOf(state))}), loaded in ${Math.round(state.loadMs)} ms`
    case 'restarting':
      return `ended ${state.attempt} times in a row, next try in ${inSeconds(state.inMs)}`
    case 'stopped':
      return inEnglish(state.message)
    case 'idle':
    case 'starting':
      return state.kind
  }
}

function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length / 2) - 1]
}

function inSeconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`
}
