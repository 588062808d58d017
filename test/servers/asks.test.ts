/**
 * Asks through servers that we did not write: LiteLLM in front of `transformers serve` with our own checkpoint. The
 * whole pipeline is real, the label alone is given. What the model says is of no account.
 */
import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import { endpointOf } from '../../extension/core/endpoints.ts'
import type { Entry } from '../../extension/core/money/entries.ts'
import type { AskFailedReason } from '../../extension/core/types.ts'
import type { AskConfig } from '../../extension/engines/asks/parts.ts'
import { openWorkspace, type Workspace } from '../engines/asks/workspace.ts'
import { modelName, shortestAnswer } from './model-folder.ts'
import { reported } from './reported.ts'
import { servers } from './setup.ts'
import { key, prices } from './start.ts'

const styles = ['responses', 'chat'] as const
type Style = (typeof styles)[number]
const paths: Readonly<Record<Style, string>> = { responses: '/v1/responses', chat: '/v1/chat/completions' }

describe('asks through LiteLLM and transformers', () => {
  let workspace: Workspace
  let asked = 0
  before(async () => {
    workspace = await openWorkspace(servers().front.baseUrl)
  })
  after(() => workspace.dispose())
  beforeEach(() => {
    servers().front.forget()
    servers().back.forget()
    workspace.label = 'general'
  })

  function use(style: Style, model: string = modelName, more: Partial<AskConfig> = {}): void {
    const settings = { 'endpoint.preset': 'litellm', 'endpoint.apiStyle': style } as const
    workspace.config = {
      endpoint: endpointOf({ ...settings, 'endpoint.baseUrl': servers().front.baseUrl }),
      ...{ key, models: { rag: model, direct: model, code: model, plan: model } },
      own: { [model]: { input: 1, output: 1 }, ...prices },
      ...more,
    }
  }
  /** No question twice: the second would be answered from the cache. */
  const question = (): string => `/api what is a semaphore, number ${++asked}`
  const lastEntry = async (): Promise<Entry> => (await workspace.folder.parts.store.call('entries', 0, 1))[0]!

  /** Until the last token is heard of. */
  async function stream(text: string, onText: () => unknown, signal: AbortSignal): Promise<number> {
    let deltas = 0
    const request = { kind: 'ask', id: `stream-${++asked}`, text, context: {}, mode: 'auto' } as const
    for await (const { kind } of workspace.asker.ask(request, signal)) {
      if (kind !== 'text') continue
      deltas++
      onText()
    }
    return deltas
  }

  for (const style of styles) {
    describe(`in the dialect ${style}`, () => {
      it('stream token by token, to where the server ends', async () => {
        use(style)
        const { front } = servers()
        const endedBefore: boolean[] = []
        const onText = (): unknown => endedBefore.push(front.exchanges[0]!.ended)
        const deltas = await stream(question(), onText, new AbortController().signal)
        const [exchange] = front.exchanges
        assert.equal(front.exchanges.length, 1)
        assert.equal(exchange!.path, paths[style])
        assert.equal(endedBefore[0], false)
        assert.ok(deltas > shortestAnswer / 2, `${deltas} pieces`)
        const { state, firstTokenMs, ms, attempts } = await lastEntry()
        assert.deepEqual([state, attempts], ['done', 1])
        assert.ok(firstTokenMs !== null && firstTokenMs < ms)
      })

      for (const model of Object.keys(prices) as (keyof typeof prices)[]) {
        it(`cost what ${model} reports, to the micro-dollar, as LiteLLM and a sum by hand have it`, async () => {
          use(style, model)
          const { outcome } = await workspace.run(question())
          assert.equal(outcome.kind, 'done')
          const { front, back } = servers()
          const said = reported(front.exchanges[0]!)
          const before = reported(back.exchanges[0]!)
          assert.deepEqual([said.input, said.output], [before.input, before.output])
          const entry = await lastEntry()
          assert.equal(entry.estimated, false)
          assert.equal(entry.billedModel?.endsWith(modelName), true)
          // Dollars a million are micro-dollars a token; each component is rounded up.
          const parts = [said.input * prices[model].input, said.output * prices[model].output]
          const byHand = parts.map((microUsd) => Math.ceil(Number(microUsd.toFixed(6))))
          assert.equal(entry.costMicroUsd, byHand[0]! + byHand[1]!)
          const tokens = Object.fromEntries(entry.components.map((row) => [row.component, row.tokens]))
          assert.deepEqual([tokens['input'], tokens['output']], [said.input, said.output])
          // LiteLLM rounds nothing.
          const microUsd = said.usd! * 1e6
          assert.ok(Math.abs(microUsd - (parts[0]! + parts[1]!)) < 1e-3, `${microUsd}`)
          assert.ok(entry.costMicroUsd - microUsd > -1e-3 && entry.costMicroUsd - microUsd < 2)
        })
      }

      it('are stopped within 100 ms down to the socket, and settled by an estimate', async () => {
        use(style)
        const abort = new AbortController()
        let stoppedAt = 0
        const stop = (): void => {
          stoppedAt ||= performance.now()
          abort.abort()
        }
        await stream(question(), stop, abort.signal)
        const { front, back } = servers()
        assert.equal(front.exchanges.length, 1)
        await until(() => front.exchanges[0]!.closedAt !== undefined)
        const ms = front.exchanges[0]!.closedAt! - stoppedAt
        assert.ok(ms < 100, `${ms} ms`)
        assert.equal(front.exchanges[0]!.ended, false)
        const entry = await lastEntry()
        assert.deepEqual([entry.state, entry.estimated, entry.attempts], ['cancelled', true, 1])
        assert.ok(entry.costMicroUsd > 0)
        // LiteLLM tells the model's server, which then works for nobody.
        await until(() => back.exchanges[0]!.closedAt !== undefined)
      })

      it('that break in mid-stream keep what came, and are billed by an estimate', async () => {
        use(style)
        const { back } = servers()
        back.cutAfterBytes = 2000
        try {
          const { outcome, text } = await workspace.run(question())
          assert.ok(outcome.kind === 'failed', outcome.kind)
          assert.ok(outcome.reason === 'server-error' || outcome.reason === 'stream-cut', outcome.reason)
          assert.match(outcome.message, /broke/)
          assert.ok(text.length > 0)
          const { state, estimated, costMicroUsd, attempts } = await lastEntry()
          assert.deepEqual([state, estimated, attempts], ['failed', true, 1])
          assert.ok(costMicroUsd > 0)
        } finally {
          back.cutAfterBytes = undefined
        }
      })

      const both: [what: string, with_: Partial<AskConfig>, model: string, reason: AskFailedReason, says: RegExp][] = [
        ['a key that LiteLLM does not know (401)', { key: 'sk-unknown' }, modelName, 'unauthorised', /Set API Key/],
        ['a key that may not (403)', { key: 'sk-forbidden' }, modelName, 'forbidden', /does not let this key/],
        ['a key whose rate is used up (429)', { key: 'sk-limited' }, modelName, 'rate-limited', /try again in \d+ s/],
        ['a key whose budget is spent', { key: 'sk-spent' }, modelName, 'rate-limited', /no credit left/],
        ['a model that LiteLLM does not have', {}, 'nobody', 'malformed', /Invalid model name.*nobody/],
        ['a model that its server does not have', {}, 'absent', 'malformed', /does not take this request/],
        ['a server that LiteLLM can’t reach', {}, 'unreachable', 'server-error', /error of its own \(500\)/],
      ]
      // Over the Responses API LiteLLM makes a plain 500 of what its stand-ins raise.
      const inChat: typeof both = [
        ['a limit of the provider (429)', {}, 'limited', 'rate-limited', /takes no more requests/],
        ['an error of the provider (500)', {}, 'broken', 'server-error', /error of its own \(500\)/],
        ['a prompt that is too long for the model', {}, 'overfull', 'too-large', /too long for overfull/],
      ]
      for (const [what, more, model, reason, says] of style === 'chat' ? [...both, ...inChat] : both) {
        it(`fail by ${what} as ${reason}, for nothing`, async () => {
          use(style, model, more)
          const { outcome } = await workspace.run(question())
          assert.ok(outcome.kind === 'failed', outcome.kind)
          assert.equal(outcome.reason, reason, outcome.message)
          assert.match(outcome.message, says)
          const { state, why, costMicroUsd, attempts } = await lastEntry()
          assert.deepEqual([state, why, costMicroUsd], ['failed', reason, 0])
          assert.equal(attempts, servers().front.exchanges.length)
        })
      }
    })
  }

  async function until(condition: () => boolean): Promise<void> {
    const end = performance.now() + 30_000
    while (!condition() && performance.now() < end) await wait(5)
    assert.ok(condition(), `never came true: ${condition.toString()}`)
  }
})
