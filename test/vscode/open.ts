/** What `npm start` does once the packages are there: build, then a window for a person, or a check without one. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { tryCompletions } from './check.ts'
import { sampleWorkspace, workbenchAddress } from './editor.ts'
import { cacheFolder, installServer, root } from './install.ts'
import { environment, run } from './process.ts'
import { startServer } from './server.ts'

const log = (line: string): void => console.error(line)

async function build(): Promise<void> {
  log('Building')
  await run(process.execPath, [path.join(root, 'esbuild.mjs')], { cwd: root })
}

/** The workspace to play with: a copy, so that the checkout stays clean; what a person typed there is kept. */
async function playground(): Promise<string> {
  const folder = path.join(cacheFolder, 'workspace')
  if (!existsSync(folder)) {
    await mkdir(cacheFolder, { recursive: true })
    await cp(sampleWorkspace, folder, { recursive: true })
  }
  return folder
}

export async function start(): Promise<number> {
  await build()
  const workspace = await playground()
  const desktop = await run('code', ['--version']).catch(() => undefined)
  if (desktop !== undefined) {
    log(`Opening VS Code ${desktop.split('\n', 1)[0]!}`)
    await run('code', ['--new-window', `--extensionDevelopmentPath=${root}`, workspace])
    return 0
  }
  const server = await startServer({
    server: await installServer(log),
    data: path.join(cacheFolder, 'user'),
    // The person's own settings, written on the first start only.
    keepSettings: true,
  })
  const address = workbenchAddress(server.authority, workspace, { extensionDevelopmentPath: root })
  console.log(`\nVS Code with Shortline, until Ctrl+C:\n\n  ${address}\n`)
  openInBrowser(address)
  await new Promise((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await server.stop()
  return 0
}

export async function check(): Promise<number> {
  await build()
  const result = await tryCompletions()
  console.log(JSON.stringify(result, null, 2))
  return result.ok ? 0 : 1
}

/** Only a convenience: the address is printed anyway. */
function openInBrowser(address: string): void {
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return
  const opener = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open'
  const child = spawn(opener, [address], { env: environment, stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}
