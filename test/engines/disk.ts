/**
 * On a disk of its own that is then filled or made read-only: what the ledger and the index say, as JSON. Run by
 * `disk.test.ts` in a mount namespace.
 */
import { execFileSync } from 'node:child_process'
import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { StoreClient, storeScript } from '../../extension/engines/store/store-client.ts'
import { ServiceBench, first } from './retrieval/service-bench.ts'
import { paid, start, wide, worst } from './store/asks.ts'

export interface Said {
  /** Why the ledger refuses; undefined: it took the reservation. */
  readonly ledger: string | undefined
  /** The index's last state. */
  readonly index: unknown
  /** What a search over the same workspace finds first. */
  readonly found: string | undefined
  /** After there is room again, or it may be written: the calls that the ledger holds, and the day's reserved money. */
  readonly kept: readonly string[]
  readonly reserved: number
}

const [folder, trouble] = process.argv.slice(2) as [string, 'full' | 'read-only']
const mount = (...options: string[]): void => void execFileSync('mount', ['-o', options.join(','), 'tmpfs', folder])
const filler = path.join(folder, 'filler')

function fill(): void {
  const { bavail, bsize } = statfsSync(folder)
  writeFileSync(filler, Buffer.alloc(bavail * bsize))
}

const store = new StoreClient(storeScript, path.join(folder, 'store.db'))
const reserve = (id: string): Promise<unknown> =>
  store.call('reserve', { entry: start(id), call: 1, worst: worst(100), queryTokens: 10, caps: wide })
await reserve('before')
await store.call('settle', { id: 'before', call: 1, components: paid(40), estimated: false, priceRow: null })

if (trouble === 'full') fill()
else {
  // Who holds a file open keeps a disk from becoming read-only.
  await store.dispose()
  mount('remount', 'ro')
}
let ledger: string | undefined
try {
  // What is there already may have room for some.
  for (let n = 0; n < 100; n++) await reserve(`while ${n}`)
} catch (error) {
  ledger = (error as Error).message
}
const bench = await ServiceBench.create()
const running = bench.start({ file: path.join(folder, 'index.db') })
await running.service.update()
const index = running.states.at(-1)
const found = await first(running, 'parse date')
await bench.remove()

if (trouble === 'full') rmSync(filler)
else mount('remount', 'rw')
await reserve('after')
const kept = (await store.call('entries')).map(({ id }) => id)
const { day } = await store.call('use')
await store.dispose()
console.log(JSON.stringify({ ledger, index, found, kept, reserved: day.reserved } satisfies Said))
