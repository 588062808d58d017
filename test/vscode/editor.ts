/** One real VS Code on a copy of a workspace, with Shortline in it: desktop where it can be had, else the server. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { openBridge, type Bridge, type Inside, type Shortline } from './bridge.ts'
import { launchChromium } from './chromium.ts'
import { findDesktop, launchDesktop } from './desktop.ts'
import { cacheFolder, installServer, root } from './install.ts'
import { startServer, writeSettings, type Server } from './server.ts'

const bridgeFolder = path.join(import.meta.dirname, 'bridge')
const bridgeModule = path.join(bridgeFolder, 'bridge.cjs')
export const sampleWorkspace = path.join(root, 'test/workspace')

export interface EditorOptions {
  /** `unpacked`: this checkout as development extension; `none`: the editor alone; else the VSIX to install. */
  readonly extension: 'unpacked' | 'none' | { readonly vsix: string }
  readonly settings?: Readonly<Record<string, unknown>>
  /** Files to put beside the sample workspace's own. */
  readonly files?: Readonly<Record<string, string | Buffer>>
  readonly env?: NodeJS.ProcessEnv
  /** Put before the server's command line, for example `strace -f …`; server only. */
  readonly wrapper?: readonly string[]
}

/** One window with its extension host. */
export interface Window extends Pick<Bridge, 'host' | 'pid'> {
  readonly page: Page
  /** The page's console, for when something goes wrong. */
  readonly console: readonly string[]
  /** Opens a file of the workspace with the cursor at its start and the keyboard in it. */
  open(file: string): Promise<void>
  /** Waits for Shortline: activates it and loads the model. */
  ready(): ReturnType<Shortline['ready']>
  close(): Promise<void>
}

export interface Editor extends Window {
  readonly kind: 'desktop' | 'server'
  readonly workspace: string
  readonly data: string
  /** Milliseconds from opening the page to a running extension host. */
  readonly startMs: number
  read(file: string): Promise<string>
  /** Another window on another folder, with an extension host of its own. */
  openWindow(folder: string): Promise<Window>
  /**
   * A window on the same workspace as its users have it, with no way into its extension host: only in such a one does
   * VS Code show its dialogs. Server only.
   */
  openAsUser(): Promise<Page>
}

const log = (line: string): void => console.error(line)
let browser: Promise<Browser> | undefined
let desktop: Promise<string | undefined> | undefined

/** Ends what the editors of this process share. Call it last. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close()
  browser = undefined
}

/** Pictures of all open windows, for a test that failed; gives their paths. */
export async function takePictures(name: string): Promise<string[]> {
  const folder = path.join(cacheFolder, 'failed')
  await mkdir(folder, { recursive: true })
  const pages = (await browser)?.contexts().flatMap((context) => context.pages()) ?? []
  const files = pages.map((_, index) => path.join(folder, `${name.replace(/\W+/g, '-').slice(0, 80)}-${index}.png`))
  for (const [index, page] of pages.entries()) await page.screenshot({ path: files[index]! })
  return files
}

