/** The host finds files of the workspace that are like the one in front, and copies from them what it may read. */
import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { URI } from 'vscode-uri'
import { WorkspaceFiles } from '../../../extension/engines/host/workspace-files.ts'
import type { BesideFile } from '../../../extension/engines/protocol.ts'
import { forkHost } from './forked-host.ts'

describe('files of the workspace, for the host', () => {
  const host = forkHost()
  let root = ''
  const put = async (name: string, text: string | Uint8Array): Promise<void> => {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true })
    await writeFile(path.join(root, name), text)
  }
  const uriOf = (name: string): string => URI.file(path.join(root, name)).toString()

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'shortline-workspace-'))
    await put('app/front.ts', 'openAviary(')
    await put('lib/far/birds.ts', "openAviary('north', 41, keeperOnDuty)\n")
    await put('lib/far/other.ts', 'export const nothing = 1\n')
  })
  afterEach(() => rm(root, { recursive: true }))

  let id = 0
  /** Asks until it is answered as wanted, or for so long. */
  async function suggested(text: string, wanted: string, forMs = 3_000): Promise<string> {
    const uri = uriOf('app/front.ts')
    host.send({ type: 'open', uri, path: 'app/front.ts', language: 'typescript', version: 1, text })
    const until = performance.now() + forMs
    for (;;) {
      host.send({
        ...{ type: 'complete', id: ++id, uri, version: 1, offset: text.length },
        ...{ threshold: 0, trigger: 'automatic' },
      })
      const found = await host.outcome(id)
      const said = found.kind === 'done' ? found.text : found.kind
      if (said === wanted || performance.now() > until) return said
      await setTimeout(50)
    }
  }

  it('are copied from, without being open or near', async () => {
    await host.start({ engine: 'ngram' })
    host.send({ type: 'workspace', folders: [{ root, exclude: [] }] })
    assert.equal(await suggested('openAviary(', "'north', 41, keeperOnDuty)"), "'north', 41, keeperOnDuty)")
    host.send({ type: 'workspace', folders: [] })
    assert.equal(await suggested('openAviary(', 'empty', 0), 'empty', 'no longer a folder of ours')
  })

  it('are left alone where settings, git or their names say so', async () => {
    await put('.gitignore', 'built/\n')
    await put('built/birds.ts', "feedHerons('built')\n")
    await put('lib/excluded/birds.ts', "feedHerons('excluded')\n")
    await put('node_modules/herons/birds.ts', "feedHerons('package')\n")
    await put('.ssh/birds.ts', "feedHerons('key')\n")
    await put('lib/zero.ts', "feedHerons('\0')\n")
    await put('lib/large.ts', `feedHerons('large')\n${'const one = 1\n'.repeat(10_000)}`)
    await host.start({ engine: 'ngram' })
    host.send({ type: 'workspace', folders: [{ root, exclude: ['lib/excluded'] }] })
    // When the one that may be read is there, all have been looked at.
    assert.equal(await suggested('openAviary(', "'north', 41, keeperOnDuty)"), "'north', 41, keeperOnDuty)")
    const said = await suggested('openAviary(keeperOnDuty)\nfeedHerons(', '', 500)
    assert.doesNotMatch(said, /built|excluded|package|key'|\0|large/)
  })

  it('are read in the encoding that they have', async () => {
    await put('lib/latin.ts', Buffer.from("feedHerons('\xe9t\xe9')\n", 'latin1'))
    await host.start({ engine: 'ngram' })
    host.send({ type: 'workspace', folders: [{ root, exclude: [] }] })
    assert.equal(await suggested('feedHerons(', "'été')"), "'été')")
  })

  it('are not looked for through links that lead out', async () => {
    const outside = await mkdtemp(path.join(tmpdir(), 'shortline-outside-'))
    await writeFile(path.join(outside, 'birds.ts'), "feedHerons('outside')\n")
    await symlink(outside, path.join(root, 'lib/linked'))
    await host.start({ engine: 'ngram' })
    host.send({ type: 'workspace', folders: [{ root, exclude: [] }] })
    assert.equal(await suggested('openAviary(', "'north', 41, keeperOnDuty)"), "'north', 41, keeperOnDuty)")
    assert.doesNotMatch(await suggested('openAviary(keeperOnDuty)\nfeedHerons(', '', 500), /outside/)
    await rm(outside, { recursive: true })
  })

  it('give way to what stands in the editor, under the same address', async () => {
    await put('lib/[id] (copy)/birds+1.ts', "feedHerons('disk')\n")
    await host.start({ engine: 'ngram' })
    host.send({ type: 'workspace', folders: [{ root, exclude: [] }] })
    assert.equal(await suggested('feedHerons(', "'disk')"), "'disk')")
    const uri = uriOf('lib/[id] (copy)/birds+1.ts')
    const text = "feedHerons('editor')\n"
    host.send({ type: 'open', uri, path: 'birds+1.ts', language: 'typescript', version: 1, text })
    assert.equal(await suggested('feedHerons(', "'editor')"), "'editor')")
    host.send({ type: 'close', uri })
    assert.equal(await suggested('feedHerons(', "'disk')"), "'disk')")
  })

  it('are looked for near the file where there are too many', async () => {
    const shown: string[][] = []
    const show = (files: readonly BesideFile[]): unknown =>
      shown.push(files.map(({ uri }) => path.relative(root, URI.parse(uri).fsPath)))
    let at = 0
    const files = new WorkspaceFiles(
      show,
      () => false,
      () => Promise.resolve(),
      () => at,
    )
    files.within([{ root, exclude: [] }])
    const front = { uri: uriOf('app/front.ts'), language: 'typescript', text: 'openAviary(' }
    const look = async (): Promise<string[] | undefined> => {
      await files.front(front.uri, () => front)
      return shown.at(-1)
    }
    assert.deepEqual(await look(), ['lib/far/birds.ts', 'lib/far/other.ts'])
    await put('app/birds.ts', 'openAviary(near, 1)\n')
    assert.equal((await look())?.length, 2, 'not at each keystroke')
    at += 6 * 60_000
    assert.deepEqual(await look(), ['app/birds.ts', 'lib/far/birds.ts', 'lib/far/other.ts'])
    for (let n = 0; n < 5_001; n++) await writeFile(path.join(root, `lib/many-${n}.ts`), 'x\n')
    at += 6 * 60_000
    assert.deepEqual(await look(), ['app/birds.ts'])
  })
})
