/** What the client makes of servers on good and bad days. Those that we did not write are in `test/servers`. */
import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import type { Call, CallEvent } from '../../../extension/core/flagship/call.ts'
import type { AskFailedReason } from '../../../extension/core/types.ts'
import { FlagshipClient } from '../../../extension/engines/flagship/client.ts'
import type { Server } from '../../../extension/engines/flagship/client.ts'
import { CallError } from '../../../extension/engines/flagship/failures.ts'
import { selfSigned } from './certificate.ts'
import { answer, begin, chunk, finish, send, startFaultServer, status } from './fault-server.ts'
import type { Fault, FaultServer, Json } from './fault-server.ts'

const call: Call = {
  ...{ model: 'gpt-6-luna', system: 'Be brief.', maxOutputTokens: 50 },
  messages: [{ role: 'user', content: 'How is it?' }],
}
const key = 'sk-secret-key-of-mine'

describe('flagship client', () => {
  const servers: FaultServer[] = []
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())))

  const client = new FlagshipClient({ headersMs: 300, silenceMs: 200 }, () => 0)
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

  const failures: [what: string, fault: Fault, reason: AskFailedReason, message: RegExp, attempts: number][] = [
    ['401', status(401, { message: `bad ${key}` }), 'unauthorised', /Set API Key.*It says: bad …$/, 1],
    ['403', status(403), 'forbidden', /does not let this key use gpt-6-luna/, 1],
    ['404', status(404), 'not-found', /no gpt-6-luna .*shortline\.models/, 2],
    ['429 for good', status(429, { code: 'insufficient_quota' }), 'rate-limited', /no credit left/, 1],
    ['429 and a long wait', status(429, {}, { 'retry-after': '90' }), 'rate-limited', /again in 90 s/, 1],
    ['500', status(500), 'server-error', /error of its own \(500\)/, 3],
    ['400', status(400, { message: 'what?' }), 'malformed', /does not take this request \(400\).* what\?/, 1],
    ['400, too long', status(400, { code: 'context_length_exceeded' }), 'too-large', /too long/, 1],
    ['a redirect', (r) => r.writeHead(307, { location: 'http://127.0.0.1:1/v1' }).end(), 'network', /reached/, 1],
    ['no headers', () => undefined, 'timeout', /stopped answering/, 1],
    ['a stall', (r) => begin(r, 'Half'), 'timeout', /stopped answering/, 1],
    ['a cut', (r) => (begin(r, 'Half'), setTimeout(() => r.destroy(), 20)), 'stream-cut', /broke in mid-answer/, 1],
    ['an early end', (r) => (begin(r, 'Half'), r.end()), 'stream-cut', /broke in mid-answer/, 1],
    ['no SSE', (r) => (begin(r, 'Half'), r.end('data: {"type":\n\n')), 'malformed', /no answer of an OpenAI/, 1],
    ['a web page', (r) => r.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hi'), 'malformed', /baseUrl/, 1],
    ['an error inside', (r) => (begin(r), send(r, failed), r.end()), 'server-error', /broke off with an error/, 1],
    ['too much text', (r) => begin(r, 'x'.repeat(3000)), 'too-large', /more than was asked for/, 1],
    ['an endless line', (r) => flood(r), 'too-large', /more than was asked for/, 1],
  ]
  const failed: Json = { type: 'response.failed', response: { error: { code: 'server_error' } } }
  function flood(response: Parameters<Fault>[0]): void {
    begin(response)
    const write = (): void => {
      while (!response.destroyed && response.write('y'.repeat(65536)));
      if (!response.destroyed) response.once('drain', write)
    }
    write()
  }
  for (const [what, fault, reason, message, attempts] of failures) {
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
      if (kind === 'text') await wait(300)
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
