/** The dialects of servers that fill gaps, against a server that answers as their documentation says. */
import assert from 'node:assert/strict'
import path from 'node:path'
import { endpoints } from '../../../extension/core/endpoints.ts'
import type { Endpoint } from '../../../extension/core/endpoints.ts'
import type { CallEvent } from '../../../extension/core/flagship/call.ts'
import { loadPrompts } from '../../../extension/engines/asks/load-prompts.ts'
import { FlagshipClient } from '../../../extension/engines/flagship/client.ts'
import { CallError } from '../../../extension/engines/flagship/failures.ts'
import { gapAnswer, gapCall, gapClient } from '../../../extension/engines/flagship/fim.ts'
import { answer, startFaultServer } from './fault-server.ts'
import type { Fault, FaultServer } from './fault-server.ts'

const prompt = loadPrompts(path.resolve(import.meta.dirname, '../../../extension/prompts')).complete
const question = {
  ...{ path: 'src/a.ts', prefix: 'const a = ', suffix: '\nuse(a)' },
  ...{ model: 'qwen2.5-coder', maxOutputTokens: 40 },
}
const asked: { url: string; authorization: string | undefined }[] = []

const byPath: Fault = (response, body, _, { url = '', headers }) => {
  asked.push({ url, authorization: headers.authorization })
  const billed = { prompt_tokens: 12, completion_tokens: 3 }
  const answers: Readonly<Record<string, unknown>> = {
    '/infill': { content: 'compute()\n', tokens_evaluated: 12, tokens_predicted: 3 },
    '/beta/completions': { model: 'm', choices: [{ text: 'compute()' }], usage: billed },
    '/v1/fim/completions': { model: 'm', choices: [{ message: { content: 'compute()' } }], usage: billed },
    '/v1/completions': { model: 'm', choices: [{ text: 'compute()' }], usage: billed },
  }
  if (url === '/v1/responses') {
    answer(response, body)
    return
  }
  response.writeHead(url in answers ? 200 : 404, { 'content-type': 'application/json' })
  response.end(JSON.stringify(answers[url] ?? { error: { message: 'no such path' } }))
}

describe('filling a gap over the network', () => {
  let server: FaultServer
  before(async () => {
    server = await startFaultServer(byPath)
  })
  beforeEach(() => asked.splice(0))
  after(() => server.close())

  const at = (endpoint: Endpoint): Endpoint => ({ ...endpoint, baseUrl: server.baseUrl })
  const ask = async (endpoint: Endpoint, signal = new AbortController().signal) => {
    const client = gapClient(new FlagshipClient(), endpoint, question)
    const events: CallEvent[] = []
    for await (const event of client.stream({ ...endpoint, key: 'k' }, gapCall(endpoint, question, prompt), signal)) {
      events.push(event)
    }
    const said = events.flatMap((event) => (event.kind === 'text' ? [event.delta] : []))
    const end = events.find((event) => event.kind === 'end')
    return { kinds: events.map(({ kind }) => kind), text: gapAnswer(endpoint, question, said.join('')), end }
  }

  for (const preset of ['llamacpp', 'deepseek', 'mistral', 'vllm'] as const) {
    it(`speaks to ${preset} in its own dialect, with the key of that address`, async () => {
      const { text, kinds, end } = await ask(at(endpoints[preset]))
      assert.equal(text, 'compute()')
      assert.deepEqual(kinds, ['attempt', 'text', 'end'])
      assert.deepEqual([end?.usage?.input, end?.usage?.output], [12, 3])
      assert.equal(asked.length, 1)
      assert.equal(asked[0]!.authorization, 'Bearer k')
    })
  }

  it('asks in words where a server has no dialect', async () => {
    const { text } = await ask(at(endpoints.openai))
    assert.equal(text, 'All well.')
    assert.deepEqual(
      asked.map(({ url }) => url),
      ['/v1/responses'],
    )
  })

  it('fails with a reason where the server does not know the path', async () => {
    const wrong = { ...at(endpoints.mistral), baseUrl: `${server.baseUrl}/nowhere` }
    await assert.rejects(ask(wrong), (error) => error instanceof CallError && error.failure.reason === 'not-found')
  })

  it('sends nothing once it is stopped, and ends without an end', async () => {
    const { kinds } = await ask(at(endpoints.mistral), AbortSignal.abort())
    assert.deepEqual(kinds, ['attempt'])
    assert.equal(asked.length, 0)
  })

  it('counts all that goes out: the gap alone in a dialect, the prompt around it in words', () => {
    const sent = (endpoint: Endpoint): string =>
      gapCall(endpoint, question, prompt).system +
      gapCall(endpoint, question, prompt)
        .messages.map(({ content }) => content)
        .join('')
    assert.equal(sent(endpoints.mistral), question.prefix + question.suffix)
    for (const part of [prompt.system, prompt.examples[0]!.content, question.path, question.prefix, question.suffix]) {
      assert.ok(sent(endpoints.openai).includes(part))
    }
  })
})
