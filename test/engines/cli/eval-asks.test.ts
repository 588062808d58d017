/** `eval asks` on a workspace of two files, through the real encoder, index, pipeline and ledger. */
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { jsonLines, shortline } from './shortline.ts'
import { tasks, writeTasks } from './tiny-tasks.ts'

interface Report {
  readonly routes: { readonly right: number; readonly of: number }
  readonly citations: object
  readonly refusals: object
  readonly failures: number
  readonly costMicroUsd: number
  readonly opponentMicroUsd: number
  readonly components: readonly { readonly component: string; readonly tokens: number; readonly costMicroUsd: number }[]
}

describe('shortline eval asks', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'shortline-eval-asks-'))
    await writeTasks(folder, tasks)
  })
  afterEach(() => rm(folder, { recursive: true }))
  const evaluate = (...more: string[]) =>
    shortline(['eval', 'asks', path.join(folder, 'tasks.jsonl'), '--roots', folder, ...more])

  it('decides, grounds and pays for each task without a server, and the ledger says the same', async () => {
    const ledger = path.join(folder, 'store.db')
    const each = path.join(folder, 'each.jsonl')
    const { code, output, errors } = await evaluate('--json', '--ledger', ledger, '--tasks', each)
    assert.equal(code, 0, errors)
    const report = jsonLines(output)[0] as unknown as Report
    const wrong = jsonLines(await readFile(each, 'utf8')).filter(({ right }) => right !== true)
    assert.deepEqual(wrong, [])
    assert.deepEqual(report.routes, { right: tasks.length, of: tasks.length })
    assert.deepEqual(report.citations, { right: 4, of: 4 })
    assert.deepEqual(report.refusals, { right: 2, of: 2 })
    assert.equal(report.failures, 0)
    const costs = report.components.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0)
    assert.equal(costs, report.costMicroUsd)
    const output100 = report.components.find(({ component }) => component === 'output')!.tokens
    assert.ok(output100 >= 100 + 50 + 100, `${output100}`)
    const rows = jsonLines((await shortline(['ledger', '--json', '--ledger', ledger])).output)
    const booked = rows.reduce((sum, { costMicroUsd }) => sum + (costMicroUsd as number), 0)
    assert.equal(booked, report.costMicroUsd)
    const table = await shortline(['ledger', '--ledger', ledger])
    assert.match(table.output, /asks cost \$0\.\d+.*\n.*saved/)
  })

  it('prints a table for people, of the tasks that are wanted', async () => {
    const { output } = await evaluate('--only', 'direct')
    for (const part of [/^1 tasks, real prompts/m, /^route +1 of 1 \(100\.0 %\)/m, /^opponent /m, /^direct +1 +1 +\$/m])
      assert.match(output, part)
  })

  it('says what is wrong', async () => {
    assert.match((await evaluate('--only', 'nothing')).errors, /no task is called so/)
    assert.match((await evaluate('--roots', path.join(folder, 'gone'))).errors, /there is no such folder/)
    await writeFile(path.join(folder, 'tasks.jsonl'), '{"id":1}')
    assert.match((await evaluate()).errors, /line 1/)
  })
}).timeout(120_000)
