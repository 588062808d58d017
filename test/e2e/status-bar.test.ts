/** The status-bar item: still while somebody types, and where trouble is said with what mends it. */
import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { FrameLocator, Locator } from 'playwright-core'
import { startEditor, type Editor } from '../vscode/editor.ts'
import { cacheFolder } from '../vscode/install.ts'
import { typeText } from '../vscode/page.ts'
import { panelOf, statusItem } from '../vscode/shortline-page.ts'
import { ledgerFile } from '../vscode/storage.ts'
import { beginning, continues, gap, orders, placeCursor, plainTyping } from './scenarios.ts'

/** Each look of the item that differed from the one before. */
interface Watched {
  readonly looks: string[]
}

/** The icon that says that less is done than could be, for the machine has other work. */
const busy = 'codicon-dashboard'

describe('the status bar', function () {
  this.timeout(120_000)
  let editor: Editor
  let item: Locator
  before(async () => {
    editor = await startEditor({ extension: 'unpacked', files: { 'orders.ts': orders }, settings: plainTyping })
    item = statusItem(editor)
    await editor.open('orders.ts')
    await editor.ready()
  })
  after(() => editor.close())

  it('does not flicker while somebody types, accepts and goes back', async () => {
    const { page } = editor
    await placeCursor(editor, gap)
    await item.filter({ hasText: 'Auto', hasNot: page.locator(`.${busy}`) }).waitFor({ timeout: 60_000 })
    // The first word about the ledger, and a start of the model that was slow, are over.
    await page.waitForTimeout(4000)
    const still = await watch(item)
    for (let round = 0; round < 3; round++) {
      await typeText(page, beginning)
      await continues(editor)
      await page.keyboard.press('Tab')
      await typeText(page, '\n// a remark that nobody has written before, and nothing to repeat\n')
    }
    for (let n = 0; n < 20; n++) await page.keyboard.press('Backspace', { delay: 25 })
    await page.waitForTimeout(1500)
    const looks = await seen(item)
    // A machine that gets busy is a change of state and said as such, and so is that it has time again.
    const wasBusy = [still, ...looks].some((look) => look.includes(busy))
    const idle = (look: string): string => look.replace(/^replaced: /, '')
    const flickers = wasBusy ? looks.map(idle).filter((look) => !look.includes(busy) && look !== still) : looks
    assert.deepEqual(flickers, [], `${still} at first`)
  })

  it('is seen to change by the same watch when it does', async () => {
    await editor.host(({ vscode }) => vscode.workspace.getConfiguration('shortline').update('mode', 'local', true))
    await item.filter({ hasText: 'Local' }).waitFor()
    assert.ok((await seen(item)).length > 0)
  })
})

/** What of a page this needs: these tests are typed for Node. */
interface Node {
  readonly className: string
  readonly innerHTML: string
  getAttribute(name: string): string | null
}
interface Dom {
  readonly MutationObserver: new (take: (records: readonly { readonly type: string }[]) => void) => {
    observe(node: Node, options: Readonly<Record<string, boolean>>): void
  }
}

/** Notes every look of the item from here on that differs from the one before. Gives how it looks now. */
function watch(item: Locator): Promise<string> {
  return item.evaluate((found) => {
    const node = found as unknown as Node
    const { MutationObserver } = globalThis as unknown as Dom
    const look = (): string => `${node.className} ${node.getAttribute('style') ?? ''} ${node.innerHTML}`
    const watched: Watched & { last: string } = { looks: [], last: look() }
    Object.assign(globalThis, { watched })
    const note = (): void => {
      const now = look()
      if (now === watched.last) return
      watched.last = now
      watched.looks.push(now)
    }
    new MutationObserver((records) => {
      note()
      // Torn down and put back within one turn looks the same after it, and blinks all the same.
      if (records.some(({ type }) => type !== 'attributes')) watched.looks.push(`replaced: ${look()}`)
    }).observe(node, { subtree: true, childList: true, characterData: true, attributes: true })
    return watched.last
  })
}

const seen = (item: Locator): Promise<string[]> =>
  item.evaluate(() => (globalThis as unknown as { watched: Watched }).watched.looks.splice(0))

describe('a ledger that can’t be opened', function () {
  this.timeout(120_000)
  let editor: Editor
  let panel: FrameLocator
  let file: string
  before(async () => {
    editor = await startEditor({ extension: 'unpacked' })
    panel = panelOf(editor)
    file = await ledgerFile(editor)
    await writeFile(file, 'This is not a database. '.repeat(100))
    await editor.open('src/inventory.ts')
    await editor.ready()
  })
  after(() => editor.close())

  it('is an error in the panel and in the status bar, with what to do', async () => {
    const { page } = editor
    await editor.host(({ vscode }) => vscode.commands.executeCommand('shortline.showPanel'))
    await panel.getByText(/is damaged .* Move it away/).waitFor()
    await panel.getByRole('tab', { name: 'Usage' }).click()
    await panel.getByText(/is damaged .* Move it away/).waitFor()
    await page.locator('.statusbar-item.error-kind[id^="shortline.shortline"]').waitFor()
    assert.match((await statusItem(editor).locator('a').getAttribute('aria-label')) ?? '', /nothing is sent/)
    await page.screenshot({ path: path.join(cacheFolder, 'ledger-trouble.png') })
    await panel.getByRole('button', { name: 'Show Log' }).click()
    await page.locator('.panel .output-view, .panel .view-lines').first().waitFor()
  })

  it('refuses what would cost money, and says so where the answer would stand', async () => {
    await editor.host(({ vscode }) =>
      vscode.commands.executeCommand('shortline.ask', { text: '/general /api what is a monad' }),
    )
    await panel.getByRole('tab', { name: 'Answer' }).click()
    await panel.locator('.answer .notice').waitFor()
    await panel.locator('.answer .notice button').waitFor()
  })

  it('is fine again when it was moved away, and somebody tries again', async () => {
    await rm(file)
    await panel.getByRole('button', { name: 'Try Again' }).click()
    await panel.getByText(/is damaged/).waitFor({ state: 'detached' })
    await editor.page
      .locator('.statusbar-item.error-kind[id^="shortline.shortline"]')
      .waitFor({ state: 'detached', timeout: 20_000 })
  })
})
