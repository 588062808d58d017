/**
 * What an ask takes besides the endpoint: its local part on a large workspace (label, vector, answers from before,
 * passages, prompt, reservation), and what is added to the time to the first token of the bare SDK. Each question is
 * asked through the whole pipeline and then, with the very same prompt, by the SDK alone; the server is a process of its
 * own and answers at once.
 */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import OpenAI from 'openai'
import { endpointOf } from '../../extension/core/endpoints.ts'
import type { Call } from '../../extension/core/flagship/call.ts'
import type { IndexState } from '../../extension/core/retrieval/index-state.ts'
import { loadPrompts } from '../../extension/engines/asks/load-prompts.ts'
import type { AskConfig, AskParts } from '../../extension/engines/asks/parts.ts'
import { Asker } from '../../extension/engines/asks/service.ts'
import { FlagshipClient } from '../../extension/engines/flagship/client.ts'
import { responseBody } from '../../extension/engines/flagship/responses.ts'
import { RetrievalClient } from '../../extension/engines/retrieval/client.ts'
import { readText } from '../../extension/engines/retrieval/read-text.ts'
import { StoreClient, storeScript } from '../../extension/engines/store/store-client.ts'
import { root } from '../vscode/install.ts'
import type { BenchOptions } from './benches.ts'
import { makeCorpus } from './corpus.ts'
import { partlyRandom, startHostEncoder } from './host-encoder.ts'
import type { HostEncoder } from './host-encoder.ts'
import { printTable, spread, spreadNames } from './report.ts'

const warmUps = 20
const model = 'gpt-6-luna'
/** Of no consequence: all asks fit under them. */
const caps: AskConfig['caps'] = { tokensPerQuery: 200_000, queriesPerHour: 100_000, microUsdPerDay: 1_000_000_000_000 }

export async function benchAsks({ chunks, embed, threads }: BenchOptions): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'shortline-bench-'))
  const encoder = await startHostEncoder(threads)
  const server = fork(path.join(import.meta.dirname, 'answer-server.ts'))
  const store = new StoreClient(storeScript, path.join(folder, 'store.db'))
  const workspace = path.join(folder, 'workspace')
  const states: IndexState[] = []
  const search = indexOf(workspace, path.join(folder, 'index.db'), encoder, embed, (state) => states.push(state))
  try {
    const { queries } = await makeCorpus(workspace, chunks)
    const baseUrl = await addressOf(server)
    await search.update()
    const state = states.at(-1)
    if (state?.kind !== 'ready') throw new Error(`The index is ${state?.kind}`)
    const times = await askAll(queries, baseUrl, { workspace, encoder, search, store })
    const added = times.map(({ firstToken, sent, bare }) => firstToken - sent - bare)
    const rows: readonly [string, readonly number[]][] = [
      ['until it is decided', times.map(({ decided }) => decided)],
      ['local part, until the request goes out', times.map(({ sent }) => sent)],
      ['first token, whole ask', times.map(({ firstToken }) => firstToken)],
      ['first token, bare SDK with the same prompt', times.map(({ bare }) => bare)],
      ['added to the SDK, besides the local part', added],
    ]
    printTable(
      `asks about ${state.chunks} passages`,
      ['', 'asks', ...spreadNames],
      rows.map(([name, numbers]) => [name, String(numbers.length), ...spread(numbers)]),
    )
    const { byComponent } = await store.call('summary', 0)
    printTable(
      'of the local part, as the ledger has it',
      ['', 'p50', 'p99'],
      byComponent
        .filter(({ p50Ms }) => p50Ms !== null)
        .map(({ component, p50Ms, p99Ms }) => [component, (p50Ms ?? NaN).toFixed(1), (p99Ms ?? NaN).toFixed(1)]),
    )
  } finally {
    await search.dispose()
    await store.dispose()
    encoder.dispose()
    if (server.connected) server.disconnect()
    await rm(folder, { recursive: true })
  }
}

