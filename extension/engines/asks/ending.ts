/** How an error ends an ask: every one is an outcome with a reason, none is thrown at a person. */
import { describeCap } from '../../core/money/caps.ts'
import { CallError } from '../flagship/failures.ts'
import { StoreError } from '../store/database.ts'
import { Cancelled, CapRefused } from './meter.ts'
import type { AskParts } from './parts.ts'
import type { Ending } from './run.ts'

/** @param text what had come by then */
export function endingOf(error: unknown, text: string, signal: AbortSignal, log: AskParts['log']): Ending {
  if (signal.aborted || error instanceof Cancelled) return { kind: 'cancelled', text }
  if (error instanceof CapRefused) {
    return { kind: 'refused', reason: error.refusal.reason, message: describeCap(error.refusal) }
  }
  if (error instanceof StoreError) return { kind: 'refused', reason: 'ledger-unavailable', message: error.message }
  if (error instanceof CallError) {
    const { reason, message } = error.failure
    return { kind: 'failed', reason, message, text }
  }
  // A stack names our own files and functions, and no text of the user's.
  log('error', error instanceof Error ? (error.stack ?? error.message) : String(error))
  const message = 'Something went wrong inside Shortline; “Shortline: Show Log” has the cause.'
  return { kind: 'failed', reason: 'internal', message, text }
}
