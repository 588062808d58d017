/** The steps of `npm test`, each one run to its end whatever became of the others, and their sum. */
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { installServers } from './servers/install.ts'
import { root } from './vscode/install.ts'
import { environment } from './vscode/process.ts'

interface Counts {
  readonly passes: number
  readonly failures: number
  readonly pending: number
}

const tool = (file: string): string => path.join(root, 'node_modules', file)

/** Steps that only succeed or fail count as one test each. */
const checks: [name: string, script: string, ...args: string[]][] = [
  ['build', path.join(root, 'esbuild.mjs')],
  ['types', tool('typescript/bin/tsc')],
  ['types of the panel', tool('typescript/bin/tsc'), '-p', path.join(root, 'webview')],
  ['types of the panel’s tests', tool('typescript/bin/tsc'), '-p', path.join(root, 'test/webview')],
  ['lint', tool('eslint/bin/eslint.js'), '.'],
  ['format', tool('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'],
  ['packages that asks are measured on', path.join(root, 'test/cases/asks/fixtures.ts')],
]

const suites: [name: string, ...args: string[]][] = [
  ['unit tests'],
  ['the recipe of the models', '--config', path.join(root, 'test/recipe/.mocharc.json')],
  ['tests with servers of others', '--config', path.join(root, 'test/servers/.mocharc.json')],
  ['tests in a real VS Code', '--config', path.join(root, 'test/e2e/.mocharc.json')],
]

export async function testEverything(): Promise<number> {
  const total = { passed: 0, failed: 0, skipped: 0 }
  // Meanwhile: most of it is waiting. What fails here is tried again, and reported, by the tests that need it.
  const servers = installServers((line) => console.error(line)).catch(() => undefined)
  for (const [name, ...command] of checks) {
    console.log(`\n── ${name}`)
    const ok = (await node(command)) === 0
    console.log(ok ? 'ok' : `${name}: FAILED`)
    if (ok) total.passed++
    else total.failed++
  }
  await servers // Tests of speed want the machine for themselves.
  for (const [name, ...args] of suites) {
    console.log(`\n── ${name}`)
    const { passes, failures, pending } = await mocha(args)
    total.passed += passes
    total.failed += failures
    total.skipped += pending
  }
  if (total.skipped > 0) console.log(`${total.skipped} skipped, with the reason at each`)
  console.log(`${total.passed} passed, ${total.failed} failed`)
  return total.failed === 0 ? 0 : 1
}

/** Runs mocha with its summary on the console; a run that breaks off counts as a failure more. */
async function mocha(args: readonly string[]): Promise<Counts> {
  const folder = await mkdtemp(path.join(tmpdir(), 'shortline-'))
  const counts = path.join(folder, 'counts.json')
  try {
    const reporter = path.join(root, 'test/vscode/counting.cjs')
    const status = await node([tool('mocha/bin/mocha.js'), ...args, '--reporter', reporter], {
      SHORTLINE_COUNTS: counts,
    })
    const text = await readFile(counts, 'utf8').catch(() => undefined)
    const result = text === undefined ? { passes: 0, failures: 0, pending: 0 } : (JSON.parse(text) as Counts)
    const brokenOff = status !== 0 && result.failures === 0
    return brokenOff ? { ...result, failures: 1 } : result
  } finally {
    await rm(folder, { recursive: true })
  }
}

function node(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...environment, ...env } })
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? 1))
  })
}