/** Milliseconds. */
interface Times {
  /** From the ask until its decision. */
  readonly decided: number
  /** From the ask until its request goes out. */
  readonly sent: number
  /** From the ask. */
  readonly firstToken: number
  /** From the request to its first token, by the SDK alone. */
  readonly bare: number
}

interface Around extends Pick<AskParts, 'store'> {
  readonly workspace: string
  readonly encoder: HostEncoder
  readonly search: RetrievalClient
}

async function askAll(
  queries: readonly string[],
  baseUrl: string,
  { workspace, encoder, search, store }: Around,
): Promise<readonly Times[]> {
  const endpoint = endpointOf({
    ...{ 'endpoint.preset': 'custom', 'endpoint.baseUrl': baseUrl, 'endpoint.apiStyle': 'responses' },
  })
  const config: AskConfig = {
    ...{ endpoint, preset: 'custom', key: 'none', own: {}, caps, apiShare: 1, trusted: true, workspace },
    models: { rag: model, code: model, plan: model, direct: model },
    policy: () => undefined,
  }
  const client = new FlagshipClient()
  let [sent, call] = [0, undefined as Call | undefined]
  const asker = new Asker({
    config: () => Promise.resolve(config),
    label: encoder.label,
    findCommand: () => undefined,
    embed: encoder.embed,
    search: () => search,
    readText: async (file) => (await readText(path.join(workspace, file)))?.text,
    store,
    client: {
      stream: (to, one, signal) => {
        ;[sent, call] = [performance.now(), one]
        return client.stream(to, one, signal)
      },
    },
    prompts: loadPrompts(path.join(root, 'extension/prompts')),
    log: (level, text) => console.error(`${level}: ${text}`),
    now: Date.now,
    clock: () => performance.now(),
  })
  const sdk = new OpenAI({ baseURL: baseUrl, apiKey: 'none', maxRetries: 0 })
  const times: Times[] = []
  for (const [index, query] of queries.entries()) {
    const begun = performance.now()
    const { decided, firstToken } = await follow(asker, `/explain /api ${query}`, String(index))
    if (!call) throw new Error(`Nothing was sent for: ${query}`)
    const bare = await bareFirstToken(sdk, call)
    if (index >= warmUps)
      times.push({ decided: decided - begun, sent: sent - begun, firstToken: firstToken - begun, bare })
    call = undefined
  }
  return times
}

/** Moments of the decision and of the first text; the ask is read to its end. */
async function follow(
  asker: Asker,
  text: string,
  id: string,
): Promise<{ readonly decided: number; readonly firstToken: number }> {
  let [decided, firstToken] = [NaN, NaN]
  const request = { kind: 'ask', id, text, context: { location: 'panel' }, mode: 'api' } as const
  for await (const event of asker.ask(request, new AbortController().signal)) {
    if (event.kind === 'decision') decided = performance.now()
    if (event.kind === 'text' && Number.isNaN(firstToken)) firstToken = performance.now()
    if (event.kind === 'outcome' && event.outcome.kind !== 'done')
      throw new Error(`An ask ended as ${event.outcome.kind}`)
  }
  return { decided, firstToken }
}

async function bareFirstToken(sdk: OpenAI, call: Call): Promise<number> {
  const begun = performance.now()
  let first = NaN
  for await (const event of await sdk.responses.create({ ...responseBody(call, false), stream: true }))
    if (event.type === 'response.output_text.delta' && Number.isNaN(first)) first = performance.now() - begun
  return first
}

function indexOf(
  workspace: string,
  file: string,
  encoder: HostEncoder,
  real: number,
  onState: (state: IndexState) => void,
): RetrievalClient {
  return new RetrievalClient({
    file: fileURLToPath(new URL('../../extension/engines/retrieval/worker.ts', import.meta.url)),
    options: () =>
      Promise.resolve({ folders: [{ root: workspace, name: '' }], file, exclude: [], model: encoder.model }),
    embed: partlyRandom(encoder, real).embed,
    onState,
    log: (level, text) => console.error(`${level}: ${text}`),
  })
}

async function addressOf(server: ChildProcess): Promise<string> {
  const [address] = (await once(server, 'message')) as unknown[]
  return String(address)
}
