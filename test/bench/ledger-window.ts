/** One window of the ledger bench, a process of its own; forked by `ledger.ts`. */
import { StoreClient, storeScript } from '../../extension/engines/store/store-client.ts'
import { paid, start, wide, worst } from '../engines/store/asks.ts'

export interface LedgerRound {
  readonly file: string
  readonly calls: number
  /** Micro-dollars of the day. */
  readonly cap: number
}

export interface LedgerTimes {
  readonly reserve: readonly number[]
  readonly settle: readonly number[]
  readonly refused: number
}

const asked = 10

process.once('message', (round: LedgerRound) => void run(round))

async function run({ file, calls, cap }: LedgerRound): Promise<void> {
  const store = new StoreClient(storeScript, file)
  const caps = { ...wide, microUsdPerDay: cap }
  const times: { reserve: number[]; settle: number[] } = { reserve: [], settle: [] }
  let refused = 0
  // Opens the file, which is no call's fault.
  await store.call('use')
  for (let n = 0; n < calls; n++) {
    const id = `${process.pid}-${n}`
    const begun = performance.now()
    const call = { entry: start(id), call: 1, worst: worst(asked), queryTokens: asked, caps }
    const { kind } = await store.call('reserve', call)
    const reserved = performance.now()
    times.reserve.push(reserved - begun)
    if (kind === 'refused') {
      refused++
      continue
    }
    await store.call('settle', { id, call: 1, components: paid(asked), estimated: false, priceRow: null })
    times.settle.push(performance.now() - reserved)
  }
  await store.dispose()
  process.send!({ ...times, refused } satisfies LedgerTimes)
}
