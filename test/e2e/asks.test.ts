/**
 * Asks in a real VS Code, as a person makes them. The server answers as slowly and as oddly as each step needs, which
 * no real one does on demand.
 */
import assert from 'node:assert/strict'
import type crypto from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { FrameLocator, Locator } from 'playwright-core'
import { begin, finish, send, startFaultServer } from '../engines/flagship/fault-server.ts'
import type { FaultServer } from '../engines/flagship/fault-server.ts'
import { startEditor, type Editor } from '../vscode/editor.ts'
import { cacheFolder } from '../vscode/install.ts'
import { endpointSettings, placeCursor } from './scenarios.ts'
import { typeText } from '../vscode/page.ts'
import { changeSetting, panelOf, statusItem } from '../vscode/shortline-page.ts'

type Crypto = Pick<typeof crypto, 'createHash'>

const canary = 'canary-4711'

describe('asks', function () {
  this.timeout(120_000)
  let editor: Editor
  let server: FaultServer
  let panel: FrameLocator
  before(async () => {
    server = await startFaultServer((response, body) => {
      if (JSON.stringify(body).includes('cites')) {
        begin(response, 'It is counted there [1].')
        finish(response, body['model'])
        return
      }
      begin(response, 'Word ')
      if (JSON.stringify(body).includes('never ends')) return
      setTimeout(() => {
        send(response, { type: 'response.output_text.delta', delta: 'by word.' })
        finish(response, body['model'])
      }, 300)
    })
    const settings = {
      ...endpointSettings(server.baseUrl),
    }
    editor = await startEditor({ extension: 'unpacked', settings, files: { '.env': `KEY=${canary}\n` } })
    panel = panelOf(editor)
    await editor.open('src/inventory.ts')
    await editor.ready()
  })
  after(async () => {
    await editor.close()
    await server.close()
  })

  const picture = (name: string) => editor.page.screenshot({ path: path.join(cacheFolder, `asks-${name}.png`) })
  /** The tests' driver shows no toasts: the list has all messages. */
  const message = async (hasText: string): Promise<void> => {
    await editor.host(({ vscode }) => vscode.commands.executeCommand('notifications.showList'))
    await editor.page.locator('.notifications-center .notification-list-item', { hasText }).first().waitFor()
    await picture('message')
    await editor.host(({ vscode }) => vscode.commands.executeCommand('notifications.clearAll'))
  }
  /** What the button names is what is selected in the editor after a click on it. */
  const opensItsLines = async (button: Locator): Promise<void> => {
    const name = (await button.getAttribute('aria-label')) ?? ''
    const [, file, from, to] = /^Source \d+: (.+), lines (\d+) to (\d+)$/.exec(name)!
    await editor.host(({ vscode }) => vscode.commands.executeCommand('workbench.action.closeAllEditors'))
    await button.click()
    await editor.page.locator('.tab.active', { hasText: path.basename(file!) }).waitFor()
    const selected = (): Promise<unknown> =>
      editor.host(({ vscode }) => {
        const active = vscode.window.activeTextEditor
        if (!active) return null
        const { document, selection } = active
        return [vscode.workspace.asRelativePath(document.uri), selection.start.line + 1, selection.end.line + 1]
      })
    const wanted = [file, Number(from), Number(to)]
    for (let tries = 0; tries < 30 && JSON.stringify(await selected()) !== JSON.stringify(wanted); tries++)
      await editor.page.waitForTimeout(100)
    assert.deepEqual(await selected(), wanted)
  }
  const ask = (text: string, mode?: string): Promise<unknown> =>
    editor.host(({ vscode }, given) => vscode.commands.executeCommand('shortline.ask', given), {
      text,
      ...(mode !== undefined && { mode }),
    })

  it('are typed into the input, stream into the panel, and stand in the history afterwards', async () => {
    const { page } = editor
    await editor.host(({ vscode }) => vscode.commands.executeCommand('shortline.ask'))
    await page.locator('.quick-input-widget input').waitFor()
    await typeText(page, '/general /api what is a monad')
    await picture('input')
    await page.keyboard.press('Enter')
    await panel.getByText('Word by word.').waitFor()
    await picture('answer')
    await editor.host(({ vscode }) => vscode.commands.executeCommand('shortline.ask'))
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'what is a monad' }).waitFor()
    await page.keyboard.press('Escape')
  })

  it('are stopped in mid-stream, down to the socket', async () => {
    const before = server.closed.length
    await ask('/general /api this never ends')
    await panel.getByText('Word', { exact: true }).first().waitFor()
    await editor.host(({ vscode }) => vscode.commands.executeCommand('shortline.stopAsk'))
    await panel.getByText('Stopped.').first().waitFor()
    assert.equal(server.closed.length, before + 1)
  })

  it('find a place in the workspace without sending anything, and open it', async () => {
    const before = server.bodies.length
    await ask('/search /local where is the stock of an item counted')
    await panel.getByRole('heading', { name: 'where is the stock' }).waitFor()
    const source = panel.getByRole('button', { name: /^Source \d+: .*inventory\.ts/ }).first()
    await source.waitFor({ timeout: 60_000 })
    await picture('search')
    await opensItsLines(source)
    assert.equal(server.bodies.length, before)
  })

  it('are answered with citations, which open the file at their lines', async () => {
    await ask('/explain /api how is the stock counted; the answer cites where')
    await panel.getByText('It is counted there').waitFor({ timeout: 60_000 })
    const cited = panel.locator('.markdown .cite')
    assert.equal(await cited.textContent(), '[1]')
    await picture('citation')
    await opensItsLines(cited)
  })

  it('are refused by a cap with the way to it, and go on when it is raised', async () => {
    const setCap = (usd: number): Promise<void> => changeSetting(editor, 'caps.usdPerDay', usd)
    await setCap(0)
    const before = server.bodies.length
    await ask('/general /api what is a functor')
    await message('left for today')
    assert.equal(server.bodies.length, before)
    // The row of it offers the same as long as it stands there.
    await panel.locator('.row', { hasText: 'what is a functor' }).first().click()
    await panel.locator('.opened').getByRole('button', { name: 'Open Setting' }).click()
    await editor.page.locator('.settings-editor .setting-item-label', { hasText: 'Usd Per Day' }).waitFor()
    await picture('row-setting')
    await panel.locator('.row[aria-expanded=true]').click()
    await editor.open('src/inventory.ts')
    await setCap(1)
    await ask('/general /api what is a functor')
    await panel.getByText('Word by word.').waitFor()
    assert.equal(server.bodies.length, before + 1)
  })

  it('say why a secret file does not go with them, and send nothing of it', async () => {
    await editor.open('.env')
    await ask('/general /api what stands here')
    await message('without .env')
    await panel.getByText('Word by word.').waitFor()
    assert.ok(!JSON.stringify(server.bodies).includes(canary))
  })

  it('are answered both ways side by side, and the vote counts', async () => {
    await editor.open('src/inventory.ts')
    await ask('where is the stock counted', 'compare')
    await panel.getByRole('heading', { name: 'where is the stock counted' }).waitFor()
    await panel.getByRole('tab', { name: 'Compare' }).click()
    await panel.getByText('Word by word.').waitFor()
    await panel
      .getByText(/src\/inventory\.ts/)
      .first()
      .waitFor({ timeout: 60_000 })
    await picture('compare')
    await panel.getByRole('button', { name: /local/i }).first().click()
    await panel
      .getByText(/100\s?%/)
      .first()
      .waitFor()
    await panel.getByRole('tab', { name: 'Answer' }).click()
  })

  it('compare a completion at the cursor, without asking anything else', async () => {
    const before = server.bodies.length
    await editor.open('src/inventory.ts')
    await placeCursor(editor, 0, 3)
    await editor.host(({ vscode }) => vscode.commands.executeCommand('shortline.compareCompletion'))
    const card = panel.locator('.comparison').first()
    await card.getByText('src/inventory.ts:1').waitFor()
    await card.locator('[data-side=api]').getByText('Word by word.').waitFor()
    await card.getByRole('button', { name: 'Same' }).waitFor()
    await panel.getByText(/The API’s side cost \$/).waitFor()
    await picture('compare-completion')
    assert.equal(server.bodies.length, before + 1)
    await panel.getByRole('tab', { name: 'Answer' }).click()
    await panel.getByText('The same completion by the API').first().waitFor()
  })

  it('go the way of the mode that was chosen in the status bar', async () => {
    const before = server.bodies.length
    const item = statusItem(editor)
    await item.click()
    await editor.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Nothing is ever sent' }).click()
    await item.filter({ hasText: 'Local' }).waitFor()
    await ask('/general what is a comonad')
    await message('Local mode sends nothing')
    assert.equal(server.bodies.length, before)
  })
})

