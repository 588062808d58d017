/** One VS Code server on a free port, with a data folder of its own; ends with its whole process group. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { environment, run, stopGroup } from './process.ts'

export interface ServerOptions {
  /** Folder that `installServer` made. */
  readonly server: string
  /** Data folder, new for each run: settings, extensions, logs. */
  readonly data: string
  readonly settings?: Readonly<Record<string, unknown>>
  /** Leave settings alone that are already there. */
  readonly keepSettings?: boolean
  readonly env?: NodeJS.ProcessEnv
  /** Put before the command line, for example `strace -f …`. */
  readonly wrapper?: readonly string[]
  readonly vsix?: string
  readonly port?: number
}

export interface Server {
  readonly authority: string
  readonly pid: number
  output(): string
  stop(): Promise<void>
}

/** Quiet and the same everywhere: no AI features of others, no tips, no start page. */
const baseSettings = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'security.workspace.trust.enabled': false,
  'editor.emptyEditorHint': 'hidden',
  'git.enabled': false,
}

export async function writeSettings(data: string, settings: Readonly<Record<string, unknown>> = {}): Promise<void> {
  // The server keeps the user's settings here, and those of scope "machine" there.
  for (const folder of ['data/User', 'data/Machine', 'User']) {
    await mkdir(path.join(data, folder), { recursive: true })
    await writeFile(path.join(data, folder, 'settings.json'), JSON.stringify({ ...baseSettings, ...settings }, null, 2))
  }
}

export async function startServer(options: ServerOptions): Promise<Server> {
  const { server, data, wrapper = [] } = options
  if (!options.keepSettings || !existsSync(path.join(data, 'data/User/settings.json'))) {
    await writeSettings(data, options.settings)
  }
  const main = path.join(server, 'out/server-main.js')
  if (options.vsix !== undefined) {
    const args = [main, '--install-extension', options.vsix, '--server-data-dir', data, '--accept-server-license-terms']
    await run(process.execPath, args, { cwd: server })
  }
  const port = options.port ?? (await freePort())
  const [program, ...args] = [
    ...wrapper,
    process.execPath,
    main,
    ...['--host', '127.0.0.1', '--port', String(port), '--server-data-dir', data],
    ...['--without-connection-token', '--accept-server-license-terms', '--enable-smoke-test-driver'],
    ...['--disable-workspace-trust', '--telemetry-level', 'off', '--reconnection-grace-time', '2'],
  ]
  const child = spawn(program!, args, {
    cwd: server,
    env: { ...environment, EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // Its own process group, which `stop` ends as a whole.
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  await listening(child, () => output)
  return {
    authority: `127.0.0.1:${port}`,
    pid: child.pid!,
    output: () => output,
    stop: () => stopGroup(child),
  }
}

function listening(child: ChildProcess, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`VS Code server: ${why}\n${output()}`))
    const patience = setTimeout(() => fail('not ready within 60 s'), 60_000)
    const check = (): void => {
      if (!output().includes('Extension host agent listening on')) return
      clearTimeout(patience)
      resolve()
    }
    child.stdout!.on('data', check)
    child.on('error', (error) => fail(error.message))
    child.on('exit', (code) => {
      clearTimeout(patience)
      fail(`ended with ${code}`)
    })
  })
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
