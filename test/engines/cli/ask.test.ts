/** `ask --dry-run`: what would be done, and at what price, without a request and without a row. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { jsonLines, shortline } from './shortline.ts'

interface Line {
  readonly id: unknown
  readonly decision: { readonly route: string; readonly reason: string; readonly estimateMicroUsd: number }
  readonly outcome: null
  readonly costMicroUsd: number
  readonly error?: string
}

describe('shortline ask', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'shortline-ask-'))
    await writeFile(
      path.join(folder, 'queue.ts'),
      'export function enqueueJob(job: Job): void {\n  jobs.push(job)\n}\n',
    )
  })
  afterEach(() => rm(folder, { recursive: true }))
  const dryRun = async (lines: readonly (object | string)[], ...more: string[]) => {
    // Nothing listens there: a request would fail the ask.
    const server = ['--base-url', 'http://127.0.0.1:1/v1', '--ledger', path.join(folder, 'store.db')]
    const run = await shortline(['ask', '--dry-run', '--root', folder, ...server, ...more], lines)
    return { ...run, lines: jsonLines(run.output) as unknown as Line[] }
  }

  it('decides and prices each line, and sends and books nothing', async () => {
    const { lines, code, errors } = await dryRun([
      { id: 1, text: '/explain enqueueJob' },
      { id: 'two', text: '/search where are jobs enqueued' },
      { id: 3, text: '/general what is a mutex' },
    ])
    assert.equal(code, 0, errors)
    assert.deepEqual(
      lines.map(({ id, decision, outcome }) => [id, decision.route, outcome]),
      [
        [1, 'rag', null],
        ['two', 'search', null],
        [3, 'direct', null],
      ],
    )
    assert.ok(lines[0]!.decision.estimateMicroUsd > lines[2]!.decision.estimateMicroUsd)
    assert.equal(lines[1]!.decision.estimateMicroUsd, 0)
    assert.ok(lines.every(({ costMicroUsd }) => costMicroUsd === 0))
    const table = await shortline(['ledger', '--ledger', path.join(folder, 'store.db')])
    assert.match(table.output, /Nothing has been asked/)
  })

  it('holds the mode and the caps', async () => {
    const ask = [{ id: 1, text: '/explain enqueueJob' }]
    const decided = async (...more: string[]) => (await dryRun(ask, ...more)).lines[0]!.decision
    assert.equal((await decided('--mode', 'local')).route, 'search')
    assert.deepEqual((await decided('--query-cap', '300')).reason, 'query-cap')
    assert.deepEqual((await decided('--day-cap', '0')).reason, 'day-cap')
    assert.deepEqual((await decided('--model', 'nobody-knows')).reason, 'unknown-price')
    assert.equal((await decided('--model', 'nobody-knows', '--price', '0.5,1.5')).route, 'rag')
  })

  it('answers a line that can’t be read with what is wrong, and goes on', async () => {
    const { lines, code } = await dryRun([
      '{',
      { id: 2 },
      { id: 3, text: '/explain it', file: { path: 1 } },
      { id: 4, text: '/general hi' },
    ])
    assert.equal(code, 2)
    assert.match(lines[0]!.error!, /^line 1: /)
    assert.match(lines[1]!.error!, /"text" must be a string/)
    assert.match(lines[2]!.error!, /"file" must hold/)
    assert.equal(lines[3]!.decision.route, 'direct')
  })

  it('refuses options that it does not take', async () => {
    for (const [args, message] of [
      [['--mode', 'fast'], /--mode does not take "fast"/],
      [['--price', '1,2'], /--model, which is missing/],
      [['--base-url', 'ftp://x'], /--base-url does not take/],
    ] as const)
      assert.match((await shortline(['ask', ...args])).errors, message)
    const gone = await shortline(['ask', '--root', path.join(folder, 'gone')])
    assert.match(gone.errors, /there is no such folder/)
    assert.ok(!existsSync(path.join(folder, 'store.db')))
  })
}).timeout(120_000)
