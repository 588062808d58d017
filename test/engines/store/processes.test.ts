/** Many windows at one ledger: real processes, one file. */
import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { Ledger } from '../../../extension/engines/store/ledger.ts'
import { temporaryFolder } from './asks.ts'
import type { Report, Round } from './hammer.ts'

const begin = (): ChildProcess =>
  fork(path.join(import.meta.dirname, 'hammer.ts'), { execArgv: ['--disable-warning=ExperimentalWarning'] })

async function ask(child: ChildProcess, round: Round): Promise<Report> {
  child.send(round)
  const [report] = (await once(child, 'message')) as [Report]
  return report
}

describe('ledger of many processes', () => {
  const folder = temporaryFolder()
  const children: ChildProcess[] = []
  after(() => children.forEach((child) => child.kill('SIGKILL')))

  it('never grants a micro-dollar over the cap: 8 at once, 20 rounds of 20', async function () {
    this.timeout(120_000)
    for (let i = 0; i < 8; i++) children.push(begin())
    const cap = 1500
    for (let round = 0; round < 20; round++) {
      const file = path.join(folder(), `round-${round}.db`)
      const reports = await Promise.all(children.map((child) => ask(child, { file, cap })))
      const sum = (pick: (report: Report) => number): number => reports.reduce((all, report) => all + pick(report), 0)
      const ledger = new Ledger(file)
      const { day } = ledger.use()
      assert.deepEqual(day, { spent: sum(({ spent }) => spent), reserved: sum(({ reserved }) => reserved) })
      assert.ok(day.spent + day.reserved <= cap)
      assert.ok(day.spent + day.reserved > cap - 13, 'it was filled as far as the smallest ask allows')
      assert.ok(Math.max(...reports.map(({ most }) => most)) <= cap)
      ledger.close()
    }
  })

  it('two processes at midnight: each day has its cap once, whoever’s clock turns first', async () => {
    const file = path.join(folder(), 'midnight.db')
    const midnight = new Date(2026, 10, 26).getTime()
    const cap = 400
    // The clocks of two machines' windows are never quite the same.
    const clocks = [midnight - 60_000, midnight - 45_000]
    const pair = clocks.map(() => begin())
    children.push(...pair)
    const reports = await Promise.all(
      pair.map((child, at) => ask(child, { file, cap, clock: clocks[at]!, atLeast: 150 })),
    )
    const days = [midnight - 1, midnight].map((at) => {
      const ledger = new Ledger(file, () => at)
      const { day } = ledger.use()
      ledger.close()
      return day.spent + day.reserved
    })
    for (const taken of days) assert.ok(taken <= cap && taken > cap - 13, `${taken} of ${cap}`)
    const granted = reports.reduce((sum, { spent, reserved }) => sum + spent + reserved, 0)
    assert.equal(days[0]! + days[1]!, granted)
  })

  it('counts what a killed process had reserved, once, whoever sweeps', async () => {
    const file = path.join(folder(), 'killed.db')
    const child = begin()
    const { reserved } = await ask(child, { file, cap: 1000, hang: true })
    const other = new Ledger(file)
    assert.deepEqual(other.use().day, { spent: 0, reserved }, 'it lives: nothing to sweep')
    child.kill('SIGKILL')
    await once(child, 'exit')
    const another = new Ledger(file)
    other.sweep()
    assert.deepEqual(other.use().day, { spent: reserved, reserved: 0 })
    const [entry] = another.entries()
    assert.ok(entry)
    assert.deepEqual([entry.state, entry.estimated, entry.costMicroUsd], ['swept', true, reserved])
    assert.deepEqual(
      entry.components.map(({ component }) => component),
      ['input', 'output'],
    )
    other.close()
    another.close()
  })
})
