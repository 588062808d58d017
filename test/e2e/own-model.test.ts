/** A checkpoint of the user's own: the folder that training or a fine-tune leaves, named by a setting. */
import assert from 'node:assert/strict'
import { cp, rm, truncate } from 'node:fs/promises'
import path from 'node:path'
import { startEditor, type Editor } from '../vscode/editor.ts'
import { root } from '../vscode/install.ts'
import { typeText } from '../vscode/page.ts'
import { beginning, continues, gap, orders, placeCursor, plainTyping } from './scenarios.ts'

describe('a checkpoint of the user’s own', () => {
  let editor: Editor
  const folder = path.join(root, '.vscode-test/own-checkpoint')
  before(async () => {
    await rm(folder, { recursive: true, force: true })
    await cp(path.join(root, 'models/checkpoint'), folder, { recursive: true })
    await cp(path.join(root, 'models/completion/tokenizer.json'), path.join(folder, 'tokenizer.json'))
    const settings = { ...plainTyping, 'shortline.modelPath': folder }
    editor = await startEditor({ extension: 'unpacked', files: { 'orders.ts': orders }, settings })
    await editor.open('orders.ts')
  })
  after(async () => {
    await editor.close()
    await rm(folder, { recursive: true })
  })

  it('suggests', async () => {
    const { engine, trouble } = await editor.ready()
    assert.equal(trouble, undefined)
    assert.equal(engine, 'native')
    await placeCursor(editor, gap)
    await typeText(editor.page, beginning)
    await continues(editor)
  })

  it('is refused when it is cut off, in words that name the file', async () => {
    await truncate(path.join(folder, 'model.safetensors'), 1_000_000)
    await editor.host(({ vscode }) => vscode.commands.executeCommand('shortline.restartModel'))
    const { engine, trouble } = await editor.ready()
    assert.equal(engine, 'ngram')
    assert.match(trouble?.message ?? '', /model\.safetensors can't be used: it is cut off in model\./)
  })
})
