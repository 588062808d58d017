/** `node test/webview/readme-pictures.ts`: takes the pictures in `README.md` anew. */
import path from 'node:path'
import type { Tab } from '../../webview/protocol.ts'
import { launchChromium } from '../vscode/chromium.ts'
import { root } from '../vscode/install.ts'
import { buildPanel, openPanel, type Theme } from './harness.ts'
import { answerText, now } from './sample-answer.ts'
import { full } from './sample-state.ts'

const pictures: readonly (readonly [file: string, tab: Tab, theme: Theme])[] = [
  ['panel-answer.png', 'answer', 'dark'],
  ['panel-usage.png', 'usage', 'light'],
  ['panel-routing.png', 'routing', 'hc-dark'],
]

buildPanel()
const browser = await launchChromium(console.error)
for (const [file, tab, theme] of pictures) {
  const remembered = { tab, selected: null }
  const panel = await openPanel(browser, { theme, width: 600, height: 1600, zoom: 1.5, remembered, at: now })
  await panel.post(full, { answerId: full.answer!.id, from: 0, text: answerText })
  await panel.page.waitForTimeout(300)
  await panel.page.screenshot({ path: path.join(root, 'extension/media', file) })
  await panel.close()
}
await browser.close()
