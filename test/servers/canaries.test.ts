/** What stands in files that are secret, ignored or excluded never reaches a server: read from what servers got. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { endpointOf } from '../../extension/core/endpoints.ts'
import { canary, openWorkspace, type Workspace } from '../engines/asks/workspace.ts'
import { jsonLines, shortline } from '../engines/cli/shortline.ts'
import { modelName } from './model-folder.ts'
import { servers } from './setup.ts'
import { key, prices } from './start.ts'

/** As somebody asks who wants just these files. */
const questions = [
  'what happens in enqueueJob when the queue is full, and which key does it use?',
  'what is JOB_QUEUE_KEY in .env, and what stands in deploy/id_rsa?',
]

describe('files that hold secrets', () => {
  let workspace: Workspace
  let folder: string
  before(async () => {
    workspace = await openWorkspace(servers().front.baseUrl)
    folder = await mkdtemp(path.join(tmpdir(), 'shortline-canaries-'))
  })
  after(async () => {
    await workspace.dispose()
    await rm(folder, { recursive: true })
  })
  beforeEach(() => {
    servers().front.forget()
    servers().back.forget()
  })

  function assertNothingSecretWasSent(): void {
    const { front, back } = servers()
    for (const { exchanges } of [front, back]) {
      const sent = exchanges.map(({ body }) => body).join('\n')
      // The index was asked, and what it may know went out.
      assert.match(sent, /src\/queue\.ts/)
      assert.ok(!sent.includes(canary), sent)
    }
  }

  it('stay here whatever is asked, with their folder open and the file itself selected', async () => {
    workspace.config = {
      endpoint: endpointOf({
        ...{ 'endpoint.preset': 'litellm', 'endpoint.apiStyle': 'responses' },
        'endpoint.baseUrl': servers().front.baseUrl,
      }),
      ...{ key, models: { rag: modelName, direct: modelName, code: modelName, plan: modelName }, own: prices },
    }
    for (const text of questions) assert.equal((await workspace.run(text)).outcome.kind, 'done')
    const file = { path: '.env', startLine: 1, endLine: 2 }
    const { outcome } = await workspace.run('explain these lines', { file })
    assert.ok(outcome.kind === 'refused' && outcome.reason === 'secret-file', outcome.kind)
    assertNothingSecretWasSent()
  })

  it('stay here on the command line, with the real encoder', async () => {
    const ledger = path.join(folder, 'store.db')
    process.env['OPENAI_API_KEY'] = key
    const { code, output, errors } = await shortline(
      [
        ...['ask', '--root', workspace.root, '--exclude', 'private', '--ledger', ledger],
        ...['--base-url', servers().front.baseUrl, '--model', modelName, '--price', '3,15'],
      ],
      questions.map((text, id) => ({ id, text: `/explain /api ${text}` })),
    ).finally(() => delete process.env['OPENAI_API_KEY'])
    assert.equal(code, 0, errors)
    const answers = jsonLines(output)
    assert.deepEqual(
      answers.map(({ outcome }) => outcome),
      questions.map(() => ({ kind: 'done' })),
    )
    assertNothingSecretWasSent()
    const rows = jsonLines((await shortline(['ledger', '--json', '--ledger', ledger])).output)
    const sum = (each: readonly Record<string, unknown>[]): number =>
      each.reduce((total, { costMicroUsd }) => total + (costMicroUsd as number), 0)
    assert.ok(sum(rows) > 0)
    assert.equal(sum(rows), sum(answers))
  })
})
