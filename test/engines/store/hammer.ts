/** A window among many, as a process: reserves, settles and dies as it is told. Forked by `processes.test.ts`. */
import { setTimeout as wait } from 'node:timers/promises'
import { Ledger } from '../../../extension/engines/store/ledger.ts'
import { paid, start, wide, worst } from './asks.ts'

export interface Round {
  readonly file: string
  readonly cap: number
  /** Reserve once, say so, and wait to be killed. */
  readonly hang?: boolean
  /** Milliseconds since 1970 at the first call; each is a second later. Undefined: what time it is. */
  readonly clock?: number
  /** Calls to make although the cap is reached. */
  readonly atLeast?: number
}

export interface Report {
  /** Micro-dollars reserved and never settled, and settled. */
  readonly reserved: number
  readonly spent: number
  /** The most that this process ever saw taken. */
  readonly most: number
  /** Milliseconds of each reservation. */
  readonly ms: readonly number[]
}

const [file] = process.argv.slice(2)
// Alone, until something stops it.
if (file !== undefined) await run({ file, cap: Number.MAX_SAFE_INTEGER })
else process.on('message', (round: Round) => void run(round))

async function run({ file, cap, hang, clock, atLeast = 0 }: Round): Promise<void> {
  let [reserved, spent, most, refused, n] = [0, 0, 0, 0, 0]
  const ledger = new Ledger(file, () => (clock === undefined ? Date.now() : clock + n * 1000))
  const ms: number[] = []
  for (; refused < 20 || n < atLeast; n++) {
    const id = `${process.pid}-${n}`
    const asked = 3 + ((n * 7 + process.pid) % 11)
    const begun = performance.now()
    const { kind } = ledger.reserve({
      entry: start(id),
      call: 1,
      worst: worst(asked),
      queryTokens: 10,
      caps: { ...wide, microUsdPerDay: cap },
    })
    ms.push(performance.now() - begun)
    const { day } = ledger.use()
    most = Math.max(most, day.spent + day.reserved)
    if (kind === 'refused') {
      refused++
      continue
    }
    if (hang) {
      process.send!({ reserved: asked, spent, most, ms } satisfies Report)
      await wait(60_000)
    }
    if (n % 3 === 0) reserved += asked
    else {
      ledger.settle({ id, call: 1, components: paid(asked - 1), estimated: false, priceRow: null })
      spent += asked - 1
    }
    if (n % 16 === 0) await wait(0)
  }
  ledger.close()
  process.send!({ reserved, spent, most, ms } satisfies Report)
}
