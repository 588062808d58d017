/** One window of the ledger bench, a process of its own; forked by `ledger.ts`. It says when it is ready, and waits. */
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { StoreClient, storeScript } from '../../extension/engines/store/store-client.ts'
import { paid, start, wide, worst } from '../engines/store/asks.ts'

export interface LedgerRound {
  readonly file: string
  readonly calls: number
  /** Micro-dollars of the day. */
  readonly cap: number
  /** Milliseconds between two asks, in the mean; 0: none. */
  readonly pauseMs: number
}

export interface LedgerTimes {
  readonly reserve: readonly number[]
  readonly settle: readonly number[]
  readonly refused: number
}

const asked = 10
/** Until the code is compiled, which is no call's fault either. */
const warmUps = 200

process.once('message', (round: LedgerRound) => void run(round))

async function run({ file, calls, cap, pauseMs }: LedgerRound): Promise<void> {
  const warm = new StoreClient(storeScript, `${file}-${process.pid}`)
  await hammer(warm, { file, calls: warmUps, cap: Number.MAX_SAFE_INTEGER, pauseMs: 0 })
  await warm.dispose()
  const store = new StoreClient(storeScript, file)
  // Opens the file.
  await store.call('use')
  process.send!('ready')
  await once(process, 'message')
  const times = await hammer(store, { file, calls, cap, pauseMs })
  await store.dispose()
  process.send!(times)
}

async function hammer(store: StoreClient, { calls, cap, pauseMs }: LedgerRound): Promise<LedgerTimes> {
  const caps = { ...wide, microUsdPerDay: cap }
  const times: { reserve: number[]; settle: number[] } = { reserve: [], settle: [] }
  let refused = 0
  for (let n = 0; n < calls; n++) {
    if (pauseMs > 0) await wait(2 * pauseMs * Math.random())
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
  return { ...times, refused }
}