export async function startEditor(options: EditorOptions): Promise<Editor> {
  const folder = await mkdtemp(path.join(tmpdir(), 'shortline-'))
  const cleanUp: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true, maxRetries: 5 })]
  const close = async (): Promise<void> => {
    for (const step of cleanUp.reverse()) await step()
    cleanUp.length = 0
  }
  try {
    const workspace = path.join(folder, 'workspace')
    const data = path.join(folder, 'data')
    await mkdir(workspace)
    await cp(sampleWorkspace, workspace, { recursive: true })
    for (const [name, text] of Object.entries(options.files ?? {})) {
      const file = path.join(workspace, name)
      await mkdir(path.dirname(file), { recursive: true })
      await writeFile(file, text)
    }
    const socket = path.join(folder, 'bridge')
    const hub = await openBridge(socket)
    cleanUp.push(() => hub.close())

    const env = { SHORTLINE_BRIDGE: socket, ...options.env }
    const { settings } = options
    const extension = options.extension === 'unpacked' ? root : bridgeFolder
    const vsix = typeof options.extension === 'object' ? { vsix: options.extension.vsix } : {}
    desktop ??= options.wrapper ? Promise.resolve(undefined) : findDesktop(log)
    const executable = options.wrapper ? undefined : await desktop

    let open: (folder: string) => Promise<Page>
    let openAsUser: Editor['openAsUser'] = () => Promise.reject(new Error('Not with the desktop editor'))
    if (executable !== undefined) {
      open = async (target) => {
        await writeSettings(data, settings)
        const app = await launchDesktop({
          executable,
          data,
          folder: target,
          extension,
          tests: bridgeModule,
          env,
          ...vsix,
        })
        cleanUp.push(() => app.close())
        return app.firstWindow()
      }
    } else {
      const server = await startServer({
        server: await installServer(log),
        data,
        env,
        ...(settings && { settings }),
        ...(options.wrapper && { wrapper: options.wrapper }),
        ...vsix,
      })
      cleanUp.push(() => server.stop())
      open = (target) => openPage(server, target, { extension, tests: bridgeModule }, cleanUp)
      openAsUser = () => openPage(server, workspace, { extension }, cleanUp)
    }

    const openWindow = async (target: string): Promise<Window> => {
      const console: string[] = []
      const page = await open(target)
      page.on('console', (message) => console.push(message.text()))
      const bridge = await hub.next(60_000)
      const end = async (): Promise<void> => {
        bridge.close()
        await page.close({ runBeforeUnload: false })
      }
      return {
        page,
        console,
        pid: bridge.pid,
        host: bridge.host,
        open: (file) => bridge.host(openFile, path.join(target, file)),
        ready: () => bridge.host(waitUntilReady),
        close: end,
      }
    }
    const started = performance.now()
    const window = await openWindow(workspace)
    return {
      ...window,
      kind: executable === undefined ? 'server' : 'desktop',
      workspace,
      data,
      startMs: performance.now() - started,
      read: (file) => readFile(path.join(workspace, file), 'utf8'),
      openWindow,
      openAsUser,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Runs in the extension host. */
async function openFile({ vscode }: Inside, file: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file))
  await vscode.window.showTextDocument(document, { preview: false, selection: new vscode.Range(0, 0, 0, 0) })
}

/** Runs in the extension host. */
async function waitUntilReady({ vscode }: Inside): ReturnType<Shortline['ready']> {
  const extension = vscode.extensions.getExtension<Shortline>('shortline.shortline')
  if (!extension) throw new Error('Shortline is not installed in this window')
  const state = await (await extension.activate()).ready()
  // The editor takes up a new completion provider with a short delay.
  await new Promise((resolve) => setTimeout(resolve, 500))
  return state
}

async function openPage(
  server: Server,
  folder: string,
  { extension, tests }: { readonly extension: string; readonly tests?: string },
  cleanUp: (() => unknown)[],
): Promise<Page> {
  browser ??= launchChromium(log)
  const context = await (await browser).newContext({ viewport: { width: 1200, height: 800 } })
  cleanUp.push(() => context.close())
  const page = await context.newPage()
  await page.exposeFunction('codeAutomationLog', () => undefined)
  await page.exposeFunction('codeAutomationExit', () => undefined)
  const paths = { extensionDevelopmentPath: extension, ...(tests !== undefined && { extensionTestsPath: tests }) }
  await page.goto(workbenchAddress(server.authority, folder, paths))
  return page
}

/** The address of a window on `folder`; `paths` go to the extension host. */
export function workbenchAddress(authority: string, folder: string, paths: Readonly<Record<string, string>>): string {
  const remote = Object.entries(paths).map(([name, file]) => [name, `vscode-remote://${authority}${encodeURI(file)}`])
  const payload = JSON.stringify([...remote, ['skipWelcome', 'true']])
  return `http://${authority}/?folder=${encodeURI(folder)}&payload=${encodeURIComponent(payload)}`
}