describe('a proposed change', function () {
  this.timeout(120_000)
  let editor: Editor
  before(async () => {
    editor = await startEditor({ extension: 'unpacked', files: { 'a.ts': 'one\ntwo\nthree\n' } })
    await editor.open('a.ts')
    await editor.ready()
  })
  after(() => editor.close())

  const text = (): Promise<string> =>
    editor.host(async ({ vscode }) => {
      const [file] = await vscode.workspace.findFiles('a.ts')
      return (await vscode.workspace.openTextDocument(file!)).getText()
    })
  const preview = (): Promise<unknown> =>
    editor.host(async ({ vscode, require }) => {
      const { createHash } = require('node:crypto') as Crypto
      const [file] = await vscode.workspace.findFiles('a.ts')
      const before = (await vscode.workspace.openTextDocument(file!)).getText()
      const fileHash = createHash('sha256').update(before).digest('hex')
      const edits = [
        { path: 'a.ts', startLine: 3, endLine: 3, text: 'THREE', fileHash },
        { path: 'a.ts', startLine: 1, endLine: 1, text: 'ONE\nand a half', fileHash },
      ]
      await vscode.commands.executeCommand('shortline.previewEdits', edits)
    })

  it('is shown as a diff, applied at once, and undone in one step', async () => {
    await preview()
    await editor.page.locator('.tab', { hasText: 'Proposed Change' }).waitFor()
    assert.equal(await text(), 'one\ntwo\nthree\n')
    await editor.page.screenshot({ path: path.join(cacheFolder, 'asks-diff.png') })
    await editor.host(({ vscode }) => vscode.commands.executeCommand('shortline.applyEdit'))
    assert.equal(await text(), 'ONE\nand a half\ntwo\nTHREE\n')
    await editor.host(({ vscode }) => vscode.commands.executeCommand('undo'))
    assert.equal(await text(), 'one\ntwo\nthree\n')
  })

  it('is gone when it is discarded, and nothing is written', async () => {
    await preview()
    const tab = editor.page.locator('.tab', { hasText: 'Proposed Change' })
    await tab.waitFor()
    await editor.host(({ vscode }) => vscode.commands.executeCommand('shortline.discardEdit'))
    await tab.waitFor({ state: 'detached' })
    assert.equal(await text(), 'one\ntwo\nthree\n')
  })

  it('is not written into a document that has changed since', async () => {
    await preview()
    await editor.page.locator('.tab', { hasText: 'Proposed Change' }).waitFor()
    await writeFile(path.join(editor.workspace, 'a.ts'), 'somebody else was here\n')
    await editor.page.waitForTimeout(2000)
    await editor.host(({ vscode }) => vscode.commands.executeCommand('shortline.applyEdit'))
    await editor.host(({ vscode }) => vscode.commands.executeCommand('notifications.showList'))
    await editor.page.locator('.notification-list-item', { hasText: 'has changed since' }).waitFor()
    assert.equal(await text(), 'somebody else was here\n')
  })
})
