/** `eval asks --batch` against a server with the Batch API: half the price, gone on with after Ctrl+C, called off. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { BatchServer } from '../flagship/batch-server.ts'
import type { BatchAnswer, BatchLine } from '../flagship/batch-server.ts'
import { jsonLines, shortline, type Run } from './shortline.ts'
import { answerable, writeTasks } from './tiny-tasks.ts'

const plan = JSON.stringify({
  steps: ['how jobs are enqueued', 'a test for a full queue'].map((text) => ({ title: text, query: text, task: text })),
})
/** Odd numbers, so that halves have to be rounded. */
const usage = { input: 1001, output: 33 }
/** US dollars per million tokens, and so micro-dollars a token. */
const price = { input: 0.5, output: 7 }
const callCost = Math.ceil((usage.input * price.input) / 2) + Math.ceil((usage.output * price.output) / 2)
/** One of `rag`, one of `direct`; the plan, its two steps, and what is made of them. */
const calls = { first: 3, all: 6 }

function textFor({ body }: BatchLine): string {
  const isPlan = 'text' in body || 'response_format' in body
  return isPlan ? plan : 'It throws `QueueFull` [1].'
}

function inResponses(line: BatchLine): BatchAnswer {
  const body = {
    ...{ status: 'completed', model: line.body['model'] },
    output: [
      { type: 'reasoning', summary: [] },
      { type: 'message', content: [{ type: 'output_text', text: textFor(line) }] },
    ],
    usage: { input_tokens: usage.input, output_tokens: usage.output },
  }
  return { response: { status_code: 200, body } }
}

function inChat(line: BatchLine): BatchAnswer {
  const body = {
    model: line.body['model'],
    choices: [{ message: { content: textFor(line) }, finish_reason: 'stop' }],
    usage: { prompt_tokens: usage.input, completion_tokens: usage.output },
  }
  return { response: { status_code: 200, body } }
}

interface Report {
  readonly routes: object
  readonly failures: number
  readonly costMicroUsd: number
}

describe('shortline eval asks --batch', () => {
  let folder: string
  let ledger: string
  let server: BatchServer
  let answer: (line: BatchLine) => BatchAnswer
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'shortline-batch-'))
    ledger = path.join(folder, 'store.db')
    await writeTasks(folder, answerable)
    answer = inResponses
    server = await BatchServer.start((line) => answer(line))
  })
  afterEach(async () => {
    server.close()
    await rm(folder, { recursive: true })
  })
  const evaluate = (more: readonly string[], interruptAt?: string): Promise<Run> => {
    const set = ['eval', 'asks', path.join(folder, 'tasks.jsonl'), '--roots', folder, '--ledger', ledger, '--json']
    const at = ['--base-url', server.baseUrl, '--model', 'tiny', '--price', `${price.input},${price.output}`]
    return shortline([...set, ...at, '--poll', '0.05', '--words', ...more], [], interruptAt)
  }
  const reportOf = ({ output, errors, code }: Run): Report => {
    assert.equal(code, 0, errors)
    return jsonLines(output)[0] as unknown as Report
  }
  const sent = (): number[] => server.batches.map(({ lines }) => lines.length)
  const booked = async (): Promise<number> => {
    const rows = jsonLines((await shortline(['ledger', '--json', '--ledger', ledger])).output)
    return rows.reduce((sum, { costMicroUsd }) => sum + (costMicroUsd as number), 0)
  }

  it('sends what waits together, a plan round by round, and books half the price', async () => {
    const report = reportOf(await evaluate(['--batch']))
    assert.deepEqual(report.routes, { right: answerable.length, of: answerable.length })
    assert.equal(report.failures, 0)
    assert.deepEqual(sent(), [calls.first, 1, 1, 1])
    for (const { endpoint, lines } of server.batches) {
      assert.equal(endpoint, '/v1/responses')
      assert.equal(new Set(lines.map(({ custom_id }) => custom_id)).size, lines.length)
      for (const { method, url, body } of lines) {
        assert.deepEqual([method, url, body['model'], body['stream']], ['POST', endpoint, 'tiny', undefined])
        assert.ok(Number(body['max_output_tokens']) > 0)
      }
    }
    assert.equal(report.costMicroUsd, calls.all * callCost)
    assert.equal(await booked(), calls.all * callCost)
  })

  it('speaks Chat Completions, too', async () => {
    answer = inChat
    const report = reportOf(await evaluate(['--batch', '--api-style', 'chat']))
    assert.ok(server.batches.every(({ endpoint }) => endpoint === '/v1/chat/completions'))
    assert.deepEqual([report.failures, report.costMicroUsd], [0, calls.all * callCost])
  })

  it('stops waiting at Ctrl+C and books nothing; goes on with the batch later without sending it again', async () => {
    server.held = true
    const stopped = await evaluate(['--batch'], 'in_progress')
    assert.equal(stopped.code, 130, stopped.errors)
    assert.equal(stopped.output, '')
    const [batch] = server.batches
    assert.match(stopped.errors, new RegExp(`To go on with them: --batch-id ${batch!.id}\\.`))
    assert.equal(await booked(), 0)
    server.held = false
    const report = reportOf(await evaluate(['--batch-id', batch!.id]))
    assert.deepEqual(sent(), [calls.first, 1, 1, 1])
    assert.deepEqual([report.failures, report.costMicroUsd], [0, calls.all * callCost])
    assert.equal(await booked(), calls.all * callCost)
  })

  it('calls a batch off, and takes up what was answered by then', async () => {
    server.held = true
    await evaluate(['--batch'], 'in_progress')
    const { id } = server.batches[0]!
    const off = await evaluate(['--batch-id', id, '--cancel'])
    assert.deepEqual([off.code, off.output], [0, `${id}: cancelling, 0 of ${calls.first}\n`])
    const report = reportOf(await evaluate(['--batch-id', id]))
    assert.deepEqual(sent(), [calls.first])
    assert.equal(report.costMicroUsd, callCost)
    // The plan and the general question were not reached.
    assert.equal(report.failures, calls.first - 1)
  })

  it('counts requests that fail, for nothing', async () => {
    answer = (line) =>
      textFor(line) === plan
        ? { response: { status_code: 400, body: { error: { message: 'no schema here' } } } }
        : inResponses(line)
    const report = reportOf(await evaluate(['--batch']))
    assert.deepEqual([report.failures, report.costMicroUsd], [1, 2 * callCost])
    assert.deepEqual(sent(), [calls.first])
  })

  it('says what is wrong', async () => {
    const alone = await shortline(['eval', 'asks', '--batch'])
    assert.match(alone.errors, /--batch needs a server/)
    assert.match((await evaluate(['--cancel'])).errors, /--batch-id names, which is missing/)
    assert.match((await evaluate(['--batch', '--poll', 'often'])).errors, /--poll takes a number of seconds/)
    const gone = await evaluate(['--batch-id', 'batch_gone'])
    assert.equal(gone.code, 1)
    assert.match(gone.errors, /has no batch batch_gone/)
    server.refusal = 'There is no model tiny.'
    const refused = await evaluate(['--batch'])
    assert.equal(refused.code, 1)
    assert.match(refused.errors, /did not take batch_.*There is no model tiny\./)
    assert.equal(await booked(), 0)
  })
}).timeout(180_000)
