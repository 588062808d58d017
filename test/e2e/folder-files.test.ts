/** Lines are copied from imported files, those beside the one in front and others of the workspace, opened or not, as far as they may be read. */
import assert from 'node:assert/strict'
import { startEditor, type Editor } from '../vscode/editor.ts'
import { ghostText, typeText, waitForGhostLike } from '../vscode/page.ts'
import { placeCursor, plainTyping } from './scenarios.ts'

describe('files of the folder', () => {
  let editor: Editor
  before(async () => {
    const files = {
      'asking.ts': 'const first = 1\n\n',
      'src/deep/importing.ts': "import { lend } from '../shared/library.js'\n\nlend(\n",
      'src/shared/library.ts': "export const bittern = visitMuseum('east', 45)\n",
      'far/away/ruff.ts': "export const dunlin = hireOrchestra('up', 46)\n",
      'far/away/teal.ts': "export const teal = sellHarpsichord('down', 47)\n",
      'built/grebe.ts': "export const grebe = tuneTrombone('left', 48)\n",
      '.gitignore': 'built/\n',
      'closed.ts': "export const osprey = serveBanquet('south', 43)\n",
      'hidden.ts': "export const herring = turnCarousel('west', 44)\n",
      'credentials.json': '{ "token": "abc" }\n',
    }
    // What is read is tested here, not what a model makes of it.
    const settings = {
      'shortline.engine': 'ngram',
      'shortline.threshold': 0.01,
      'shortline.exclude': ['hidden.ts', 'far/away/teal.ts'],
    }
    editor = await startEditor({ extension: 'unpacked', files, settings: { ...plainTyping, ...settings } })
    await editor.open('asking.ts')
    await editor.ready()
    await editor.page.waitForTimeout(1500)
  })
  after(() => editor.close())

  async function shown(typed: string, fits: (ghost: string) => boolean): Promise<string> {
    await placeCursor(editor, 1)
    await editor.page.keyboard.insertText(typed.slice(0, -1))
    await typeText(editor.page, typed.at(-1)!)
    await waitForGhostLike(editor.page, fits, 3000)
    const ghost = await ghostText(editor.page)
    await editor.page.keyboard.press('Escape')
    await editor.host(({ vscode }) => vscode.commands.executeCommand('workbench.action.files.revert'))
    return ghost
  }

  it('are copied from', async () => {
    const ghost = await shown('const osprey = serveB', (text) => text.startsWith('anquet'))
    assert.ok("anquet('south', 43)".startsWith(ghost) && ghost !== '', ghost)
  })

  it('are left alone where the user excludes them', async () => {
    assert.equal(await shown('const herring = turnC', (text) => text.startsWith('arousel')), '')
  })

  it('are copied from where they are imported', async () => {
    await editor.open('src/deep/importing.ts')
    await editor.page.waitForTimeout(1500)
    const ghost = await shown('const bittern = visitM', (text) => text.startsWith('useum'))
    assert.ok("useum('east', 45)".startsWith(ghost) && ghost !== '', ghost)
  })

  it('are copied from anywhere in the workspace, but for what is excluded or ignored', async () => {
    const ghost = await shown('const dunlin = hireO', (text) => text.startsWith('rchestra'))
    assert.ok("rchestra('up', 46)".startsWith(ghost) && ghost !== '', ghost)
    assert.equal(await shown('const teal = sellH', (text) => text.startsWith('arpsichord')), '')
    assert.equal(await shown('const grebe = tuneT', (text) => text.startsWith('rombone')), '')
    await editor.host(({ vscode }) => {
      const settings = vscode.workspace.getConfiguration('shortline')
      return settings.update('exclude', ['hidden.ts', 'far/away/ruff.ts'], vscode.ConfigurationTarget.Global)
    })
    await editor.page.waitForTimeout(1500)
    assert.equal(await shown('const dunlin = hireO', (text) => text.startsWith('rchestra')), '', 'excluded now')
    const other = await shown('const teal = sellH', (text) => text.startsWith('arpsichord'))
    assert.ok("arpsichord('down', 47)".startsWith(other) && other !== '', other)
  })
})
