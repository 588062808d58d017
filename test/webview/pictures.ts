/** `node test/webview/pictures.ts FOLDER [THEME,…] [STATE,…] [WIDTH] [ZOOM]`: a picture of each state in each theme, to be looked at. */
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { launchChromium } from '../vscode/chromium.ts'
import { openPanel, themes, type Theme } from './harness.ts'
import { states } from './states.ts'

const [
  folder = 'pictures',
  chosenThemes = themes.join(),
  chosenStates = Object.keys(states).join(),
  width = '360',
  zoom = '1',
] = process.argv.slice(2)
await mkdir(folder, { recursive: true })
const browser = await launchChromium(console.error)
for (const theme of chosenThemes.split(',') as Theme[]) {
  for (const name of chosenStates.split(',')) {
    const { state, tab, text, selected = null } = states[name]!
    const panel = await openPanel(browser, {
      theme,
      width: Number(width),
      zoom: Number(zoom),
      remembered: { tab, selected },
    })
    await panel.post(state, text === undefined ? undefined : { answerId: state.answer!.id, from: 0, text })
    await panel.page.waitForTimeout(150)
    await panel.page.screenshot({
      path: path.join(folder, `${name}-${theme}-${width}${zoom === '1' ? '' : `-zoom-${zoom}`}.png`),
      fullPage: true,
    })
    for (const line of panel.trouble) console.error(`${name}: ${line}`)
    await panel.close()
  }
}
await browser.close()
