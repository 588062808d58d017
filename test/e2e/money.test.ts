/**
 * Where people look for the money: the status bar near a cap, the panel's totals after a mixed run, its export and its
 * reset. In a real VS Code, with a server that answers, stalls and breaks as told.
 */
import assert from 'node:assert/strict'
import path from 'node:path'
import type { FrameLocator, Locator } from 'playwright-core'
import { createFormat } from '../../webview/format.ts'
import { jsonLines, shortline } from '../engines/cli/shortline.ts'
import { begin, finish, startFaultServer, status } from '../engines/flagship/fault-server.ts'
import type { FaultServer } from '../engines/flagship/fault-server.ts'
import { startEditor, type Editor } from '../vscode/editor.ts'
import { cacheFolder } from '../vscode/install.ts'
import { changeSetting, panelOf, statusItem } from '../vscode/shortline-page.ts'
import { ledgerFile } from '../vscode/storage.ts'
import { endpointSettings } from './scenarios.ts'
import { skip } from './skip.ts'

describe('money in the editor', function () {
  this.timeout(120_000)
  let editor: Editor
  let server: FaultServer
  let panel: FrameLocator
  let item: Locator
  before(async () => {
    server = await startFaultServer((response, body, nth, request) => {
      const text = JSON.stringify(body)
      if (text.includes('breaks')) {
        status(400)(response, body, nth, request)
        return
      }
      begin(response, 'Word by word.')
      if (!text.includes('never ends')) finish(response, body['model'])
    })
    const settings = {
      ...endpointSettings(server.baseUrl),
      'shortline.statusBar.click': 'cycle',
    }
    editor = await startEditor({ extension: 'unpacked', settings })
    panel = panelOf(editor)
    item = statusItem(editor)
    await editor.open('src/inventory.ts')
    await editor.ready()
  })
  after(async () => {
    await editor.close()
    await server.close()
  })

  const picture = (name: string) => editor.page.screenshot({ path: path.join(cacheFolder, `money-${name}.png`) })
  const set = (name: string, value: unknown): Promise<void> => changeSetting(editor, name, value)
  const ask = (text: string): Promise<unknown> =>
    editor.host(({ vscode }, text) => vscode.commands.executeCommand('shortline.ask', { text }), text)
  const figure = async (): Promise<string> =>
    (await panel.locator('#saved ~ .legend .price').last().getAttribute('title'))!

  it('is one click away from another mode, each in its turn', async () => {
    for (const mode of ['Local', 'API', 'Compare', 'Auto']) {
      await item.click()
      await editor.page.locator('.statusbar-item[id^="shortline.shortline"]', { hasText: mode }).waitFor()
    }
    await picture('mode')
  })

  it('adds up in the panel as it does on the command line, after answers, stops, failures and refusals', async () => {
    await editor.host(({ vscode }) => vscode.commands.executeCommand('shortline.showPanel'))
    await ask('/general /api what is a monad')
    await panel.getByText('Word by word.').first().waitFor()
    await ask('/general /api this never ends')
    // The answer before says the same words.
    await panel.getByRole('heading', { name: 'this never ends' }).waitFor()
    await panel.getByText('Word by word.').first().waitFor()
    await editor.host(({ vscode }) => vscode.commands.executeCommand('shortline.stopAsk'))
    await panel.getByText('Stopped.').first().waitFor()
    await ask('/general /api this breaks')
    await panel
      .getByText(/does not take this request/)
      .first()
      .waitFor()
    await set('caps.usdPerDay', 0)
    await ask('/general /api what is a functor')
    await panel
      .getByText(/may cost|costs more than what is left/)
      .first()
      .waitFor()
    await set('caps.usdPerDay', 1)
    await editor.host(({ vscode }) => void vscode.commands.executeCommand('shortline.compareCompletion'))
    await panel.locator('.comparison [data-side=api] .figures').waitFor()

    await panel.getByRole('tab', { name: 'Usage' }).click()
    const { output, code } = await shortline(['ledger', '--json', '--ledger', await ledgerFile(editor)])
    assert.equal(code, 0)
    const rows = jsonLines(output)
    const states = new Set(rows.map(({ state }) => state))
    assert.deepEqual([...states].sort(), ['cancelled', 'done', 'failed', 'refused'])
    const total = rows.reduce((sum, { costMicroUsd }) => sum + (costMicroUsd as number), 0)
    assert.ok(total > 0)
    await panel.locator(`.legend [title="${createFormat('en').exactMoney(total)}"]`).waitFor()
    await picture('usage')
  })

  it('warns in the status bar from nine tenths of a cap on, and no longer when it is raised', async () => {
    const spent = await spentIn(await ledgerFile(editor))
    await set('caps.usdPerDay', Math.ceil(spent / 0.95) / 1e6)
    await editor.page.locator('.statusbar-item.warning-kind[id^="shortline.shortline"]').waitFor()
    assert.match((await item.locator('a').getAttribute('aria-label')) ?? '', /Shortline/)
    await picture('near-cap')
    await set('caps.usdPerDay', 1)
    await editor.page.locator('.statusbar-item.warning-kind[id^="shortline.shortline"]').waitFor({ state: 'detached' })
  })

  it('shows the same totals for another range, and after the window was reloaded', async () => {
    const before = await figure()
    await panel.getByRole('radio', { name: 'Today' }).click()
    await panel.getByRole('radio', { name: 'Today', checked: true }).waitFor()
    assert.equal(await figure(), before)
    const reload = editor.host(({ vscode }) => vscode.commands.executeCommand('workbench.action.reloadWindow'))
    await reload.catch(() => undefined)
    await panel.locator('.figure').waitFor({ timeout: 60_000 })
    assert.equal(await figure(), before)
  })

  it('goes into a file as CSV and as JSON, row by row', async () => {
    const { page } = editor
    const exported = async (format: 'csv' | 'json'): Promise<string> => {
      await panel.getByRole('button', { name: `Export ${format.toUpperCase()}` }).click()
      const name = page.locator('.quick-input-widget input')
      await name.waitFor()
      await name.press('Enter')
      const text = (): Promise<string> => editor.read(`shortline-ledger.${format}`).catch(() => '')
      for (let tries = 0; (await text()) === '' && tries < 100; tries++) await page.waitForTimeout(100)
      return text()
    }
    const fromCli = async (format: 'csv' | 'json'): Promise<string> =>
      (await shortline(['ledger', `--${format}`, '--ledger', await ledgerFile(editor)])).output
    const lines = (csv: string): string[] => csv.split('\r\n').toSorted()
    assert.deepEqual(lines(await exported('csv')), lines(await fromCli('csv')))

    const sorted = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row)).toSorted()
    const json = JSON.parse(await exported('json')) as unknown[]
    assert.ok(json.length > 4, String(json.length))
    assert.deepEqual(sorted(json), sorted(jsonLines(await fromCli('json'))))
  })

  it('begins anew when that is confirmed, not when it is cancelled, and keeps every bill', async function () {
    if (editor.kind === 'desktop') skip(this, 'a second window of the desktop editor shares the tests’ bridge')
    const bills = await spentIn(await ledgerFile(editor))
    const page = await editor.openAsUser()
    const own = panelOf({ page })
    await statusItem({ page }).waitFor({ timeout: 60_000 })
    await page.keyboard.press('F1')
    await page.locator('.quick-input-widget input').waitFor()
    await page.keyboard.type('Shortline: Show Answers and Usage')
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Show Answers and Usage' }).first().click()
    await own.getByRole('tab', { name: 'Usage' }).click()
    const total = own.locator(`.legend [title="${createFormat('en').exactMoney(bills)}"]`)
    await total.waitFor()
    const dialog = page.locator('.monaco-dialog-box', { hasText: 'begin anew' })
    const reset = async (answer: string): Promise<void> => {
      await own.getByRole('button', { name: 'Reset…' }).click()
      await dialog.waitFor()
      await page.screenshot({ path: path.join(cacheFolder, 'money-reset.png') })
      await dialog.getByRole('button', { name: answer }).click()
      await dialog.waitFor({ state: 'detached' })
    }
    await reset('Cancel')
    await page.waitForTimeout(500)
    assert.equal(await total.count(), 1, 'nothing was reset')
    await reset('Count from Now')
    await own.getByText('Nothing to count yet').waitFor()
    assert.equal(await spentIn(await ledgerFile(editor)), bills)
    // What was spent of the caps is spent all the same.
    assert.equal(await own.locator('.gauge .price').first().getAttribute('title'), createFormat('en').exactMoney(bills))
    await page.close({ runBeforeUnload: false })
  })
})

/** Micro-dollars in all, as `shortline ledger --json` has them. */
async function spentIn(file: string): Promise<number> {
  const { output } = await shortline(['ledger', '--json', '--ledger', file])
  return jsonLines(output).reduce((sum, { costMicroUsd }) => sum + (costMicroUsd as number), 0)
}
