/** What comes of an answer in a real VS Code: copied, inserted, read as a document, asked again, applied; steps as they run. */
import assert from 'node:assert/strict'
import type { FrameLocator } from 'playwright-core'
import { begin, finish, startFaultServer } from '../engines/flagship/fault-server.ts'
import type { FaultServer, Json } from '../engines/flagship/fault-server.ts'
import { startEditor, type Editor } from '../vscode/editor.ts'
import { panelOf } from '../vscode/shortline-page.ts'
import { becomes, documentText, endpointSettings, holds, placeCursor } from './scenarios.ts'

const code = 'const total = 1'

/** Steps wait until they are let go on. */
let goOn: (() => void) | undefined

function answerFor(body: Json): string {
  const { text } = body as { readonly text?: { readonly format?: { readonly name?: string } } }
  if (text?.format?.name === 'plan') {
    const steps = ['Explain adding', 'Test removing'].map((title) => ({ title, query: 'add remove', task: title }))
    return JSON.stringify({ steps })
  }
  if (text?.format?.name === 'code') {
    const edits = [{ startLine: 9, endLine: 9, text: '  private readonly things = new Map<string, Item>()' }]
    return JSON.stringify({ summary: 'Renamed.', edits, newCode: '' })
  }
  return `Here [1]:\n\n\`\`\`ts\n${code}\n\`\`\`\n`
}

describe('an answer', function () {
  this.timeout(120_000)
  let editor: Editor
  let server: FaultServer
  let panel: FrameLocator
  before(async () => {
    server = await startFaultServer((response, body) => {
      const finished = (): void => {
        begin(response, answerFor(body))
        finish(response, body['model'])
      }
      if (JSON.stringify(body).includes('<task>')) goOn = finished
      else finished()
    })
    const settings = {
      ...endpointSettings(server.baseUrl),
      'files.exclude': { '**/cellar-*': true },
      'search.exclude': { '**/attic-*': true },
    }
    const files = Object.fromEntries(
      ['attic', 'cellar', 'garden'].map((place) => [`${place}-heron.ts`, `export const heronNest = '${place}'\n`]),
    )
    editor = await startEditor({ extension: 'unpacked', settings, files })
    panel = panelOf(editor)
    await editor.open('src/inventory.ts')
    await editor.ready()
  })
  after(async () => {
    await editor.close()
    await server.close()
  })

  const ask = (text: string): Promise<unknown> =>
    editor.host(({ vscode }, given) => vscode.commands.executeCommand('shortline.ask', given), { text })
  const run = (command: string): Promise<unknown> =>
    editor.host(({ vscode }, name) => vscode.commands.executeCommand(name), command)

  it('is copied, put at the cursor as one step to undo, and opened as a document', async () => {
    await placeCursor(editor, 0, 0)
    const before = await documentText(editor)
    await ask('/explain how is the value of all items added up')
    await panel.getByRole('button', { name: 'Insert at Cursor' }).first().click()
    await becomes(editor, code + before)
    await run('undo')
    await becomes(editor, before)
    const clipboard = (): Promise<string> => editor.host(({ vscode }) => vscode.env.clipboard.readText())
    await panel.locator('.actions').getByRole('button', { name: 'Copy', exact: true }).click()
    for (let tries = 0; tries < 50 && !(await clipboard()).startsWith('Here [1]:'); tries++)
      await editor.page.waitForTimeout(100)
    assert.match(await clipboard(), /^Here \[1\]:/)
    await panel.getByRole('button', { name: 'Open as Document' }).click()
    await editor.page.locator('.tab.active', { hasText: 'Untitled' }).waitFor()
    await holds(editor, ['how is the value of all items added up', code, 'src/inventory.ts', '$'])
    await run('workbench.action.revertAndCloseActiveEditor')
  })

  it('is served again for nothing, with its age, and asked anew the other way', async () => {
    const sent = server.bodies.length
    await editor.open('src/inventory.ts')
    await placeCursor(editor, 0, 0)
    await ask('/explain How is the value of all items added up?')
    await panel.getByText(/from the cache, .* old/).waitFor()
    assert.equal(server.bodies.length, sent)
    await panel.getByRole('button', { name: 'Again by API' }).click()
    await panel.getByText(/from the cache/).waitFor({ state: 'detached' })
    await panel.getByRole('button', { name: 'Again, Local' }).waitFor()
    assert.equal(server.bodies.length, sent + 1)
    await panel.getByRole('button', { name: 'Again, Local' }).click()
    await panel.getByRole('button', { name: 'Again by API' }).waitFor()
    assert.equal(server.bodies.length, sent + 1)
  })

  it('that changes code opens as a diff of the lines that were selected, and is applied', async () => {
    await editor.host(({ vscode }) => {
      vscode.window.activeTextEditor!.selection = new vscode.Selection(8, 0, 8, 50)
    })
    await ask('/edit /api call it things')
    await editor.page.locator('.tab', { hasText: 'Proposed Change' }).waitFor()
    await run('shortline.applyEdit')
    const text = await editor.host(async ({ vscode }) => {
      const [file] = await vscode.workspace.findFiles('src/inventory.ts')
      return (await vscode.workspace.openTextDocument(file!)).getText()
    })
    assert.match(text, /private readonly things/)
  })

  it('has no passage of what VS Code’s own settings exclude, until they change, and says when nothing is indexed', async () => {
    const sources = panel.getByRole('button', { name: /^Source \d+: .*heron\.ts/ })
    const set = (name: string, value: unknown): Promise<void> =>
      editor.host(({ vscode }, key, given) => vscode.workspace.getConfiguration().update(key, given, true), name, value)
    const find = async (question: string): Promise<readonly string[]> => {
      await ask(`/search /local ${question}`)
      await panel.getByRole('heading', { name: question }).waitFor()
      await panel.getByRole('button', { name: 'Again', exact: true }).waitFor()
      const names = (await sources.all()).map(async (source) => (await source.getAttribute('aria-label')) ?? '')
      return [...new Set(await Promise.all(names))]
    }
    const first = await find('where is heronNest')
    assert.ok(first.length === 1 && first[0]!.includes('garden'), first.join())
    await set('search.exclude', { '**/attic-*': false })
    let found: readonly string[] = []
    for (let tries = 0; found.length < 2 && tries < 20; tries++) found = await find(`where is heronNest, try ${tries}`)
    assert.ok(found.length === 2 && found.some((text) => text.includes('attic')), found.join())
    await set('shortline.index.enabled', false)
    await ask('/search /local where is heronNest now')
    await panel.locator('.notice').getByText('its index is switched off').waitFor()
    await set('shortline.index.enabled', true)
  })

  it('of several steps shows each as it runs', async () => {
    await ask('/plan /api explain add, then test remove')
    const current = panel.locator('ol.steps li[aria-current=step]')
    for (const title of ['Explain adding', 'Test removing']) {
      await current.getByText(title).waitFor()
      while (!goOn) await editor.page.waitForTimeout(20)
      goOn()
      goOn = undefined
    }
    await panel.locator('ol.steps li').nth(1).waitFor()
    await current.waitFor({ state: 'detached' })
    await panel.getByText(code).first().waitFor()
  })
})
