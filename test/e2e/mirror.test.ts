/** The model host must know what stands in the editor, edit by edit, for whatever way a document can change. */
import assert from 'node:assert/strict'
import { startEditor, type Editor } from '../vscode/editor.ts'
import { statusBar, typeText, waitForGhost } from '../vscode/page.ts'
import { beginning, continues, gap, orders, placeCursor, plainTyping } from './scenarios.ts'

describe('the mirrored documents', () => {
  let editor: Editor
  before(async () => {
    const filler = '// This line makes the file long enough for several pieces.\n'.repeat(20_000)
    const files = {
      'orders.ts': orders,
      'edits.ts': orders,
      'pieces.ts': `${filler}${orders}`,
      // A name that no model comes up with by itself.
      'neighbour.ts': "export const kestrelBuffet = lookUpWarehouse('north', 42)\n",
      'asking.ts': "import { lookUpWarehouse } from './warehouse'\n\nexport const kestrelB\n",
      '.env': 'TOKEN=1\n',
    }
    // What arrives is tested here, not how sure a model must be of it.
    const settings = { ...plainTyping, 'shortline.threshold': 0.3 }
    editor = await startEditor({ extension: 'unpacked', files, settings })
    await editor.open('orders.ts')
    await editor.ready()
  })
  after(() => editor.close())

  const hostPid = (): Promise<number | undefined> => editor.host(({ shortline }) => shortline!.hostPid())
  const isAlive = (pid: number): boolean => {
    try {
      return process.kill(pid, 0)
    } catch {
      return false
    }
  }
  const undo = async (): Promise<void> => {
    await editor.page.keyboard.press('Escape')
    await editor.host(({ vscode }) => vscode.commands.executeCommand('workbench.action.files.revert'))
  }

  it('follow changes applied in the order in which VS Code reports them', async () => {
    await editor.open('edits.ts')
    const differences = await editor.host(async ({ vscode }) => {
      const { document } = vscode.window.activeTextEditor!
      let mirror = document.getText()
      const differences: string[] = []
      const listening = vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document !== document) return
        for (const { rangeOffset, rangeLength, text } of event.contentChanges) {
          mirror = mirror.slice(0, rangeOffset) + text + mirror.slice(rangeOffset + rangeLength)
        }
        if (mirror !== document.getText()) differences.push(`${event.contentChanges.length} changes`)
      })
      let seed = 3
      const random = (below: number): number => (seed = (seed * 16_807) % 2_147_483_647) % below
      const editAt = async (count: number): Promise<void> => {
        const edit = new vscode.WorkspaceEdit()
        const lines = new Set(Array.from({ length: count }, () => random(document.lineCount)))
        for (const line of lines) {
          const { text } = document.lineAt(line)
          const [from, to] = [random(text.length + 1), random(text.length + 1)].sort((a, b) => a - b)
          const range = new vscode.Range(line, from!, line, to!)
          edit.replace(document.uri, range, ['', 'x', '😀', 'two\nlines', 'é\r\n'][random(5)]!)
        }
        await vscode.workspace.applyEdit(edit)
      }
      for (let round = 0; round < 60; round++) {
        await editAt(1 + random(4))
        if (round % 7 === 3) await vscode.commands.executeCommand('undo')
        if (round % 14 === 3) await vscode.commands.executeCommand('redo')
        if (round % 20 === 9) {
          const eol = document.eol === vscode.EndOfLine.LF ? vscode.EndOfLine.CRLF : vscode.EndOfLine.LF
          await vscode.window.activeTextEditor!.edit((edit) => edit.setEndOfLine(eol))
        }
      }
      listening.dispose()
      return differences
    })
    assert.deepEqual(differences, [])
    await undo()
  })

  it('arrive whole when they come in pieces, with what is typed meanwhile', async () => {
    await editor.open('pieces.ts')
    const line = await editor.host(async ({ vscode }) => {
      const active = vscode.window.activeTextEditor!
      for (let line = 0; line < 5; line++) await active.edit((edit) => edit.insert(new vscode.Position(0, 0), '//\n'))
      return active.document.lineCount - 3
    })
    await placeCursor(editor, line)
    await typeText(editor.page, beginning)
    await continues(editor)
    await undo()
  })

  it('serve as neighbours: what stands in another tab is suggested here', async () => {
    await editor.open('neighbour.ts')
    await editor.open('asking.ts')
    await placeCursor(editor, 2, 'export const kestrel'.length)
    await editor.page.keyboard.press('Delete')
    await typeText(editor.page, 'B')
    assert.match((await waitForGhost(editor.page)).text, /^uffet/)
    await undo()
  })

  it('leave out files that hold secrets, and the status bar says so', async () => {
    await editor.open('.env')
    await editor.page.keyboard.press('Control+End')
    await typeText(editor.page, 'TOK')
    await editor.page.waitForTimeout(500)
    const last = await editor.host(({ shortline }) => shortline!.lastOutcome())
    assert.deepEqual(last, { kind: 'refused', reason: 'secret-file' })
    assert.match(await statusBar(editor.page, 'shortline.shortline'), /secrets are never read/)
    await undo()
  })

  it('cost no process while completions are off', async () => {
    await editor.open('orders.ts')
    const before = (await hostPid())!
    await editor.host(({ vscode }) => vscode.commands.executeCommand('shortline.toggle'))
    await editor.page.locator('.statusbar-item .codicon-circle-slash').waitFor()
    assert.equal(await hostPid(), undefined)
    for (let waited = 0; waited < 5000 && isAlive(before); waited += 50) await editor.page.waitForTimeout(50)
    assert.ok(!isAlive(before), 'the process is gone')
    await editor.host(({ vscode }) => vscode.commands.executeCommand('shortline.toggle'))
    await editor.ready()
    await placeCursor(editor, gap)
    await typeText(editor.page, beginning)
    await continues(editor)
    await undo()
  })
})
