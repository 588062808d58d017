/**
 * VS Code's own server, set up from the npm package `code-server` (which carries it) into `.vscode-test/`,
 * for machines that cannot download the desktop editor. Nothing outside the checkout is touched.
 * Every step may be interrupted: the next call goes on where this one stopped.
 */
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { npm, run } from './process.ts'

const VERSION = '4.139.1' // VS Code 1.139.1
export const root = path.resolve(import.meta.dirname, '../..')
export const cacheFolder = path.join(root, '.vscode-test')
const server = path.join(cacheFolder, 'server')
/** Written last: without it the set-up is not complete. */
const done = path.join(server, '.complete')

/** Large parts that no test needs. */
const trimmed = [
  'extensions/copilot',
  'node_modules/@github',
  'node_modules/@microsoft/mxc-sdk',
  'extensions/node_modules',
]

export async function installServer(log: (line: string) => void): Promise<string> {
  if (existsSync(done) && (await readFile(done, 'utf8')) === VERSION) return server
  const started = performance.now()
  log('VS Code server: setting up (once, about a minute)')
  await rm(done, { force: true })
  await mkdir(cacheFolder, { recursive: true })
  if (!existsSync(path.join(server, 'package.json'))) {
    const archive = await fetchArchive(log)
    const partial = path.join(cacheFolder, 'partial')
    await rm(server, { recursive: true, force: true })
    await rm(partial, { recursive: true, force: true })
    await mkdir(partial)
    log('VS Code server: unpacking')
    try {
      await run('tar', ['xzf', archive, '-C', partial, 'package/lib/vscode'])
    } catch (error) {
      await rm(archive, { force: true }) // Cut short by an earlier attempt: fetch it again next time.
      throw error
    }
    await rename(path.join(partial, 'package/lib/vscode'), server)
    await rm(partial, { recursive: true, force: true })
  }
  log('VS Code server: installing its packages')
  // Not `npm ci`: the server's shrinkwrap is out of step with its package.json.
  await npm(['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], server)
  for (const part of trimmed) await rm(path.join(server, part), { recursive: true, force: true })
  await writeFile(done, VERSION)
  for (const file of await archives()) await rm(file)
  log(`VS Code server: ready after ${Math.round((performance.now() - started) / 1000)} s`)
  return server
}

async function archives(): Promise<string[]> {
  const names = await readdir(cacheFolder)
  return names.filter((name) => name.endsWith('.tgz')).map((name) => path.join(cacheFolder, name))
}

async function fetchArchive(log: (line: string) => void): Promise<string> {
  const kept = (await archives()).find((file) => file.includes(VERSION))
  if (kept !== undefined) return kept
  log('VS Code server: fetching')
  const packed = await npm(['pack', '--silent', `code-server@${VERSION}`, '--pack-destination', cacheFolder], root)
  return path.join(cacheFolder, packed.trim().split('\n').at(-1)!)
}
