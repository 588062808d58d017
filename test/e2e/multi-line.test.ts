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
const head = ['export function sixthTotal(order: Order): number {', '']
const expected = blockOf('sixth').slice(1)

/** What any model agrees with, for lines come by themselves only where it writes what can be copied. */
const caseOf = (name: string): string[] => [
  `    case '${name}':`,
  '      this.count += weight',
  '      return this.count',
]
const cases = names.flatMap(caseOf)
const expectedCase = caseOf('sixth').slice(1)

describe('suggestions of several lines', function () {
  this.timeout(120_000)
  let editor: Editor
  /** The cursor stands in the last line, which is empty. */
  const start = async (multiLine: string, lines: readonly string[]): Promise<void> => {
    // How sure a model is of these lines changes with each that ships; that they come, and how, does not.
    const settings = { ...plainTyping, 'shortline.multiLine': multiLine, 'shortline.threshold': 0.3 }
    editor = await startEditor({ extension: 'unpacked', files: { 'totals.ts': lines.join('\n') }, settings })
    await editor.open('totals.ts')
    await editor.ready()
    await placeCursor(editor, lines.length - 1)
  }
  afterEach(() => editor.close())

  it('come by themselves when they are sure, after the first line, and are accepted whole', async () => {
    const before = [...cases, caseOf('sixth')[0]!]
    await start('auto', [...before, ''])
    const { page } = editor
    const typed = '      this.count += '
    await typeText(page, typed)
    await waitForGhost(page)
    let written = typed
    let ghost = ''
    // What came too late for one keystroke is there at the next.
    for (const key of expectedCase[0]!.slice(typed.length, -1)) {
      await page.waitForTimeout(400)
      ghost = await ghostText(page)
      if (ghost.includes('\n')) break
      await typeText(page, key)
      written += key
    }
    const shown = (written + ghost).split('\n')
    assert.ok(shown.length > 1, `one line: ${ghost}`)
    assert.deepEqual(shown, expectedCase.slice(0, shown.length))
    await page.keyboard.press('Tab')
    await waitForNoGhost(page)
    await becomes(editor, [...before, ...shown].join('\n'))
  })

  it('come when they are asked for, and only then if the setting says so', async () => {
    await start('onRequest', [...above, ...head])
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
