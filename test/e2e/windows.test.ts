import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { startEditor, type Editor, type Window } from '../vscode/editor.ts'
import { typeText } from '../vscode/page.ts'
import { becomes, beginning, continuation, continues, gap, orders, placeCursor, plainTyping } from './scenarios.ts'

describe('two windows', () => {
  let editor: Editor
  before(async () => {
    editor = await startEditor({ extension: 'unpacked', files: { 'orders.ts': orders }, settings: plainTyping })
  })
  after(() => editor.close())

  const isAlive = (pid: number): boolean => {
    try {
      return process.kill(pid, 0)
    } catch {
      return false
    }
  }

  it('suggest side by side, each from its own files, and leave nothing behind', async () => {
    const folder = path.join(path.dirname(editor.workspace), 'second')
    await mkdir(folder)
    await writeFile(path.join(folder, 'parcels.ts'), orders.replaceAll('convertCurrency', 'convertWeight'))
    const second: Window = await editor.openWindow(folder)
    await Promise.all([editor.open('orders.ts'), second.open('parcels.ts')])
    await Promise.all([editor.ready(), second.ready()])

    for (const [window, expected] of [
      [editor, continuation],
      [second, continuation.replace('ertCurrency', 'ertWeight')],
    ] as const) {
      await window.page.bringToFront()
      await placeCursor(window, gap)
      await typeText(window.page, beginning)
      const taken = await continues(window, expected)
      await window.page.keyboard.press('Tab')
      const text = window === editor ? orders : orders.replaceAll('convertCurrency', 'convertWeight')
      await becomes(
        window,
        text
          .split('\n')
          .with(gap, beginning + taken)
          .join('\n'),
      )
    }

    const [first, other] = await Promise.all(
      [editor, second].map((window) => window.host(({ shortline }) => shortline!.hostPid())),
    )
    assert.ok(first !== undefined && other !== undefined && first !== other, 'each has a model host of its own')
    await second.close()
    for (let waited = 0; waited < 15_000 && isAlive(other); waited += 200) await editor.page.waitForTimeout(200)
    assert.ok(!isAlive(other), 'the model host ends with its window')
    assert.ok(isAlive(first), 'the other window keeps its own')
  })
})
