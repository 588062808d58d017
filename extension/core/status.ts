/** What the status-bar item says: one state at a time, with what to do about it. */
import type { HostState } from './host-state.ts'
import { describeOutcome, describeRefusal } from './reasons.ts'
import type { Outcome, RefusedReason } from './types.ts'

export interface StatusFacts {
  readonly state: HostState
  readonly enabled: boolean
  /** Why there is nothing in the active editor. */
  readonly refused?: RefusedReason
  readonly last?: { readonly outcome: Outcome; readonly waitedMs: number }
}

export type StatusAction = 'toggle' | 'restartModel' | 'showLog'

export interface Status {
  readonly icon: string
  /** One sentence. */
  readonly summary: string
  /** Further lines for the tooltip. */
  readonly details: readonly string[]
  readonly click: StatusAction
  readonly actions: readonly StatusAction[]
}

const engines = {
  native: 'model on the processor, native',
  wasm: 'model on the processor, WebAssembly (slower)',
  ngram: 'no model: repetitions of open files only',
}

export function statusOf({ state, enabled, refused, last }: StatusFacts): Status {
  const actions: StatusAction[] = ['toggle', 'restartModel', 'showLog']
  const rest = { details: [] as string[], click: 'toggle', actions } as const
  if (!enabled)
    return { ...rest, icon: 'circle-slash', summary: 'Completions are off.', actions: ['toggle', 'showLog'] }
  switch (state.kind) {
    case 'idle':
      return { ...rest, icon: 'zap', summary: 'The model loads when a file is opened.' }
    case 'starting':
      return { ...rest, icon: 'loading~spin', summary: 'The model is loading.' }
    case 'restarting': {
      const summary = `The model process ended ${state.attempt} times; next try ${inSeconds(state.inMs)} later.`
      return { ...rest, icon: 'warning', summary, click: 'restartModel' }
    }
    case 'stopped':
      return { ...rest, icon: 'error', summary: state.message, click: 'restartModel' }
    case 'ready': {
      const details = [`Engine: ${engines[state.engine]}, loaded in ${Math.round(state.loadMs)} ms`]
      if (last) details.push(`Last: ${describeOutcome(last.outcome)}, ${Math.round(last.waitedMs)} ms`)
      if (refused) {
        const summary = `No completions here: ${describeRefusal(refused)}.`
        return { ...rest, icon: 'circle-slash', summary, details }
      }
      if (state.trouble) return { ...rest, icon: 'warning', summary: state.trouble.message, details, click: 'showLog' }
      return { ...rest, icon: 'zap', summary: 'Completions are on.', details }
    }
  }
}

/** For the log. */
export function describeState(state: HostState): string {
  switch (state.kind) {
    case 'ready':
      return `ready (${engines[state.engine]}), loaded in ${Math.round(state.loadMs)} ms`
    case 'restarting':
      return `ended ${state.attempt} times in a row, next try in ${inSeconds(state.inMs)}`
    case 'stopped':
      return state.message
    case 'idle':
    case 'starting':
      return state.kind
  }
}

function inSeconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`
}
