/** The panel in a real Chromium without VS Code: the same page, bundle and policy, with a theme's variables around it. */
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { panelPage } from '../../extension/editor/panel-page.ts'
import type { AnswerText, FromPanel, PanelState } from '../../webview/protocol.ts'
import { root } from '../vscode/install.ts'

export const themes = ['dark', 'light', 'hc-dark', 'hc-light'] as const

export type Theme = (typeof themes)[number]

export interface Panel {
  readonly page: Page
  /** Requests that left the page, other than for its own two files. */
  readonly requests: readonly string[]
  /** What the content security policy stopped, and what went wrong. */
  readonly trouble: readonly string[]
  post(state: Partial<PanelState>, text?: AnswerText): Promise<void>
  posted(): Promise<FromPanel[]>
  close(): Promise<void>
}

/** Builds the bundle when a source is newer: `npm test` builds before, a single test need not. */
export function buildPanel(): void {
  const age = (file: string): number => (existsSync(file) ? statSync(file).mtimeMs : 0)
  const sources = readdirSync(path.join(root, 'webview'), { recursive: true, encoding: 'utf8' })
  const newest = Math.max(...sources.map((file) => age(path.join(root, 'webview', file))))
  const isBuilt = Math.min(age(path.join(root, 'dist/panel.js')), age(path.join(root, 'dist/panel.css'))) > newest
  if (!isBuilt) execFileSync(process.execPath, [path.join(root, 'esbuild.mjs')], { stdio: 'inherit' })
}

interface Options {
  readonly theme?: Theme
  readonly width?: number
  readonly height?: number
  readonly zoom?: number
  /** What the panel remembered before. */
  readonly remembered?: unknown
  readonly reducedMotion?: boolean
  /** The moment that the page takes for now. */
  readonly at?: number
}

const origin = 'http://panel.test'

/** Reads what VS Code puts around a web view: its variables, its style sheet, and classes on the body. */
async function readTheme(theme: Theme): Promise<{ bodyClass: string; variables: Record<string, string> }> {
  return JSON.parse(await readFile(path.join(root, `test/cases/themes/${theme}.json`), 'utf8')) as never
}

export async function openPanel(browser: Browser, options: Options = {}): Promise<Panel> {
  const { theme = 'dark', width = 360, height = 800, zoom = 1, remembered, reducedMotion = false, at } = options
  const context = await browser.newContext({
    viewport: { width: Math.round(width / zoom), height: Math.round(height / zoom) },
    deviceScaleFactor: zoom,
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    timezoneId: 'UTC',
    locale: 'en-US',
  })
  const page = await context.newPage()
  if (at !== undefined) await page.clock.setFixedTime(at)
  const requests: string[] = []
  const trouble: string[] = []
  const html = panelPage({
    script: `${origin}/panel.js`,
    style: `${origin}/panel.css`,
    source: origin,
    nonce: randomUUID(),
    language: 'en',
    words: undefined,
  })
  await page.route('**', async (route) => {
    const url = new URL(route.request().url())
    if (url.href === `${origin}/`) await route.fulfill({ contentType: 'text/html', body: html })
    else if (url.href === `${origin}/panel.js` || url.href === `${origin}/panel.css`)
      await route.fulfill({ path: path.join(root, 'dist', url.pathname) })
    else {
      requests.push(url.href)
      await route.abort()
    }
  })
  page.on('pageerror', (error) => trouble.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(message.text())
  })
  await page.addInitScript(around, { ...(await readTheme(theme)), remembered: remembered ?? null })
  await page.goto(`${origin}/`)
  return {
    page,
    requests,
    trouble,
    post: (state, text) =>
      page.evaluate((message) => postMessage(message, '*'), { type: 'state', state, ...(text && { text }) }),
    posted: () => page.evaluate(() => (globalThis as unknown as { posted: FromPanel[] }).posted),
    close: () => context.close(),
  }
}

/** Runs in the page before its own script. */
function around(theme: { bodyClass: string; variables: Record<string, string>; remembered: unknown }): void {
  const posted: unknown[] = []
  let remembered: unknown = theme.remembered ?? undefined
  Object.assign(globalThis, {
    posted,
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) => posted.push(message),
      getState: () => remembered,
      setState: (state: unknown) => (remembered = state),
    }),
  })
  document.addEventListener('DOMContentLoaded', () => {
    document.body.className = theme.bodyClass
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`@layer vscode-default {
      body { background: var(--vscode-sideBar-background); color: var(--vscode-editor-foreground); padding: 0 20px }
      code { color: var(--vscode-textPreformat-foreground); background-color: var(--vscode-textPreformat-background); padding: 1px 3px }
    }`)
    document.adoptedStyleSheets = [sheet]
  })
  const watch = setInterval(() => {
    const html = document.documentElement as HTMLElement | null
    if (!html) return
    clearInterval(watch)
    for (const [name, value] of Object.entries(theme.variables)) html.style.setProperty(name, value)
  })
}
