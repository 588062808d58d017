/** VS Code's own chat as people use it: `@shortline`, its model “Auto (local first)”, and the search as a tool for others. */
import assert from 'node:assert/strict'
import path from 'node:path'
import type { Locator } from 'playwright-core'
import { jsonLines, shortline } from '../engines/cli/shortline.ts'
import { begin, finish, startFaultServer } from '../engines/flagship/fault-server.ts'
import type { FaultServer } from '../engines/flagship/fault-server.ts'
import { startEditor, type Editor } from '../vscode/editor.ts'
import { cacheFolder } from '../vscode/install.ts'
import { changeSetting } from '../vscode/shortline-page.ts'
import { ledgerFile } from '../vscode/storage.ts'
import { endpointSettings } from './scenarios.ts'

describe('the native chat', function () {
  this.timeout(120_000)
  let editor: Editor
  let server: FaultServer
  before(async () => {
    server = await startFaultServer((response, body) => {
      const text = JSON.stringify(body)
      if (text.includes('which button')) begin(response, 'Press [this one](command:workbench.action.closeAllEditors).')
      else begin(response, 'Word by word [1].')
      if (!text.includes('never ends')) finish(response, body['model'])
    })
    const settings = {
      'chat.disableAIFeatures': false,
      ...endpointSettings(server.baseUrl),
    }
    editor = await startEditor({ extension: 'unpacked', settings })
    await editor.open('src/inventory.ts')
    await editor.ready()
  })
  after(async () => {
    await editor.close()
    await server.close()
  })

  const picture = (name: string) => editor.page.screenshot({ path: path.join(cacheFolder, `chat-${name}.png`) })
  /** The answer that comes of it. */
  async function say(query: string): Promise<Locator> {
    // Of a long conversation only what is in sight is in the page.
    await editor.host(({ vscode }) => vscode.commands.executeCommand('workbench.action.chat.newChat'))
    const chosen = { mode: 'ask', modelSelector: { vendor: 'shortline', id: 'auto' } }
    await editor.host(
      ({ vscode }, request) => void vscode.commands.executeCommand('workbench.action.chat.open', request),
      { query, ...chosen },
    )
    await editor.page.locator('.interactive-request', { hasText: query.split(' ').at(-1)! }).waitFor()
    return editor.page.locator('.interactive-response').last()
  }
  /** The last ask's rows in the ledger, one for each component. */
  async function lastRows(): Promise<Record<string, unknown>[]> {
    const { output } = await shortline(['ledger', '--json', '--ledger', await ledgerFile(editor)])
    const rows = jsonLines(output)
    return rows.filter(({ id }) => id === rows.at(-1)?.['id'])
  }

  it('answers @shortline where something is, with links to it, and sends nothing', async () => {
    const response = await say('@shortline /search where is the stock of an item counted')
    await response
      .getByText(/inventory\.ts:\d+/)
      .first()
      .waitFor({ timeout: 60_000 })
    await picture('search')
    assert.equal(server.bodies.length, 0)
  })

  it('streams what @shortline is asked about the code, with its passages as references and what it cost', async () => {
    const response = await say('@shortline /explain how is the stock of an item counted in Inventory')
    await response.getByText('Word by word').waitFor()
    await response.getByText(/small · \$0\.\d+/).waitFor()
    await response.getByText(/Used \d+ references?/).waitFor({ state: 'attached' })
    await picture('references')
    assert.equal(server.bodies.length, 1)
  })

  it('serves what was answered before for nothing, and says so and since when', async () => {
    const sent = server.bodies.length
    const response = await say('@shortline /explain How is the stock of an item counted in Inventory?')
    await response.getByText(/Answered on .*20\d\d.*, and served again for \$0\.00: nothing/).waitFor()
    await response.getByText('Word by word').waitFor()
    assert.equal(server.bodies.length, sent)
  })

  it('stops @shortline down to the socket, and settles it', async () => {
    const before = server.closed.length
    const response = await say('@shortline /api /general this never ends')
    await response.getByText('Word by word').waitFor()
    await editor.host(({ vscode }) => vscode.commands.executeCommand('workbench.action.chat.cancel'))
    for (let waited = 0; server.closed.length === before && waited < 5000; waited += 50)
      await editor.page.waitForTimeout(50)
    assert.equal(server.closed.length, before + 1)
    const [row] = await lastRows()
    assert.deepEqual([row?.['state'], row?.['estimated']], ['cancelled', true])
  })

  it('makes no button of a command that an answer names', async () => {
    const response = await say('@shortline /general /api which button closes all')
    await response.getByText('this one').waitFor()
    assert.equal(await response.locator('a', { hasText: 'this one' }).count(), 0)
  })

  it('gives other extensions the search as a tool, and sends nothing for it', async () => {
    const before = server.bodies.length
    const found = await editor.host(async ({ vscode }) => {
      const input = { query: 'stock of an item', limit: 2 }
      const { content } = await vscode.lm.invokeTool('shortline_search', { input, toolInvocationToken: undefined })
      return content.map((part) => (part as { readonly value: string }).value)
    })
    assert.equal(found.length, 2)
    assert.match(found[0]!, /^src\/inventory\.ts:\d+-\d+\n/)
    assert.equal(server.bodies.length, before)
  })

  it('has a model of its own, whose answers are routed, paid for and refused by the same caps', async () => {
    const answer = (text: string): Promise<string> =>
      editor.host(async ({ vscode }, text) => {
        const [model] = await vscode.lm.selectChatModels({ vendor: 'shortline' })
        try {
          const { text: parts } = await model!.sendRequest([vscode.LanguageModelChatMessage.User(text)])
          let all = ''
          for await (const part of parts) all += part
          return all
        } catch (error) {
          return String(error)
        }
      }, text)
    assert.equal(await answer('/general /api what is a monad'), 'Word by word [1].')
    const rows = await lastRows()
    assert.deepEqual([rows[0]?.['state'], rows[0]?.['model']], ['done', 'small'])
    assert.ok(rows.reduce((sum, row) => sum + (row['costMicroUsd'] as number), 0) > 0)
    assert.match(await answer('turn on word wrap'), /word wrap/i)
    await changeSetting(editor, 'caps.usdPerDay', 0)
    const before = server.bodies.length
    assert.match(await answer('/general /api what is a functor'), /left for today/)
    assert.equal(server.bodies.length, before)
    await changeSetting(editor, 'caps.usdPerDay', 1)
  })
})
