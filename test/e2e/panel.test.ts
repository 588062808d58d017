/** The panel in a real VS Code: opened, read, worked by keys, and found again after the window was reloaded. */
import assert from 'node:assert/strict'
import path from 'node:path'
import type { FrameLocator } from 'playwright-core'
import { summarise } from '../../extension/core/money/summary.ts'
import { Ledger } from '../../extension/engines/store/ledger.ts'
import { createFormat } from '../../webview/format.ts'
import { startEditor, type Editor } from '../vscode/editor.ts'
import { cacheFolder } from '../vscode/install.ts'
import { typeText } from '../vscode/page.ts'
import { ledgerFile } from '../vscode/storage.ts'
import { panelOf } from '../vscode/shortline-page.ts'
import { entryNumber } from '../webview/entries.ts'
import { beginning, continues, gap, orders, placeCursor, plainTyping } from './scenarios.ts'

const manyEntries = 10_000

describe('the panel', function () {
  this.timeout(120_000)
  let editor: Editor
  let panel: FrameLocator
  let whenEmpty: Opening
  before(async () => {
    editor = await startEditor({ extension: 'unpacked', files: { 'orders.ts': orders }, settings: plainTyping })
    panel = panelOf(editor)
    await editor.open('orders.ts')
    await editor.ready()
  })
  after(() => editor.close())

  it('says what it will show while there is nothing to show', async () => {
    const begun = Date.now()
    await editor.host(({ vscode }) => vscode.commands.executeCommand('shortline.showPanel'))
    await panel.getByText('No question yet').waitFor()
    whenEmpty = await openingOf(panel, begun)
    await panel.getByRole('tab', { name: 'Compare' }).click()
    await panel.getByText('Nothing compared yet').waitFor()
    await panel.getByRole('tab', { name: 'Routing' }).click()
    await panel.locator('.matrix tbody tr').nth(10).waitFor()
  })

  it('says where a request would go and by which rule, and what keeps it from being sent, with the way to that', async () => {
    const { page } = editor
    const tried = async (text: string): Promise<void> => {
      await panel.locator('#what-if').fill(text)
      await panel.getByRole('button', { name: 'Try', exact: true }).click()
    }
    const rule = panel.locator('.matrix tr[aria-current]')
    await tried('/search where is the net total of an order computed')
    await panel.locator('.card', { hasText: 'Local search' }).waitFor()
    await rule.getByText('Local search').waitFor()
    assert.equal(await rule.count(), 1)
    await tried('/general /api what is a monad')
    await panel.locator('.card', { hasText: 'Not sent' }).getByText('No API key is set').waitFor()
    await rule.getByText('Flagship, no sources').waitFor()
    await panel.getByRole('button', { name: 'Set API Key' }).click()
    await page.locator('.quick-input-widget', { hasText: 'API Key for' }).waitFor()
    await page.keyboard.press('Escape')
  })

  it('counts completions, and no keystroke becomes a row', async () => {
    await editor.open('orders.ts')
    await placeCursor(editor, gap)
    await typeText(editor.page, beginning)
    await continues(editor)
    await editor.page.keyboard.press('Tab')
    await panel.getByRole('tab', { name: 'Usage' }).click()
    await panel.getByText('Characters accepted').waitFor()
    await panel.getByRole('tab', { name: 'Answer' }).click()
    await panel.getByText(/\d+ shown, 1 accepted/).waitFor()
    assert.ok((await panel.locator('.row').count()) <= 2)
  })

  it('explains the ghost text, and leads to the line that it was copied from', async () => {
    const { page } = editor
    // What was accepted may be followed by another request, and the last one is explained: so one that still stands there.
    await placeCursor(editor, gap)
    await page.keyboard.press('Control+Shift+K')
    await page.keyboard.press('Control+Shift+Enter')
    await typeText(page, beginning)
    await continues(editor)
    await editor.host(({ vscode }) => void vscode.commands.executeCommand('shortline.whyGhostText'))
    const place = page.locator('.quick-input-list .monaco-list-row', { hasText: 'Stands already in' }).first()
    await place.waitFor()
    await page.screenshot({ path: path.join(cacheFolder, 'why-ghost-text.png') })
    assert.match((await place.textContent()) ?? '', /orders\.ts, line \d+/)
    await place.click()
    await page.locator('.quick-input-list').waitFor({ state: 'hidden' })
    const line = await editor.host(({ vscode }) => {
      const { document, selection } = vscode.window.activeTextEditor!
      return document.lineAt(selection.start.line).text
    })
    assert.match(line, /const converted = convertCurrency\(/)
  })

  it(`opens with ${manyEntries} entries in the ledger, and its totals are the ledger's to the micro-dollar`, async () => {
    const { page } = editor
    await hide(editor)
    const ledger = new Ledger(await ledgerFile(editor))
    for (let n = 0; n < manyEntries; n++) {
      const { start, end, components } = entryNumber(n)
      ledger.record(start, end, components)
    }
    const summary = summarise(ledger.entries())
    ledger.close()

    const begun = Date.now()
    await editor.host(({ vscode }) => vscode.commands.executeCommand('shortline.showPanel'))
    await panel.locator('.row').nth(20).waitFor()
    const opening = await openingOf(panel, begun)
    for (const [name, { ofVsCode, ours, rows }] of Object.entries({ empty: whenEmpty, [manyEntries]: opening }))
      console.log(`      ${name} entries: ${ofVsCode} ms until VS Code had our page, ${ours} ms more for ${rows} rows`)
    const limit = Math.max(3 * whenEmpty.ours, opening.ofVsCode / 2)
    assert.ok(opening.ours <= limit, 'a long ledger holds nothing up, or less than VS Code does')

    await panel.getByRole('tab', { name: 'Usage' }).click()
    const format = createFormat('en')
    for (const amount of [summary.costMicroUsd, summary.savedMicroUsd])
      await panel
        .locator(`[title="${format.exactMoney(amount)}"]`)
        .first()
        .waitFor()
    for (const { costMicroUsd } of summary.byRoute)
      await panel
        .locator(`.routes [title="${format.exactMoney(costMicroUsd)}"]`)
        .first()
        .waitFor()
    await page.screenshot({ path: path.join(cacheFolder, 'panel.png') })
  })

  it('stands as it stood after the window was reloaded', async () => {
    const figure = await panel.locator('.figure').textContent()
    // The extension host ends in the middle of its answer.
    const reload = editor.host(({ vscode }) => vscode.commands.executeCommand('workbench.action.reloadWindow'))
    await reload.catch(() => undefined)
    await panel.locator('.figure').waitFor({ timeout: 60_000 })
    assert.equal(await panel.locator('.figure').textContent(), figure)
    assert.equal(await panel.getByRole('tab', { name: 'Usage' }).getAttribute('aria-selected'), 'true')
  })
})

interface Opening {
  /** Milliseconds from the command until the page's script was there. */
  readonly ofVsCode: number
  /** From then until the first frame was drawn: script, message to the host and back, script again. */
  readonly ours: number
  /** In that frame. */
  readonly rows: number
}

function openingOf(panel: FrameLocator, begun: number): Promise<Opening> {
  return panel.locator('body').evaluate((_, begun) => {
    const script = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/panel.js'))!
    const loaded = (script as unknown as { readonly responseEnd: number }).responseEnd
    const drawn = performance.getEntriesByName('shortline.drawn')[0]!
    return {
      ofVsCode: Math.round(performance.timeOrigin + loaded - begun),
      ours: Math.round(drawn.startTime - loaded),
      rows: (drawn as unknown as { readonly detail: number }).detail,
    }
  }, begun)
}

async function hide(editor: Editor): Promise<void> {
  await editor.host(({ vscode }) => vscode.commands.executeCommand('workbench.view.explorer'))
  await editor.page.waitForTimeout(300)
}
