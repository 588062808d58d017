/** What the client makes of servers on good and bad days. Those that we did not write are in `test/servers`. */
import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import type { Call, CallEvent } from '../../../extension/core/flagship/call.ts'
import { FlagshipClient } from '../../../extension/engines/flagship/client.ts'
import type { Server } from '../../../extension/engines/flagship/client.ts'
import { CallError } from '../../../extension/engines/flagship/failures.ts'
import { selfSigned } from './certificate.ts'
import { answer, begin, chunk, finish, startFaultServer, status } from './fault-server.ts'
import type { Fault, FaultServer } from './fault-server.ts'
import { faults, key } from './faults.ts'

const call: Call = {
  ...{ model: 'gpt-6-luna', system: 'Be brief.', maxOutputTokens: 50 },
  messages: [{ role: 'user', content: 'How is it?' }],
}

describe('flagship client', () => {
  const servers: FaultServer[] = []
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())))

  const client = new FlagshipClient({ headersMs: 600, silenceMs: 400 }, () => 0)
  async function start(fault: Fault, tls?: { key: string; cert: string }): Promise<FaultServer> {
    const server = await startFaultServer(fault, tls)
    servers.push(server)
    return server
  }
  interface Result {
    readonly text: string
    readonly attempts: number
    readonly end: Extract<CallEvent, { kind: 'end' }> | undefined
    readonly error: CallError | undefined
  }
  async function run(server: Partial<Server>, signal = new AbortController().signal, asked = call): Promise<Result> {
    let [text, attempts] = ['', 0]
    let end: Result['end']
    try {
      for await (const event of client.stream({ baseUrl: '', apiStyle: 'responses', key, ...server }, asked, signal)) {
        if (event.kind === 'text') text += event.delta
        else if (event.kind === 'attempt') attempts = event.number
        else end = event
      }
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      return { text, attempts, end, error }
    }
    return { text, attempts, end, error: undefined }
  }

  it('streams from the Responses API, reads usage, model and tier, and sends what the call says', async () => {
    const { baseUrl, bodies } = await start(answer)
    const { text, end, attempts } = await run({ baseUrl })
    assert.deepEqual([text, attempts], ['All well.', 1])
    assert.deepEqual(end, {
      ...{ kind: 'end', model: 'gpt-6-luna', tier: 'default', stop: 'complete' },
      usage: { input: 100, cachedInput: 20, cacheWrite: 0, output: 20, reasoning: 10 },
    })
    assert.deepEqual(bodies, [
      {
        ...{ model: 'gpt-6-luna', instructions: 'Be brief.', max_output_tokens: 50, stream: true },
        input: [{ role: 'user', content: 'How is it?' }],
      },
    ])
  })

  it('streams from Chat Completions, usage in the last text or after it', async () => {
    const counts = { prompt_tokens: 9, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 4 } }
    for (const inLast of [true, false]) {
      const { baseUrl, bodies } = await start((response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        chunk(response, 'Good')
        const last = { choices: [{ delta: { content: '.' }, finish_reason: 'length' }] }
        chunk(response, '', inLast ? { ...last, usage: counts } : last)
        if (!inLast) chunk(response, '', { choices: [], usage: counts })
        response.end('data: [DONE]\n\n')
      })
      const { text, end } = await run({ baseUrl, apiStyle: 'chat' })
      assert.equal(text, 'Good.')
      assert.deepEqual([end?.stop, end?.usage?.input, end?.usage?.cachedInput, end?.usage?.output], ['length', 5, 4, 2])
      const { max_tokens, stream_options } = bodies[0]!
      assert.deepEqual([max_tokens, stream_options], [50, { include_usage: true }])
    }
  })

  it('sends the schema in either dialect', async () => {
    const schema = { name: 'plan', schema: { type: 'object' } }
    const { baseUrl, bodies } = await start(answer)
    await run({ baseUrl }, undefined, { ...call, schema })
    await run({ baseUrl, apiStyle: 'chat' }, undefined, { ...call, schema })
    assert.deepEqual(bodies[0]?.['text'], { format: { type: 'json_schema', ...schema, strict: true } })
    assert.deepEqual(bodies[1]?.['response_format'], { type: 'json_schema', json_schema: { ...schema, strict: true } })
  })

  it('falls back to Chat Completions where a server has no Responses API, and remembers it', async () => {
    const paths: string[] = []
    const { baseUrl } = await start((response, body, nth, request) => {
      paths.push(request.url!)
      if (request.url!.endsWith('/responses')) {
        status(404)(response, body, nth, request)
        return
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      chunk(response, 'ok', { choices: [{ delta: { content: 'ok' }, finish_reason: 'stop' }] })
      response.end()
    })
    assert.equal((await run({ baseUrl })).text, 'ok')
    assert.equal((await run({ baseUrl })).text, 'ok')
    assert.deepEqual(paths, ['/v1/responses', '/v1/chat/completions', '/v1/chat/completions'])
  })

  for (const [what, { fault, reason, message, attempts }] of faults) {
    it(`ends ${what} as ${reason}`, async () => {
      const { baseUrl } = await start(fault)
      const { error, attempts: made } = await run({ baseUrl })
      assert.ok(error)
      assert.equal(error.failure.reason, reason, error.message)
      assert.match(error.message, message)
      assert.equal(made, attempts)
      assert.ok(!error.message.includes(key))
    })
  }

  it('keeps what came before a cut', async () => {
    const { baseUrl } = await start((response) => {
      begin(response, 'Half ', 'of it')
      setTimeout(() => response.destroy(), 20)
    })
    const { text, error } = await run({ baseUrl })
    assert.equal(text, 'Half of it')
    assert.equal(error?.failure.mayBeBilled, true)
  })

  it('tries again after 429 and 500, waiting as it is told, and each attempt is seen', async () => {
    const { baseUrl } = await start((response, body, nth, request) => {
      if (nth === 1) status(429, {}, { 'retry-after-ms': '400' })(response, body, nth, request)
      else if (nth === 2) status(503)(response, body, nth, request)
      else answer(response, body)
    })
    const begun = performance.now()
    const { text, attempts } = await run({ baseUrl })
    assert.deepEqual([text, attempts], ['All well.', 3])
    assert.ok(performance.now() - begun >= 400 + 500 * 0.5)
  })

  it('says that a host is not there, and that nothing listens', async () => {
    const unknown = await run({ baseUrl: 'http://no-such-host.invalid/v1' })
    assert.equal(unknown.error?.failure.reason, 'network')
    assert.match(unknown.error.message, /no-such-host\.invalid can’t be reached/)
    const server = await start(answer)
    await server.close()
    const refused = await run({ baseUrl: server.baseUrl })
    assert.match(refused.error?.message ?? '', /nothing answers there/)
    assert.equal(refused.error?.failure.mayBeBilled, false)
  })

  it('trusts no certificate that nobody signed', async () => {
    const { baseUrl } = await start(answer, selfSigned)
    const { error } = await run({ baseUrl })
    assert.equal(error?.failure.reason, 'tls', error?.message)
  })

  it('closes the socket within 100 ms of a cancel, as the server sees it', async () => {
    const server = await start((response) => begin(response, 'Word '))
    const abort = new AbortController()
    const running = run(server, abort.signal)
    await wait(100)
    const begun = performance.now()
    abort.abort()
    const { text, end, error } = await running
    assert.deepEqual([text, end, error], ['Word ', undefined, undefined])
    while (server.closed.length === 0 && performance.now() - begun < 2000) await wait(5)
    const [closed] = server.closed
    assert.ok(closed !== undefined && closed - begun < 100, `${closed! - begun} ms`)
  })

  it('closes the socket when the reader leaves the loop', async () => {
    const server = await start((response) => begin(response, 'Word ', 'word '))
    for await (const { kind } of client.stream(
      { ...server, apiStyle: 'responses', key },
      call,
      AbortSignal.timeout(5000),
    )) {
      if (kind === 'text') break
    }
    while (server.closed.length === 0) await wait(5)
  })

  it('is not hurried by a slow reader', async () => {
    const { baseUrl } = await start(answer)
    const events: string[] = []
    for await (const { kind } of client.stream(
      { baseUrl, apiStyle: 'responses', key },
      call,
      AbortSignal.timeout(5000),
    )) {
      events.push(kind)
      if (kind === 'text') await wait(600)
    }
    assert.equal(events.at(-1), 'end')
  })

  it('says when the server names another model, tier or no usage', async () => {
    const { baseUrl } = await start((response) => {
      begin(response, 'ok')
      finish(response, 'gpt-6-astra', { service_tier: 'priority', usage: undefined })
    })
    const { end } = await run({ baseUrl })
    assert.deepEqual([end?.model, end?.tier, end?.usage], ['gpt-6-astra', 'priority', null])
  })
})
