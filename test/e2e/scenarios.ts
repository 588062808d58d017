/** What several suites do the same way: a file with something to repeat, and a person who types in it. */
import assert from 'node:assert/strict'
import type { Editor, Window } from '../vscode/editor.ts'
import { typeText, waitForGhost, waitForNoGhost } from '../vscode/page.ts'

/** Its lines ask for being repeated: what is suggested in `shippingTotal` does not depend on the model. */
export const orders = `import { convertCurrency, roundToCents } from './money'

export function netTotal(order: Order): number {
  const converted = convertCurrency(order.amount, order.currency, 'EUR')
  return roundToCents(converted * (1 - order.discount))
}

export function grossTotal(order: Order): number {
  const converted = convertCurrency(order.amount, order.currency, 'EUR')
  return roundToCents(converted * (1 + order.taxRate))
}

export function shippingTotal(order: Order): number {

}
`
/** The empty line in `shippingTotal`, counted from 0. */
export const gap = orders.split('\n').lastIndexOf('', orders.split('\n').length - 2)

/** The file with this in its empty line. */
export const filled = (line: string): string => orders.split('\n').with(gap, line).join('\n')

export const beginning = '  const converted = conv'
export const continuation = "ertCurrency(order.amount, order.currency, 'EUR')"

/** One server for every route, with one model at $10 per million tokens. */
export const endpointSettings = (baseUrl: string): Readonly<Record<string, unknown>> => ({
  'shortline.endpoint.preset': 'custom',
  'shortline.endpoint.baseUrl': baseUrl,
  'shortline.endpoint.apiStyle': 'responses',
  'shortline.models': { direct: 'small', rag: 'small', code: 'small', plan: 'small', completion: 'small' },
  'shortline.prices': { small: { input: 10, output: 10 } },
})

/** No list of words beside the ghost text, one line of it, and nothing typed by the editor on its own. */
export const plainTyping = {
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
  'editor.wordBasedSuggestions': 'off',
  'editor.suggestOnTriggerCharacters': false,
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
  'editor.autoIndent': 'none',
  'files.autoSave': 'off',
  'shortline.multiLine': 'off',
}

/** Ghost text after `beginning`: the repetition, or as much of it as Shortline is sure of. */
export async function continues(window: Window, whole = continuation): Promise<string> {
  const { text } = await waitForGhost(window.page)
  assert.ok(text.length >= 4 && whole.startsWith(text), `ghost text ${JSON.stringify(text)}`)
  return text
}

/** Puts the cursor into the editor that is open; the column counts UTF-16 units. */
export function placeCursor(window: Window, line: number, column = 0): Promise<void> {
  return window.host(
    async ({ vscode }, line, column) => {
      const position = new vscode.Position(line, column)
      const { document } = vscode.window.activeTextEditor!
      // Unlike an assignment to `selection`, this is done when it returns.
      await vscode.window.showTextDocument(document, {
        selection: new vscode.Range(position, position),
        preview: false,
      })
    },
    line,
    column,
  )
}

export function documentText(window: Window): Promise<string> {
  return window.host(({ vscode }) => vscode.window.activeTextEditor!.document.getText())
}

/** The document becomes this: a key takes a moment to arrive in the extension host. */
export async function becomes(window: Window, expected: string, message?: string): Promise<void> {
  assert.equal(await settled(window, (text) => text === expected), expected, message)
}

/** The document in front has all the parts, now or soon: a tab is in front before its editor is the active one. */
export async function holds(window: Window, parts: readonly string[]): Promise<void> {
  const missing = (text: string): string[] => parts.filter((part) => !text.includes(part))
  assert.deepEqual(missing(await settled(window, (text) => missing(text).length === 0)), [])
}

/** The text of the document in front, as soon as it fits, or as it is after 3 s. */
async function settled(window: Window, fits: (text: string) => boolean): Promise<string> {
  const until = performance.now() + 3000
  let text = await documentText(window)
  while (!fits(text) && performance.now() < until) {
    await window.page.waitForTimeout(50)
    text = await documentText(window)
  }
  return text
}

/** The file's text on the disk after the editor saved it. */
export async function save(editor: Editor, file: string): Promise<string> {
  await editor.host(({ vscode }) => vscode.window.activeTextEditor!.document.save())
  return editor.read(file)
}

/** From opening a file to the saved result: ghost text, Esc, the same text not offered again until asked for, Tab. */
export async function typeDismissAccept(editor: Editor): Promise<void> {
  const { page } = editor
  await editor.open('orders.ts')
  await editor.ready()
  await placeCursor(editor, gap)

  await typeText(page, beginning)
  await continues(editor)
  await page.keyboard.press('Escape')
  await waitForNoGhost(page)
  await becomes(editor, filled(beginning), 'Esc leaves the text as typed')

  await page.keyboard.press('Backspace')
  await typeText(page, beginning.at(-1)!)
  await page.waitForTimeout(1_000)
  await waitForNoGhost(page)
  await editor.host(({ vscode }) => vscode.commands.executeCommand('editor.action.inlineSuggest.trigger'))
  const taken = await continues(editor)
  await page.keyboard.press('Tab')
  await waitForNoGhost(page)
  const expected = filled(beginning + taken)
  await becomes(editor, expected)
  assert.equal(await save(editor, 'orders.ts'), expected)
}
