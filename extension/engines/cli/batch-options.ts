/** Options of `eval asks` for the Batch API. */
import type { ParseArgsConfig } from 'node:util'

export const batchOptions = {
  batch: { type: 'boolean', default: false },
  'batch-id': { type: 'string', multiple: true, default: [] as string[] },
  cancel: { type: 'boolean', default: false },
  poll: { type: 'string', default: '30' },
} as const satisfies ParseArgsConfig['options']

export const batchHelp = `
  --batch            send the requests through the server's Batch API, at half the price, and wait for them, a day at
                     most; what all of them may cost is reserved at once, so --day-cap must have room for it. Ctrl+C ends
                     the wait, not the batch
  --batch-id ID      go on with a batch that was sent before: what it answers is booked and not sent again; as often as
                     needed, in the order in which they were sent
  --cancel           with --batch-id: call these batches off. What they answered by then can be taken up with --batch-id
  --poll SECONDS     between two looks at a batch (default 30)`

export interface Batching {
  /** Sent before. */
  readonly ids: readonly string[]
  readonly pollMs: number
}

interface Values {
  readonly batch: boolean
  readonly 'batch-id': readonly string[]
  readonly cancel: boolean
  readonly poll: string
}

/** Undefined: there is to be no batch. Error that names the option and what it takes. */
export function readBatchOptions({ batch, 'batch-id': ids, cancel, poll }: Values): Batching | undefined {
  const seconds = Number(poll)
  if (!(seconds > 0)) throw new Error('--poll takes a number of seconds')
  if (cancel && ids.length === 0) throw new Error('--cancel takes the batches that --batch-id names, which is missing')
  return batch || ids.length > 0 ? { ids, pollMs: seconds * 1000 } : undefined
}
