import assert from 'node:assert/strict'
import { open, mkdir, cp, readdir } from 'node:fs/promises'
import path from 'node:path'
import { root } from '../vscode/install.ts'
import { startEditor, type Editor } from '../vscode/editor.ts'
import { statusBar, typeText } from '../vscode/page.ts'
import { statusItem } from '../vscode/shortline-page.ts'
import { beginning, continues, gap, orders, placeCursor, plainTyping, save, typeDismissAccept } from './scenarios.ts'

describe('a model host that dies', () => {
  let editor: Editor
  before(async () => {
    editor = await startEditor({ extension: 'unpacked', files: { 'orders.ts': orders }, settings: plainTyping })
    await editor.open('orders.ts')
    await editor.ready()
  })
  after(() => editor.close())

  it('in mid-typing: ghost text is back within 2 s', async () => {
    const { page } = editor
    await placeCursor(editor, gap)
    const typed = beginning.slice(0, 15)
    await typeText(page, typed)
    const before = await editor.host(({ shortline }) => shortline!.hostPid())
    assert.ok(before !== undefined, 'a host is running')
    process.kill(before, 'SIGKILL')
    const killed = performance.now()
    await typeText(page, beginning.slice(typed.length))
    // The keystrokes themselves bring it back: nothing else is done here.
    await continues(editor)
    const ms = performance.now() - killed
    const now = await editor.host(({ shortline }) => shortline!.hostPid())
    assert.ok(now !== undefined && now !== before, 'another host is running')
    assert.ok(ms < 2000, `${Math.round(ms)} ms`)
  })

  it('again and again: the editor stays fine, and Restart Model brings it back', async () => {
    await editor.page.keyboard.press('Escape')
    for (let time = 0; time < 4; time++) {
      const pid = await editor.host(({ shortline }) => shortline!.hostPid())
      if (pid !== undefined) process.kill(pid, 'SIGKILL')
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
    await typeText(editor.page, ' // fine')
    assert.match(await save(editor, 'orders.ts'), /conv \/\/ fine/)
    await editor.host(({ vscode }) => vscode.commands.executeCommand('shortline.restartModel'))
    await editor.ready()
    await placeCursor(editor, gap)
    await editor.page.keyboard.press('Control+Shift+K') // Deletes the line …
    await editor.page.keyboard.press('Control+Shift+Enter') // … and opens an empty one in its place.
    await typeText(editor.page, beginning)
    await continues(editor)
  })
})

describe('a model file that is broken', () => {
  let editor: Editor
  const model = path.join(root, '.vscode-test/broken-model')
  before(async () => {
    await breakModel(model)
    const settings = { ...plainTyping, 'shortline.modelPath': model }
    editor = await startEditor({ extension: 'unpacked', files: { 'orders.ts': orders }, settings })
    await editor.open('orders.ts')
  })
  after(() => editor.close())

  it('is reported with what to do, in the status bar too', async () => {
    const { engine, trouble } = await editor.ready()
    assert.equal(trouble?.reason, 'model-broken')
    assert.equal(engine, 'ngram')
    assert.ok(trouble.message.length > 20, trouble.message)
    const item = await statusBar(editor.page, 'shortline.shortline')
    assert.ok(item.includes(trouble.message) || /model/i.test(item), `status bar: ${item}`)
  })

  it('is one click away from the setting that names it, in the status bar and in the message', async () => {
    const { page } = editor
    const setting = page.locator('.settings-editor .setting-item-label', { hasText: 'Model Path' })
    await statusItem(editor).click()
    await setting.waitFor()
    await page.screenshot({ path: path.join(root, '.vscode-test/broken-model.png') })
    await editor.host(({ vscode }) => vscode.commands.executeCommand('workbench.action.closeAllEditors'))
    await editor.host(({ vscode }) => vscode.commands.executeCommand('notifications.showList'))
    const message = page.locator('.notification-list-item', { hasText: 'shortline.modelPath' })
    await message.hover()
    await message.getByRole('button', { name: 'Open Setting' }).click()
    await setting.waitFor()
    await editor.host(async ({ vscode }) => {
      await vscode.commands.executeCommand('notifications.clearAll')
      await vscode.commands.executeCommand('workbench.action.closeAllEditors')
    })
  })

  it('leaves the editor fine, with repetitions as suggestions', () => typeDismissAccept(editor))
})

/** A copy of the shipped model, cut off in the middle. */
async function breakModel(target: string): Promise<void> {
  const models = path.join(root, 'models')
  const names = await readdir(models, { withFileTypes: true })
  for (const name of names.filter((entry) => entry.isDirectory())) {
    const files = await readdir(path.join(models, name.name))
    if (!files.includes('model.onnx')) continue
    await mkdir(target, { recursive: true })
    await cp(path.join(models, name.name), target, { recursive: true })
    const file = await open(path.join(target, 'model.onnx'), 'r+')
    await file.truncate(Math.floor((await file.stat()).size / 2))
    await file.close()
    return
  }
  throw new Error('No model is shipped in models/')
}
