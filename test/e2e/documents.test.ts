/** Documents that trip up completion engines: right text or a reason, never a crash or a wrong range. */
import assert from 'node:assert/strict'
import { chmod } from 'node:fs/promises'
import path from 'node:path'
import type { Outcome } from '../../extension/core/types.ts'
import { startEditor, type Editor } from '../vscode/editor.ts'
import { outcomes, recordOutcomes } from '../vscode/outcomes.ts'
import { ghostText, typeText, waitForGhost } from '../vscode/page.ts'
import {
  becomes,
  beginning,
  continuation,
  continues,
  documentText,
  gap,
  orders,
  placeCursor,
  plainTyping,
} from './scenarios.ts'

const MB = 1 << 20
const repeated = (line: string, count: number): string => `${Array<string>(count).fill(line).join('\n')}\n`

describe('unusual documents', () => {
  let editor: Editor
  let pids: { extensionHost: number; modelHost: number | undefined }

  before(async function () {
    this.timeout(120_000)
    const files = {
      'orders.ts': orders,
      'empty.ts': '',
      'huge.ts': Buffer.alloc(50 * MB + 1, 'const answer = 42\n'),
      'large.ts': Buffer.alloc(30 * MB, 'const answer = 42\n'),
      'minified.js': `const table = [${'17,'.repeat(MB / 3)}]`,
      'crlf.ts': orders.replaceAll('\n', '\r\n'),
      'tabs.ts': orders.replaceAll('  ', '\t'),
      'unicode.ts': orders,
      'recipe.unknown': repeated('Take two spoons of sugar and stir.', 3),
      'locked.ts': orders,
      'cursors.ts': orders,
    }
    editor = await startEditor({ extension: 'unpacked', files, settings: plainTyping })
    await chmod(path.join(editor.workspace, 'locked.ts'), 0o444)
    await editor.open('orders.ts')
    await editor.ready()
    await recordOutcomes(editor)
    pids = { extensionHost: editor.pid, modelHost: await modelHost() }
  })
  after(() => editor.close())

  afterEach('nothing crashed, and typing elsewhere still works', async () => {
    await editor.page.keyboard.press('Escape')
    await editor.open('orders.ts')
    await placeCursor(editor, gap)
    await typeText(editor.page, beginning)
    await continues(editor)
    await editor.host(async ({ vscode }) => {
      await vscode.commands.executeCommand('workbench.action.files.revert')
      await vscode.commands.executeCommand('workbench.action.closeAllEditors')
    })
    assert.deepEqual({ extensionHost: editor.pid, modelHost: await modelHost() }, pids)
  })

  const modelHost = (): Promise<number | undefined> => editor.host(({ shortline }) => shortline!.hostPid())

  /** Types, and waits for ghost text or, when there is none, for the reason. */
  async function answer(typed: string, ms = 2000): Promise<{ ghost: string; last: Outcome | undefined }> {
    await outcomes(editor)
    await typeText(editor.page, typed)
    const ghost = await waitForGhost(editor.page, ms).catch(() => undefined)
    return { ghost: ghost?.text ?? '', last: (await outcomes(editor)).at(-1) }
  }

  /** Accepts what is shown and compares the whole document. */
  async function accepts(expected: string): Promise<void> {
    await editor.page.keyboard.press('Tab')
    await becomes(editor, expected)
  }

  it('an empty file', async () => {
    await editor.open('empty.ts')
    const { ghost, last } = await answer('export const ')
    assert.ok(ghost !== '' || last !== undefined, 'an answer or a reason')
    if (ghost !== '') await accepts(`export const ${ghost}`)
  })

  it('a file of 50 MB, which extensions do not get to see', async function () {
    this.timeout(120_000)
    await editor.host(
      async ({ vscode }, file) => {
        await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file))
      },
      path.join(editor.workspace, 'huge.ts'),
    )
    await editor.page.locator('.tab.active', { hasText: 'huge.ts' }).waitFor()
    const { ghost } = await answer('const b')
    assert.equal(ghost, '')
  })

  it('a file of 30 MB is refused with its reason', async function () {
    this.timeout(120_000)
    await editor.open('large.ts')
    const { ghost, last } = await answer('const b', 5000)
    assert.equal(ghost, '')
    assert.deepEqual(last, { kind: 'refused', reason: 'file-too-large' })
  })

  it('one line of 1 MB', async () => {
    await editor.open('minified.js')
    await placeCursor(editor, 0, MB - (MB % 3))
    const { ghost, last } = await answer('17')
    assert.ok(ghost !== '' || (last !== undefined && last.kind !== 'failed'), JSON.stringify(last))
    const { length } = await documentText(editor)
    if (ghost !== '') {
      await editor.page.keyboard.press('Tab')
      await editor.page.waitForTimeout(500)
      assert.equal((await documentText(editor)).length, length + ghost.length)
    }
  })

  it('CRLF line ends', async () => {
    await editor.open('crlf.ts')
    await placeCursor(editor, gap)
    const { ghost } = await answer(beginning)
    assert.equal(ghost, continuation)
    await accepts(
      orders
        .split('\n')
        .with(gap, beginning + continuation)
        .join('\r\n'),
    )
  })

  it('tabs for indentation', async () => {
    await editor.open('tabs.ts')
    await placeCursor(editor, gap)
    // Typed at once: the Tab key would be taken by whatever suggestion stands there.
    await editor.page.keyboard.insertText('\t')
    const { ghost } = await answer(beginning.trimStart())
    assert.ok(ghost !== '' && continuation.startsWith(ghost), ghost)
    const lines = orders.replaceAll('  ', '\t').split('\n')
    await accepts(lines.with(gap, `\t${beginning.trimStart()}${ghost}`).join('\n'))
  })

  for (const [name, text] of [
    ['surrogate pairs', '😀👩‍🚀'],
    ['combining characters', 'e\u0301a\u0308\u0323'],
  ] as const) {
    it(`${name} before the cursor and after it`, async () => {
      await editor.open('unicode.ts')
      await placeCursor(editor, gap)
      await editor.page.keyboard.insertText(`  /* ${text} */ const converted = "${text}`)
      const { ghost, last } = await answer('"')
      assert.ok(ghost !== '' || (last !== undefined && last.kind !== 'failed'), JSON.stringify(last))
      const line = `  /* ${text} */ const converted = "${text}"`
      if (ghost !== '')
        await accepts(
          orders
            .split('\n')
            .with(gap, line + ghost)
            .join('\n'),
        )

      // The same characters behind the cursor: what is accepted goes in front of them.
      await placeCursor(editor, gap - 1, 0)
      await editor.page.keyboard.insertText(text)
      await placeCursor(editor, gap - 1, 0)
      const before = (await documentText(editor)).split('\n')
      const second = await answer('x')
      if (second.ghost !== '') {
        await accepts(before.with(gap - 1, `x${second.ghost}${before[gap - 1]!}`).join('\n'))
      }
    })
  }

  it('a language that the model does not know gets repetitions', async () => {
    await editor.open('recipe.unknown')
    await editor.page.keyboard.press('Control+End')
    const { ghost, last } = await answer('Take two sp')
    if (ghost !== '') assert.equal(ghost, 'oons of sugar and stir.')
    else assert.equal(last?.kind, 'empty')
    assert.ok(last?.kind !== 'done' || last.source !== 'model', 'the model keeps out of it')
  })

  it('a document that cannot be written', async () => {
    await editor.host(async ({ vscode }) => {
      const provider = { provideTextDocumentContent: () => 'const converted = 1\nconst conv' }
      vscode.workspace.registerTextDocumentContentProvider('readonly', provider)
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('readonly:/view.ts'))
      await vscode.window.showTextDocument(document, { preview: false })
    })
    await editor.page.keyboard.press('Control+End')
    await typeText(editor.page, 'x')
    await editor.host(({ vscode }) => vscode.commands.executeCommand('editor.action.inlineSuggest.trigger'))
    await editor.page.waitForTimeout(1000)
    assert.equal(await ghostText(editor.page), '')
    assert.equal(await documentText(editor), 'const converted = 1\nconst conv')
  })

  it('a file without the right to write', async () => {
    await editor.open('locked.ts')
    await placeCursor(editor, gap)
    const { ghost } = await answer(beginning)
    if (ghost !== '')
      await accepts(
        orders
          .split('\n')
          .with(gap, beginning + ghost)
          .join('\n'),
      )
  })

  it('a document without a file', async () => {
    await editor.host(async ({ vscode }, content) => {
      const document = await vscode.workspace.openTextDocument({ language: 'typescript', content })
      await vscode.window.showTextDocument(document, { preview: false })
    }, orders)
    await placeCursor(editor, gap)
    await typeText(editor.page, beginning)
    const ghost = await continues(editor)
    await accepts(
      orders
        .split('\n')
        .with(gap, beginning + ghost)
        .join('\n'),
    )
  })

  it('several cursors: each gets the text or none does', async () => {
    await editor.open('cursors.ts')
    const lines = orders.split('\n')
    await editor.host(async ({ vscode }, gap) => {
      const { activeTextEditor: active } = vscode.window
      await active!.edit((edit) => edit.insert(new vscode.Position(gap, 0), '\n'))
      await new Promise<unknown>((resolve) => {
        vscode.window.onDidChangeTextEditorSelection(resolve)
        active!.selections = [gap, gap + 1].map((line) => new vscode.Selection(line, 0, line, 0))
      })
    }, gap)
    await answer(beginning)
    await editor.page.keyboard.press('Tab')
    await editor.page.waitForTimeout(500)
    const text = (await documentText(editor)).split('\n')
    assert.deepEqual([...text.slice(0, gap), ...text.slice(gap + 2)], lines.toSpliced(gap, 1))
    for (const line of text.slice(gap, gap + 2)) {
      assert.ok(line.startsWith(beginning) && (beginning + continuation).startsWith(line.trimEnd()), line)
    }
    await editor.page.keyboard.press('Escape') // Back to one cursor.
  })

  it('the cells of a notebook', async () => {
    await editor.host(async ({ vscode }) => {
      const cell = (text: string) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python')
      const cells = ['price_with_tax = price * (1 + tax_rate)\nprint(price_with_tax)', '']
      const notebook = await vscode.workspace.openNotebookDocument(
        'jupyter-notebook',
        new vscode.NotebookData(cells.map(cell)),
      )
      await vscode.window.showNotebookDocument(notebook, { selections: [new vscode.NotebookRange(1, 2)] })
      await vscode.commands.executeCommand('notebook.cell.edit')
    })
    const before = await outcomes(editor)
    await typeText(editor.page, 'price_with_t')
    const ghost = await waitForGhost(editor.page, 2000).catch(() => undefined)
    await editor.page.keyboard.press('Tab')
    await editor.page.waitForTimeout(500)
    const text = await editor.host(({ vscode }) =>
      vscode.window.activeNotebookEditor!.notebook.cellAt(1).document.getText(),
    )
    assert.ok(text.startsWith(`price_with_t${ghost?.text ?? ''}`), text)
    const reasons = [...before, ...(await outcomes(editor))]
    assert.ok(ghost !== undefined || reasons.length > 0, 'an answer or a reason')
    await editor.host(async ({ vscode }) =>
      vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'),
    )
  })
})
