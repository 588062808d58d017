/** Finds a Chromium for the workbench of the VS Code server: the machine's, Playwright's download, or apt's. */
import { existsSync } from 'node:fs'
import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { cacheFolder, root } from './install.ts'
import { environment, run } from './process.ts'

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

/** Playwright looks for its download here; inside the checkout, like everything that the tests bring along. */
process.env['PLAYWRIGHT_BROWSERS_PATH'] ??= path.join(cacheFolder, 'browsers')

export async function findChromium(log: (line: string) => void): Promise<string> {
  const named = process.env['CHROMIUM']
  if (named !== undefined) return named
  const present = (): string | undefined => [...installed, chromium.executablePath()].find((file) => existsSync(file))
  const found = present()
  if (found !== undefined) return found
  for (const install of [fromPlaywright, fromApt]) {
    const trouble = await install(log)
    const now = present()
    if (now !== undefined) return now
    log(trouble)
  }
  throw new Error(
    'No Chromium found. Install one (Debian, Ubuntu: `sudo apt-get install chromium`; ' +
      'Fedora: `sudo dnf install chromium`) or name one in the environment variable CHROMIUM.',
  )
}

/** An unreachable download is remembered for a day, so that it costs its time-out only once. */
export async function unreachable(name: string, folder = cacheFolder): Promise<boolean> {
  const age = await stat(marker(name, folder)).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => Infinity,
  )
  return age < 24 * 3600_000
}

export async function rememberUnreachable(name: string, folder = cacheFolder): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(marker(name, folder), 'Delete this file to try again.\n')
}

const marker = (name: string, folder: string): string => path.join(folder, `${name}.unreachable`)

async function fromPlaywright(log: (line: string) => void): Promise<string> {
  if (await unreachable('playwright')) return 'Chromium: Playwright’s download was not reachable lately'
  log('Chromium: trying Playwright’s download')
  try {
    const cli = path.join(root, 'node_modules/playwright-core/cli.js')
    await run(process.execPath, [cli, 'install', 'chromium'], { timeout: 240_000, env: quickToFail })
    return 'Chromium: Playwright’s download brought nothing usable'
  } catch (error) {
    await rm(process.env['PLAYWRIGHT_BROWSERS_PATH']!, { recursive: true, force: true })
    await rememberUnreachable('playwright')
    return `Chromium: Playwright’s download failed (${firstLine(error)})`
  }
}

/** Playwright tries each of its servers this long for a connection. */
const quickToFail = { ...environment, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' }

async function fromApt(log: (line: string) => void): Promise<string> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return 'Chromium: not root, or no apt-get here'
  log('Chromium: installing with apt-get (once, about a minute)')
  const env = { ...environment, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    await run('apt-get', ['update', '-qq'], { env })
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env })
    return 'Chromium: apt-get brought nothing usable'
  } catch (error) {
    return `Chromium: apt-get failed (${firstLine(error)})`
  }
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n', 1)[0]!
}

export async function launchChromium(log: (line: string) => void): Promise<Browser> {
  return chromium.launch({
    executablePath: await findChromium(log),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
