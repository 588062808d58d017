/**
 * Reserve and settle through the store's thread, as the extension calls them: one window alone and eight processes at
 * one cap, hammering without a pause and asking twenty times a second each, which is still far more than people do. All
 * begin at once, warm. The figures count only when the cap held, so that is checked.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Ledger } from '../../extension/engines/store/ledger.ts'
import type { LedgerRound, LedgerTimes } from './ledger-window.ts'
import { printTable, spread, spreadNames } from './report.ts'

const processes = 8
/** Micro-dollars of one call. */
const asked = 10

interface Pace {
  readonly name: string
  readonly pauseMs: number
  /** Of one window alone, and of each of several. */
  readonly calls: readonly [alone: number, each: number]
}

const paces: readonly Pace[] = [
  { name: 'hammering', pauseMs: 0, calls: [2000, 500] },
  { name: 'an ask every 50 ms', pauseMs: 50, calls: [100, 100] },
]

export async function benchLedger(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'shortline-bench-'))
  const rows: string[][] = []
  let refused = 0
  try {
    for (const { name, pauseMs, calls } of paces) {
      for (const count of [1, processes]) {
        const file = path.join(folder, `${pauseMs}-${count}.db`)
        const each = calls[count === 1 ? 0 : 1]
        // Three calls in four fit under it.
        const cap = Math.round(count * each * 0.75) * asked
        const times = await round(count, { file, calls: each, cap, pauseMs })
        checkCap(file, cap)
        refused += times.refused
        const who = `${count === 1 ? 'one window' : `${count} processes at one cap`}, ${name}`
        for (const call of ['reserve', 'settle'] as const)
          rows.push([`${call}, ${who}`, String(times[call].length), ...spread(times[call])])
      }
    }
    printTable('ledger, through its thread', ['', 'calls', ...spreadNames], rows)
    console.log(`\nevery cap filled to the micro-dollar and none passed; ${refused} calls refused`)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** All calls cost the same, so a cap that holds is filled exactly. */
function checkCap(file: string, cap: number): void {
  const ledger = new Ledger(file)
  const { spent, reserved } = ledger.use().day
  ledger.close()
  if (spent !== cap || reserved !== 0)
    throw new Error(`Of the cap of ${cap}, ${spent} is spent and ${reserved} reserved`)
}

async function round(count: number, message: LedgerRound): Promise<LedgerTimes> {
  const script = path.join(import.meta.dirname, 'ledger-window.ts')
  const children = Array.from({ length: count }, () =>
    fork(script, { execArgv: ['--disable-warning=ExperimentalWarning'] }),
  )
  try {
    const answers = (): Promise<unknown[]> =>
      Promise.all(children.map(async (child) => ((await once(child, 'message')) as unknown[])[0]))
    const send = (what: LedgerRound | 'go'): void => children.forEach((child) => void child.send(what))
    const ready = answers()
    send(message)
    await ready
    const done = answers()
    send('go')
    const reports = (await done) as LedgerTimes[]
    return {
      reserve: reports.flatMap(({ reserve }) => reserve),
      settle: reports.flatMap(({ settle }) => settle),
      refused: reports.reduce((sum, { refused }) => sum + refused, 0),
    }
  } finally {
    for (const child of children) child.kill()
  }
}
