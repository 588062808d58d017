import assert from 'node:assert/strict'
import { startEditor, type Editor } from '../vscode/editor.ts'
import { ghostText, typeText, waitForGhost, waitForNoGhost } from '../vscode/page.ts'
import { becomes, placeCursor, plainTyping } from './scenarios.ts'

/** Blocks that only differ in one name: whoever writes the next one writes the same again. */
const names = ['first', 'second', 'third', 'fourth', 'fifth']
const blockOf = (name: string): string[] => [
  `export function ${name}Total(order: Order): number {`,
  '  const converted = convertCurrency(order.amount, order.currency, EUR)',
  '  const rounded = roundToCents(converted)',
  '  return rounded',
  '}',
]
const above = names.flatMap((name) => [...blockOf(name), ''])
const begun = ['export function sixthTotal(order: Order): number {', '']
const text = [...above, ...begun].join('\n')
const line = above.length + 1
const expected = blockOf('sixth').slice(1)

describe('suggestions of several lines', function () {
  this.timeout(120_000)
  let editor: Editor
  const start = async (multiLine: string): Promise<void> => {
    const settings = { ...plainTyping, 'shortline.multiLine': multiLine }
    editor = await startEditor({ extension: 'unpacked', files: { 'totals.ts': text }, settings })
    await editor.open('totals.ts')
    await editor.ready()
    await placeCursor(editor, line)
  }
  afterEach(() => editor.close())

  it('come by themselves when they are sure, after the first line, and are accepted whole', async () => {
    await start('auto')
    const { page } = editor
    const typed = '  const converted = '
    await typeText(page, typed)
    await waitForGhost(page)
    let written = typed
    let ghost = ''
    // What came too late for one keystroke is there at the next.
    for (const key of expected[0]!.slice(typed.length, -1)) {
      await page.waitForTimeout(400)
      ghost = await ghostText(page)
      if (ghost.includes('\n')) break
      await typeText(page, key)
      written += key
    }
    const shown = (written + ghost).split('\n')
    assert.ok(shown.length > 1, `one line: ${ghost}`)
    assert.deepEqual(shown, expected.slice(0, shown.length))
    await page.keyboard.press('Tab')
    await waitForNoGhost(page)
    await becomes(editor, [...above, begun[0]!, ...shown].join('\n'))
  })

  it('come when they are asked for, and only then if the setting says so', async () => {
    await start('onRequest')
    const { page } = editor
    await typeText(page, '  const converted = conv')
    await waitForGhost(page)
    await page.waitForTimeout(1000)
    await typeText(page, 'e')
    await page.waitForTimeout(500)
    assert.doesNotMatch(await ghostText(page), /\n/)
    await page.keyboard.press('Alt+Backslash')
    const begun = '  const converted = conve'
    const isRight = (ghost: string): boolean =>
      ghost.includes('\n') && expected.join('\n').startsWith(begun + ghost) && !ghost.endsWith('\n')
    const until = performance.now() + 15_000
    while (!isRight(await ghostText(page)) && performance.now() < until) await page.waitForTimeout(50)
    const ghost = await ghostText(page)
    assert.ok(isRight(ghost), ghost)
  })
})
