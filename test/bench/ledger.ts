/**
 * Reserve and settle through the store's thread, as the extension calls them: one window alone, then eight processes
 * at one cap at once. The figures count only when the cap held, so that is checked.
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
const callsAlone = 2_000
const callsEach = 500
/** Three calls in four fit under it. */
const cap = 3_000 * 10

export async function benchLedger(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'shortline-bench-'))
  try {
    const alone = await round(1, { file: path.join(folder, 'alone.db'), calls: callsAlone, cap: 1e9 })
    const file = path.join(folder, 'shared.db')
    const together = await round(processes, { file, calls: callsEach, cap })
    const ledger = new Ledger(file)
    const { spent, reserved } = ledger.use().day
    ledger.close()
    if (spent + reserved > cap) throw new Error(`The cap of ${cap} was passed: ${spent} spent, ${reserved} reserved`)
    const row = (name: string, ms: readonly number[]): string[] => [name, String(ms.length), ...spread(ms)]
    printTable(
      'ledger, through its thread',
      ['', 'calls', ...spreadNames],
      [
        row('reserve, one window', alone.reserve),
        row('settle, one window', alone.settle),
        row(`reserve, ${processes} processes at one cap`, together.reserve),
        row(`settle, ${processes} processes`, together.settle),
      ],
    )
    console.log(`\n${spent} of ${cap} micro-dollars spent, ${together.refused} calls refused, none over the cap`)
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function round(count: number, message: LedgerRound): Promise<LedgerTimes> {
  const script = path.join(import.meta.dirname, 'ledger-window.ts')
  const children = Array.from({ length: count }, () =>
    fork(script, { execArgv: ['--disable-warning=ExperimentalWarning'] }),
  )
  try {
    const reports = await Promise.all(
      children.map(async (child) => {
        child.send(message)
        const [report] = (await once(child, 'message')) as [LedgerTimes]
        return report
      }),
    )
    return {
      reserve: reports.flatMap(({ reserve }) => reserve),
      settle: reports.flatMap(({ settle }) => settle),
      refused: reports.reduce((sum, { refused }) => sum + refused, 0),
    }
  } finally {
    for (const child of children) child.kill()
  }
}
