/** The worker thread as it runs, from its source. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { IndexState } from '../../../extension/core/retrieval/index-state.ts'
import type { Embed } from '../../../extension/core/retrieval/types.ts'
import { RetrievalClient } from '../../../extension/engines/retrieval/client.ts'
import { TestWorkspace, dimensions, wordEmbedder } from './workspace.ts'

describe('the retrieval client', () => {
  let workspace: TestWorkspace
  let client: RetrievalClient | undefined
  const states: IndexState[] = []
  beforeEach(async () => {
    states.length = 0
    workspace = await TestWorkspace.create({
      'src/tax.ts': 'export function taxOf(price: number): number {\n  return price * rate\n}\n',
      'src/mail.ts': 'export function sendMail(to: string): void {\n  post(to)\n}\n',
    })
  })
  afterEach(async () => {
    await client?.dispose()
    await workspace.remove()
  })

  function connect(embed: Embed, hasFolder = true): RetrievalClient {
    client = new RetrievalClient({
      file: fileURLToPath(new URL('../../../extension/engines/retrieval/worker.ts', import.meta.url)),
      options: () =>
        Promise.resolve(
          hasFolder
            ? {
                folders: [{ root: workspace.root, name: '' }],
                file: workspace.file('.git/index.db'),
                exclude: [],
                model: { id: 'words', dimensions },
              }
            : undefined,
        ),
      embed,
      onState: (state) => states.push(state),
      log: () => undefined,
    })
    return client
  }

  it('starts with the first question, indexes with the vectors it is given, and takes up what was saved', async () => {
    const { embed, texts } = wordEmbedder()
    const search = connect(embed)
    assert.equal(search.isRunning, false)
    await search.update()
    assert.equal(texts.length, 2)
    assert.equal((await search.search('tax of a price', 5))[0]?.path, 'src/tax.ts')
    await workspace.write('src/fax.ts', 'export function sendFax(page: string): void {\n  dial(page)\n}\n')
    search.changed(workspace.file('src/fax.ts'))
    while ((await search.search('send a fax', 5))[0]?.path !== 'src/fax.ts') await sleep(10)
    const hits = await search.search('send a fax', 5)
    assert.equal(hits[0]?.path, 'src/fax.ts')
    assert.equal(await search.unchanged(hits), true)
    search.rebuild()
    await search.update()
    assert.equal((await search.search('send a fax', 5))[0]?.path, 'src/fax.ts')
  })

  it('a search that is called off rejects at once, and its vector is not waited for', async () => {
    let cancelled = false
    const { embed } = wordEmbedder()
    const search = connect((texts, kind, signal) => {
      if (kind === 'code') return embed(texts, kind)
      return new Promise((_, reject) =>
        signal!.addEventListener('abort', () => {
          cancelled = true
          reject(new Error('called off'))
        }),
      )
    })
    await search.update()
    const controller = new AbortController()
    const asked = search.search('tax', 5, controller.signal)
    setTimeout(() => controller.abort(), 50)
    await assert.rejects(asked, { name: 'AbortError' })
    assert.equal((await search.update(), cancelled), true)
    await assert.rejects(search.search('tax', 5, AbortSignal.abort()), { name: 'AbortError' })
  })

  it('embeds no question that comes with its vector, and goes by words where it comes without on purpose', async () => {
    const { embed } = wordEmbedder()
    const asked: string[] = []
    const search = connect((texts, kind, signal) => {
      if (kind === 'query') asked.push(...texts)
      return embed(texts, kind, signal)
    })
    await search.update()
    const [vector] = await embed(['tax of a price'], 'query')
    const byVector = await search.search('zzz', 5, undefined, vector)
    assert.equal(byVector[0]?.path, 'src/tax.ts', 'no word of the question stands there')
    assert.deepEqual(await search.search('zzz', 5, undefined, null), [])
    assert.deepEqual(asked, [])
    await search.search('zzz', 5)
    assert.deepEqual(asked, ['zzz'])
  })

  it('rejects what is open when it is stopped, and starts again with the next question', async () => {
    const { embed } = wordEmbedder()
    const search = connect(embed)
    await search.update()
    const asked = assert.rejects(search.update(), /stopped/)
    await new Promise((resolve) => setTimeout(resolve, 0))
    await search.stop()
    await asked
    assert.equal((await search.search('send mail', 5))[0]?.path, 'src/mail.ts')
  })

  it('without a folder there is nothing to find and nothing runs', async () => {
    const search = connect(wordEmbedder().embed, false)
    assert.deepEqual(await search.search('anything', 5), [])
    assert.equal(search.isRunning, false)
    await search.dispose()
    await assert.rejects(search.search('anything', 5), /shutting down/)
  })
})
