import type { Context } from 'mocha'

/** Skips the running test; the reason stands in mocha's output beside its name. */
export function skip(context: Context, reason: string): never {
  const test = context.test!
  test.title += ` (skipped: ${reason})`
  return context.skip()
}
