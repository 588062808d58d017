/** An ask in a real VS Code through servers that we did not write, from the key to the bill. */
import assert from 'node:assert/strict'
import path from 'node:path'
import type { FrameLocator } from 'playwright-core'
import { createFormat } from '../../webview/format.ts'
import { jsonLines, shortline } from '../engines/cli/shortline.ts'
import { modelName } from '../servers/model-folder.ts'
import { reported } from '../servers/reported.ts'
import { key, prices, startServers, type RealServers } from '../servers/start.ts'
import { startEditor, type Editor } from '../vscode/editor.ts'
import { cacheFolder } from '../vscode/install.ts'
import { typeText } from '../vscode/page.ts'
import { ledgerFile } from '../vscode/storage.ts'
import { panelOf } from '../vscode/shortline-page.ts'

const models = { direct: modelName, rag: modelName, code: modelName, plan: modelName, completion: modelName }

describe('an ask through LiteLLM and transformers', function () {
  this.timeout(180_000)
  let servers: RealServers
  let editor: Editor
  let panel: FrameLocator
  before(async function () {
    this.timeout(25 * 60_000) // Where the servers are not installed yet.
    servers = await startServers((line) => console.error(line))
    const settings = {
      'shortline.endpoint.preset': 'litellm',
      'shortline.endpoint.baseUrl': servers.front.baseUrl,
      'shortline.endpoint.apiStyle': 'responses',
      'shortline.models': models,
      'shortline.prices': prices,
    }
    editor = await startEditor({ extension: 'unpacked', settings })
    panel = panelOf(editor)
    await editor.open('src/inventory.ts')
    await editor.ready()
  })
  after(async () => {
    await editor.close()
    await servers.stop()
  })

  const input = () => editor.page.locator('.quick-input-widget input')
  const answer = (busy: boolean) => panel.locator(`.answer[aria-busy="${busy}"] .markdown`)

  it('takes the key that was typed, streams into the panel, and costs the same in all places', async () => {
    const { page } = editor
    const { front } = servers
    const keyed = editor.host(({ vscode }) => vscode.commands.executeCommand('shortline.setApiKey'))
    await input().waitFor()
    await typeText(page, key)
    await page.keyboard.press('Enter')
    await keyed

    // The rest waits behind the first word: a quick server would else be done before anybody has looked.
    const looked = Promise.withResolvers<undefined>()
    front.hold = { at: /"delta": ?"[^"\\]*\w/, until: looked.promise }
    await editor.host(({ vscode }) => vscode.commands.executeCommand('shortline.ask'))
    await input().waitFor()
    await typeText(page, '/general /api what is a semaphore')
    await page.keyboard.press('Enter')
    await answer(true).filter({ hasText: /\w/ }).waitFor({ timeout: 60_000 })
    const [exchange] = front.exchanges
    assert.equal(exchange!.path, '/v1/responses')
    assert.equal(exchange!.ended, false)
    const beginning = await answer(true).textContent()
    looked.resolve(undefined)
    await answer(false).waitFor({ timeout: 120_000 })
    assert.ok((await answer(false).textContent())!.length > beginning!.length)
    await page.screenshot({ path: path.join(cacheFolder, 'servers-answer.png') })

    const said = reported(exchange!)
    const microUsd = said.input * prices[modelName].input + said.output * prices[modelName].output
    assert.equal(front.exchanges.length, 1)
    const ledger = await ledgerFile(editor)
    const { output, errors } = await shortline(['ledger', '--json', '--ledger', ledger])
    const booked = jsonLines(output).reduce((sum, { costMicroUsd }) => sum + (costMicroUsd as number), 0)
    assert.equal(booked, microUsd, errors)
    await panel.getByRole('tab', { name: 'Usage' }).click()
    const exact = createFormat('en').exactMoney(microUsd)
    await panel.locator(`.legend [title="${exact}"]`).first().waitFor()
    await panel.locator(`.routes [title="${exact}"]`).first().waitFor()
    await page.screenshot({ path: path.join(cacheFolder, 'servers-usage.png') })
  })
})
