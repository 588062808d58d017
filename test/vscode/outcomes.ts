/** What Shortline said about each request, recorded in the extension host while a test types. */
import type { Outcome, Source } from '../../extension/core/types.ts'
import type { Window } from './editor.ts'

interface Recording {
  recorded?: Outcome[]
}

/** Records every outcome from now on. */
export function recordOutcomes(window: Window): Promise<void> {
  return window.host(({ shortline }) => {
    const store = globalThis as Recording
    if (store.recorded) return
    store.recorded = []
    shortline!.onOutcome((outcome) => store.recorded!.push(outcome))
  })
}

/** The outcomes since the last call. */
export function outcomes(window: Window): Promise<Outcome[]> {
  return window.host(() => (globalThis as Recording).recorded!.splice(0))
}

/** Who first said what is shown: a suggestion that was typed through comes from the cache, but not out of nowhere. */
export function originOf(shown: string, said: readonly Outcome[]): Source | undefined {
  const origin = said.findLast(
    (outcome) => outcome.kind === 'done' && outcome.source !== 'cache' && outcome.text.endsWith(shown),
  )
  return origin?.kind === 'done' ? origin.source : undefined
}
