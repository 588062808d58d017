/** Behind a dot nothing is suggested that the language server knows not to be there; what it knows to be there is. */
import assert from 'node:assert/strict'
import path from 'node:path'
import { root } from '../vscode/install.ts'
import { startEditor, type Editor } from '../vscode/editor.ts'
import { outcomes, recordOutcomes } from '../vscode/outcomes.ts'
import { ghostText, typeText } from '../vscode/page.ts'
import { placeCursor, plainTyping } from './scenarios.ts'

/** A call that stands twice behind the same receiver, which is of another type there than at the gap. */
const farm = (type: string): string => `class Herd {
  graze(meadow: string, hours: number): void {}
  drink(water: string): void {}
}

class Flock {
  frobnicate(meadow: string, speed: string): void {}
}

export function walk(herd: Flock, meadow: string): void {
  herd.frobnicate(meadow, 'slowly')
}

export function run(herd: Flock, meadow: string): void {
  herd.frobnicate(meadow, 'slowly')
}

export function stay(herd: ${type}, meadow: string): void {

}
`
const gap = farm('')
  .split('\n')
  .lastIndexOf('', farm('').split('\n').length - 2)
const typed = '  herd.fro'
const wrong = "bnicate(meadow, 'slowly')"

describe('members', () => {
  let editor: Editor
  before(async function () {
    this.timeout(120_000)
    // What the language server lets through is tested here, not how sure the model is.
    const sure = { 'shortline.threshold': 0.3 }
    const settings = { ...plainTyping, ...sure, 'typescript.tsdk': path.join(root, 'node_modules/typescript/lib') }
    const files = {
      ...{ 'known.ts': farm('Herd'), 'right.ts': farm('Flock'), 'any.ts': farm('any') },
      // Where nothing is read for copies.
      'node_modules/pangolin/package.json': '{ "name": "pangolin", "types": "index.d.ts" }\n',
      'node_modules/pangolin/index.d.ts':
        'export interface Pangolin {\n  unrollSlowly(): void\n  quarrelNumber: number\n}\n',
      'wild.ts': "import { Pangolin } from 'pangolin'\n\nexport function wake(pangolin: Pangolin): void {\n\n}\n",
      'both.ts': `${farm('Herd')}\nexport function last(herd: Flock, meadow: string): void {\n\n}\n`,
    }
    editor = await startEditor({ extension: 'unpacked', files, settings })
    await editor.open('known.ts')
    await editor.ready()
    await recordOutcomes(editor)
  })
  after(() => editor.close())
  // A line that was left half written would be copied from.
  afterEach(() => editor.host(({ vscode }) => vscode.commands.executeCommand('workbench.action.files.revert')))

  /** The language server's names at the gap of the open file, once it knows any behind `herd.`. */
  async function membersOf(known: string, line = gap, receiver = '  herd.'): Promise<string[]> {
    await placeCursor(editor, line)
    await editor.page.keyboard.insertText(receiver)
    const until = performance.now() + 60_000
    for (;;) {
      const names = await editor.host(async ({ vscode }) => {
        const { document, selection } = vscode.window.activeTextEditor!
        const list = await vscode.commands.executeCommand<{ items: { label: string | { label: string } }[] }>(
          'vscode.executeCompletionItemProvider',
          document.uri,
          selection.active,
        )
        return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label))
      })
      if (names.includes(known) || performance.now() > until) return names
      await editor.page.waitForTimeout(500)
    }
  }

  /**
   * Types at the gap, from an empty line; gives what is shown after a while, and what Shortline said. Nothing is
   * dismissed, for what is dismissed is not shown again anyway.
   */
  async function type(line = gap, text = typed): Promise<{ ghost: string; said: string }> {
    await placeCursor(editor, line)
    await editor.host(async ({ vscode }) => {
      await vscode.commands.executeCommand('deleteAllRight')
    })
    await outcomes(editor)
    await typeText(editor.page, text, 100)
    await editor.page.waitForTimeout(1000)
    const ghost = await ghostText(editor.page)
    return { ghost, said: JSON.stringify(await outcomes(editor)) }
  }

  it('are suggested where they exist', async () => {
    await editor.open('right.ts')
    assert.ok((await membersOf('frobnicate')).includes('frobnicate'))
    const { ghost, said } = await type()
    assert.ok(ghost !== '' && wrong.startsWith(ghost), `${ghost} ${said}`)
  })

  it('are not suggested where they do not', async () => {
    await editor.open('known.ts')
    const names = await membersOf('graze')
    assert.ok(names.includes('graze') && !names.includes('frobnicate'), names.join(' '))
    // An answer of the server that comes too late counts from the next time on.
    await type()
    const { ghost, said } = await type()
    assert.ok(ghost === '' || !wrong.startsWith(ghost.slice(0, 3)), `${ghost} ${said}`)
  })

  it('are suggested where nobody but the server knows them', async () => {
    await editor.open('wild.ts')
    const line = 3
    const receiver = '  pangolin.'
    assert.deepEqual((await membersOf('unrollSlowly', line, receiver)).sort(), ['quarrelNumber', 'unrollSlowly'])
    await editor.host(({ vscode }) => vscode.workspace.getConfiguration('shortline').update('threshold', 0.02, true))
    await type(line, receiver)
    const { ghost, said } = await type(line, receiver)
    await editor.host(({ vscode }) => vscode.workspace.getConfiguration('shortline').update('threshold', 0.3, true))
    assert.match(ghost, /^(unrollSlowly|quarrelNumber)/, said)
  })

  it('are suggested where nobody knows', async () => {
    await editor.open('any.ts')
    const { ghost, said } = await type()
    assert.ok(ghost !== '' && wrong.startsWith(ghost), `${ghost} ${said}`)
  })

  it('are those of their own line, where the same text stood on another one a moment ago', async () => {
    await editor.open('both.ts')
    const last = gap + 4
    const there = await type(last)
    assert.ok(there.ghost !== '' && wrong.startsWith(there.ghost), `${there.ghost} ${there.said}`)
    await editor.page.keyboard.insertText(wrong)
    await type()
    const { ghost, said } = await type()
    assert.ok(ghost === '' || !wrong.startsWith(ghost.slice(0, 3)), `${ghost} ${said}`)
  })
})
