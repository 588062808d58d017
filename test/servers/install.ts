/**
 * OpenAI-compatible servers that we did not write, from PyPI into `.cache/servers/`: `transformers serve` and LiteLLM; and what
 * `models/run.sh` needs, which is mostly the same. Nothing outside the checkout is touched. What an earlier call has installed is used again while the pins are the same.
 */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { root } from '../vscode/install.ts'
import { run } from '../vscode/process.ts'

const requirements = [
  path.join(import.meta.dirname, 'requirements.txt'),
  path.join(root, 'models/recipe/requirements.txt'),
]
export const serversFolder = path.join(root, '.cache/servers')
export const venv = path.join(serversFolder, 'venv')
/** Written last, with a hash of the pins: without it the set-up is not complete. */
const done = path.join(venv, '.complete')
const patienceMs = 20 * 60_000

/**
 * @returns the folder of the servers' programs
 * @throws Error that says what to do
 */
export async function installServers(log: (line: string) => void): Promise<string> {
  const programs = path.join(venv, 'bin')
  const pins = await Promise.all(requirements.map((file) => readFile(file)))
  const wanted = createHash('sha256').update(Buffer.concat(pins)).digest('hex')
  if ((await readFile(done, 'utf8').catch(() => '')) === wanted) return programs
  const started = performance.now()
  log('servers: installing transformers and LiteLLM (once, a few minutes)')
  const python = await findPython()
  await rm(venv, { recursive: true, force: true })
  await mkdir(serversFolder, { recursive: true })
  try {
    await run(python, ['-m', 'venv', venv])
    // Most of it is never imported: what is, Python compiles then.
    const install = ['-m', 'pip', 'install', '--quiet', '--no-compile', '--disable-pip-version-check']
    await run(path.join(programs, 'python'), [...install, ...requirements.flatMap((file) => ['--requirement', file])], {
      timeout: patienceMs,
    })
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    throw new Error(`The servers that the client is tested against could not be installed:\n${said}`, { cause: error })
  }
  await writeFile(done, wanted)
  log(`servers: ready after ${Math.round((performance.now() - started) / 1000)} s`)
  return programs
}

async function findPython(): Promise<string> {
  const version = ['-c', 'import sys, venv; print(sys.version_info[:2] == (3, 11))']
  for (const name of ['python3.11', 'python3']) {
    const said = await run(name, version).catch((error: unknown) => String(error))
    if (said.trim() === 'True') return name
  }
  throw new Error(
    'Python 3.11 with its module venv is not there, and the servers that the client is tested against need it: ' +
      'install it (Debian: apt-get install python3.11 python3.11-venv), then run npm test again.',
  )
}
