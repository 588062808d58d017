import { spawn } from 'node:child_process'
import path from 'node:path'
import { installServer, root } from '../vscode/install.ts'
import { environment, run } from '../vscode/process.ts'
import { skip } from './skip.ts'

describe('without a network', () => {
  it('types, shows and accepts just the same', async function () {
    this.timeout(180_000)
    if (process.env['SHORTLINE_OFFLINE'] === 'yes') return // The suite runs inside itself.
    const permitted = await run('unshare', ['-n', 'ip', 'link', 'set', 'lo', 'up']).then(
      () => true,
      () => false,
    )
    if (!permitted)
      return skip(this, 'a network namespace of its own is not permitted here (needs root, unshare and ip)')
    await installServer(console.error)
    // A namespace of its own, in which nothing but the loopback exists: server, browser and tests run in there.
    const mocha = path.join(root, 'node_modules/mocha/bin/mocha.js')
    const suite = ['--no-config', '--require', 'test/e2e/setup.ts', '--timeout', '60000', 'test/e2e/typing.test.ts']
    const inside = ['ip link set lo up && exec "$@"', 'sh', process.execPath, mocha, ...suite]
    const output = await outputOf('unshare', ['-n', 'sh', '-c', ...inside])
    if (output.code !== 0) throw new Error(`The suite failed without a network:\n${output.text}`)
  })
})

function outputOf(program: string, args: readonly string[]): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...environment, SHORTLINE_OFFLINE: 'yes', SHORTLINE_EDITOR: 'server' }
    const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)))
    child.on('error', reject)
    child.on('exit', (code) => resolve({ code, text }))
  })
}
