/**
 * The desktop editor for the same suite. It is the default where its download can be reached and a window
 * can be shown; the negative answer is remembered for a day. `SHORTLINE_EDITOR=desktop|server` decides by hand.
 */
import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron'
import { _electron, type ElectronApplication } from 'playwright-core'
import path from 'node:path'
import { rememberUnreachable, unreachable } from './chromium.ts'
import { cacheFolder } from './install.ts'
import { environment, run } from './process.ts'

const VERSION = '1.139.1'

export async function findDesktop(log: (line: string) => void): Promise<string | undefined> {
  const wanted = process.env['SHORTLINE_EDITOR']
  if (wanted === 'server') return undefined
  if (wanted !== 'desktop') {
    if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return undefined
    if (await unreachable('desktop')) return undefined
  }
  log('Desktop VS Code: looking for it')
  try {
    // The connection gets ten seconds, the download as long as it takes.
    await fetch('https://update.code.visualstudio.com/api/releases/stable', { signal: AbortSignal.timeout(10_000) })
    return await downloadAndUnzipVSCode({
      version: VERSION,
      cachePath: path.join(cacheFolder, 'desktop'),
      reporter: new SilentReporter(),
    })
  } catch (error) {
    if (wanted === 'desktop') throw error
    await rememberUnreachable('desktop')
    log('Desktop VS Code: cannot be downloaded here, using the VS Code server')
    return undefined
  }
}

export interface DesktopOptions {
  readonly executable: string
  readonly folder: string
  readonly data: string
  readonly extension: string
  readonly tests: string
  readonly vsix?: string
  readonly env?: NodeJS.ProcessEnv
}

export async function launchDesktop(options: DesktopOptions): Promise<ElectronApplication> {
  const own = [`--user-data-dir=${options.data}`, `--extensions-dir=${path.join(options.data, 'extensions')}`]
  if (options.vsix !== undefined) {
    const cli =
      process.platform === 'win32' ? options.executable.replace(/Code\.exe$/, 'bin\\code.cmd') : options.executable
    await run(cli, [...own, '--install-extension', options.vsix, '--no-sandbox', '--user-data-dir', options.data])
  }
  const env = Object.entries({ ...environment, ...options.env }).filter(
    (entry): entry is [string, string] => !!entry[1],
  )
  return _electron.launch({
    executablePath: options.executable,
    env: Object.fromEntries(env),
    args: [
      options.folder,
      ...own,
      `--extensionDevelopmentPath=${options.extension}`,
      `--extensionTestsPath=${options.tests}`,
      ...['--disable-workspace-trust', '--skip-welcome', '--skip-release-notes', '--disable-updates', '--no-sandbox'],
      ...['--disable-telemetry', '--disable-gpu', '--new-window'],
    ],
  })
}
