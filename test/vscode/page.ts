/** What a person does and sees in the workbench: keys, ghost text, status bar. Works on any VS Code page. */
import type { Page } from 'playwright-core'

export interface Ghost {
  readonly text: string
  /** From the call until the text stood on the screen. */
  readonly ms: number
}

const editor = '.editor-instance .monaco-editor'
const firstLine = `${editor} .view-lines .ghost-text-decoration, ${editor} .view-lines .ghost-text-decoration-preview`
const furtherLines = `${editor} .view-zones .suggest-preview-text .view-line`

/** The ghost text on the screen, all its lines; '' when there is none. */
export async function ghostText(page: Page): Promise<string> {
  const parts = [...(await page.locator(firstLine).allTextContents())].join('')
  const lines = [parts, ...(await page.locator(furtherLines).allTextContents())]
  return lines.join('\n').replaceAll('\u00a0', ' ')
}

/** Waits until ghost text stands on the screen. */
export async function waitForGhost(page: Page, timeoutMs = 10_000): Promise<Ghost> {
  const started = performance.now()
  await page.locator(firstLine).first().waitFor({ state: 'attached', timeout: timeoutMs })
  const ms = performance.now() - started
  return { text: await ghostText(page), ms }
}

/** Waits for ghost text that fits: what stood there before a key was pressed stands a moment longer. Gives what stands there at last. */
export async function waitForGhostLike(page: Page, fits: (text: string) => boolean, timeoutMs = 5000): Promise<string> {
  const until = performance.now() + timeoutMs
  let text = await ghostText(page)
  while (!fits(text) && performance.now() < until) {
    await page.waitForTimeout(50)
    text = await ghostText(page)
  }
  return text
}

/** Waits until no ghost text stands on the screen. */
export async function waitForNoGhost(page: Page, timeoutMs = 5000): Promise<void> {
  await page.locator(firstLine).first().waitFor({ state: 'detached', timeout: timeoutMs })
}

/** Types like a person, one key after the other. */
export async function typeText(page: Page, text: string, delayMs = 25): Promise<void> {
  await page.keyboard.type(text, { delay: delayMs })
}

/** Text and description of the status-bar items of an extension. */
export async function statusBar(page: Page, extension: string): Promise<string> {
  const items = await page.locator(`.statusbar-item[id^="${extension}"]`).all()
  const texts = items.map(async (item) => {
    const label = item.locator('[aria-label]').first()
    return `${(await item.textContent()) ?? ''} ${(await label.getAttribute('aria-label')) ?? ''}`
  })
  return (await Promise.all(texts)).join(' | ')
}
