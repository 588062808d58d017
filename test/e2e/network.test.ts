/** "Nothing leaves the machine", as the kernel sees it. */
import assert from 'node:assert/strict'
import type * as Dns from 'node:dns'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startEditor } from '../vscode/editor.ts'
import { run } from '../vscode/process.ts'
import { typeText, waitForGhost } from '../vscode/page.ts'
import { beginning, gap, orders, placeCursor, plainTyping } from './scenarios.ts'
import { skip } from './skip.ts'
import { networkUse, socketCount, type NetworkUse } from './trace.ts'

const telemetry = '.cache/Microsoft/DeveloperTools/.onnxruntime'

interface Traced extends NetworkUse {
  readonly telemetryFile: boolean
  readonly engine: string | undefined
}

describe('the network', () => {
  let folder: string
  before(async function () {
    if (process.platform !== 'linux' || process.env['SHORTLINE_EDITOR'] === 'desktop') {
      return skip(this, 'the trace needs Linux and the VS Code server')
    }
    if (!(await canTrace()))
      return skip(this, 'strace is missing or not permitted: install it with apt-get install strace')
    folder = await mkdtemp(path.join(tmpdir(), 'shortline-trace-'))
  })
  after(() => folder && rm(folder, { recursive: true, force: true }))

  it('stays untouched: no socket, no look-up, no telemetry file beyond the editor’s own', async function () {
    this.timeout(240_000)
    const without = await trace('without', 'none')
    const withUs = await trace('with', 'unpacked')
    assert.notEqual(withUs.engine, undefined)
    assert.ok(without.destinations.size + socketCount(without) > 0, 'the trace sees the editor’s own connections')
    const added = [...withUs.destinations].filter((destination) => !without.destinations.has(destination))
    assert.deepEqual(added, [], 'destinations that only the run with Shortline has')
    assert.ok(socketCount(withUs) <= socketCount(without), `${socketCount(withUs)} > ${socketCount(without)} sockets`)
    assert.equal(withUs.telemetryFile, false, `${telemetry} was written`)
  })

  it('would show a look-up, if there were one', async function () {
    this.timeout(120_000)
    const { destinations } = await trace('positive', 'none', 'shortline-test.invalid')
    assert.ok(
      [...destinations].some((destination) => destination.endsWith(':53')),
      [...destinations].join(', '),
    )
  })

  /** One run of the editor with everything that its processes say to the network. */
  async function trace(name: string, extension: 'unpacked' | 'none', lookUp?: string): Promise<Traced> {
    const file = path.join(folder, name)
    const home = path.join(folder, `${name}-home`)
    await mkdir(home)
    // CI=true would silence onnxruntime's telemetry without any merit of ours.
    const env = { HOME: home, CI: undefined, GITHUB_ACTIONS: undefined, TF_BUILD: undefined }
    const wrapper = [
      'strace',
      '-f',
      '--seccomp-bpf',
      '-qq',
      '-s',
      '256',
      '-e',
      'trace=network',
      '-e',
      'signal=none',
      '-o',
      file,
    ]
    const settings = plainTyping
    const editor = await startEditor({ extension, files: { 'orders.ts': orders }, settings, env, wrapper })
    let engine: string | undefined
    try {
      await editor.open('orders.ts')
      if (extension === 'unpacked') engine = (await editor.ready()).engine
      await placeCursor(editor, gap)
      await typeText(editor.page, beginning)
      if (extension === 'unpacked') await waitForGhost(editor.page, 30_000) // A traced process takes its time.
      if (lookUp !== undefined) {
        await editor.host(
          ({ require }, name) =>
            new Promise<void>((resolve) => {
              const dns = require('node:dns') as typeof Dns
              dns.lookup(name, () => resolve())
            }),
          lookUp,
        )
      }
      await editor.page.waitForTimeout(3000) // Telemetry is sent after a while.
    } finally {
      await editor.close()
    }
    return {
      ...networkUse(await readFile(file, 'utf8')),
      telemetryFile: existsSync(path.join(home, telemetry)),
      engine,
    }
  }
})

function canTrace(): Promise<boolean> {
  return run('strace', ['-qq', '-e', 'trace=network', 'true']).then(
    () => true,
    () => false,
  )
}
