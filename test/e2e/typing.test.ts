import assert from 'node:assert/strict'
import type { Outcome } from '../../extension/core/types.ts'
import { startEditor, type Editor } from '../vscode/editor.ts'
import { originOf, outcomes, recordOutcomes } from '../vscode/outcomes.ts'
import { typeText, waitForGhost, waitForGhostLike, waitForNoGhost } from '../vscode/page.ts'
import {
  becomes,
  beginning,
  continuation,
  continues,
  documentText,
  filled,
  gap,
  orders,
  placeCursor,
  plainTyping,
  typeDismissAccept,
} from './scenarios.ts'

describe('typing', () => {
  let editor: Editor
  before(async () => {
    const files = {
      'orders.ts': orders,
      'words.ts': orders,
      'partial.ts': orders,
      'learning.ts': `${'openAviary(keeper, north)\n'.repeat(6)}\n`,
    }
    editor = await startEditor({ extension: 'unpacked', files, settings: plainTyping })
    await editor.open('src/report.ts')
    await editor.ready()
    await recordOutcomes(editor)
  })
  after(() => editor.close())

  it('shows ghost text, Esc dismisses it, Tab accepts it, the saved file is right', () => typeDismissAccept(editor))

  it('goes on where a word of it was accepted', async () => {
    await editor.open('partial.ts')
    await placeCursor(editor, gap)
    await typeText(editor.page, beginning)
    await continues(editor)
    await editor.page.keyboard.press('Control+ArrowRight')
    await editor.page.waitForTimeout(500)
    const taken = (await documentText(editor)).split('\n')[gap]!.slice(beginning.length)
    assert.ok(taken !== '' && continuation.startsWith(taken), taken)
    const rest = await continues(editor, continuation.slice(taken.length))
    await editor.page.keyboard.press('Tab')
    await waitForNoGhost(editor.page)
    await becomes(editor, filled(beginning + taken + rest))
  })

  it('keeps the ghost text while it is typed through', async () => {
    await editor.open('words.ts')
    await placeCursor(editor, gap)
    await typeText(editor.page, beginning)
    const shown = await continues(editor)
    for (let typed = 0; typed < Math.min(8, shown.length - 1); typed++) {
      await typeText(editor.page, continuation[typed]!)
      await continues(editor, continuation.slice(typed + 1))
    }
  })

  it('lets the model speak where there is nothing to repeat', async () => {
    await editor.open('src/report.ts')
    await outcomes(editor)
    const said: string[] = []
    for (const line of ['for (let i = 0; i < lines.length; ', 'if (typeof value === ', 'throw new ']) {
      await editor.page.keyboard.press('Escape')
      await editor.page.keyboard.press('Control+End')
      await typeText(editor.page, `\n${line}`)
      const ghost = await waitForGhost(editor.page, 3000).catch(() => undefined)
      const answers = await outcomes(editor)
      const origin = ghost && originOf(ghost.text, answers)
      if (origin === 'model' || origin === 'both') return
      said.push(`${line} → ${JSON.stringify(answers.at(-1))}`)
    }
    assert.fail(`No suggestion from the model: ${said.join('\n')}`)
  })

  it('learns how much the text around counts, says so, and forgets it on demand', async () => {
    const { page } = editor
    const line = 'openAviary(keeper, north)'
    await editor.open('learning.ts')
    await placeCursor(editor, 6)
    for (let n = 0; n < 5; n++) {
      await typeText(page, line, 70)
      await page.keyboard.press('Enter')
    }
    // What is explained is the last thing that the editor asked for, and it asks for nothing while somebody types so fast.
    await page.waitForTimeout(1000)
    const told = async (): Promise<string[]> => {
      await editor.host(({ vscode }) => void vscode.commands.executeCommand('shortline.whyGhostText'))
      const rows = page.locator('.quick-input-list .monaco-list-row')
      await rows.first().waitFor()
      const texts = await rows.allTextContents()
      await page.keyboard.press('Escape')
      await rows.first().waitFor({ state: 'hidden' })
      return texts.filter((text) => text.includes('How much the text around counts here'))
    }
    const [learned] = await told()
    assert.match(learned ?? '', /\d+ % of what it counts elsewhere, by \d+ tokens/)
    await editor.host(({ vscode }) => vscode.commands.executeCommand('shortline.resetAdaptation'))
    assert.deepEqual(await told(), [])
    await page.keyboard.press('Enter')
    await typeText(page, line, 20)
    await page.keyboard.press('Enter')
    assert.deepEqual(await told(), [], 'the model process has forgotten it, too')
  })
})

describe('typing on behind what was accepted', () => {
  let editor: Editor
  before(async () => {
    // What is there in time is tested here, not how sure a model must be of it.
    const settings = { ...plainTyping, 'editor.autoIndent': 'keep', 'shortline.threshold': 0.3 }
    editor = await startEditor({ extension: 'unpacked', files: { 'orders.ts': orders }, settings })
    await editor.open('orders.ts')
    await editor.ready()
    await recordOutcomes(editor)
  })
  after(() => editor.close())

  /** Accepts a line and begins the next; gives what was said of that one. */
  async function nextLine(): Promise<Outcome | undefined> {
    const { page } = editor
    await placeCursor(editor, gap)
    await typeText(page, beginning)
    const line = async (at: number): Promise<string> => (await documentText(editor)).split('\n')[at]!
    for (let tries = 0; tries < 4 && (await line(gap)) !== beginning + continuation; tries++) {
      await waitForGhost(page)
      // Time to look ahead.
      await page.waitForTimeout(500)
      await page.keyboard.press('Tab')
      await page.waitForTimeout(300)
    }
    assert.equal(await line(gap), beginning + continuation)
    await outcomes(editor)
    await page.keyboard.press('Enter')
    // What stood behind the last line may still be on the screen.
    await waitForGhostLike(page, (text) => text.startsWith('return roundToCents('), 3_000)
    return (await outcomes(editor)).find((said) => said.kind === 'done' && said.text.startsWith('return roundToCents('))
  }

  it('finds the next line answered before it was asked for', async () => {
    let said: Outcome | undefined
    // A machine that is busy with something else may not have come to it; it can't be there by chance.
    for (let tries = 0; tries < 4; tries++) {
      said = await nextLine()
      if (said?.kind === 'done' && said.timings.total === 0) return
      await editor.host(({ vscode }) => vscode.commands.executeCommand('workbench.action.files.revert'))
    }
    assert.fail(JSON.stringify(said))
  })
})

describe('typing with the list of words open', () => {
  let editor: Editor
  before(async () => {
    const settings = {
      ...plainTyping,
      'editor.wordBasedSuggestions': 'currentDocument',
      'editor.quickSuggestions': true,
    }
    editor = await startEditor({ extension: 'unpacked', files: { 'orders.ts': orders }, settings })
    await editor.open('orders.ts')
    await editor.ready()
  })
  after(() => editor.close())

  it('suggests what goes on from the selected word, and Tab takes the word', async () => {
    const { page } = editor
    await placeCursor(editor, gap)
    await typeText(page, '  const converted = con')
    // Whoever finds no list asks for it: the editor offers none by itself where its list of words is not made in time.
    const list = page.locator('.suggest-widget.visible .monaco-list-row').first()
    await list.waitFor({ timeout: 3000 }).catch(() => page.keyboard.press('Control+Space'))
    await page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'convertCurrency' }).first().waitFor()
    const goesOn = (text: string): boolean => `con${text}`.startsWith('convertCurrency')
    let text = ''
    // Late words sort the list anew, and another one is selected then: Tab is for a list that has come to rest.
    let looks = 0
    for (let tries = 0; tries < 30 && looks < 4; tries++) {
      await page.waitForTimeout(250)
      const selected = await page.locator('.suggest-widget.visible .monaco-list-row.focused').textContent()
      const isRight = selected?.includes('convertCurrency')
      if (isRight) text = await waitForGhostLike(page, goesOn, 1000)
      else await page.keyboard.press('ArrowDown')
      looks = isRight && goesOn(text) ? looks + 1 : 0
    }
    assert.equal(looks, 4, `ghost text ${text}`)
    await page.keyboard.press('Tab')
    await page.waitForTimeout(500)
    const line = (await documentText(editor)).split('\n')[gap]!
    assert.ok(line.startsWith('  const converted = convertCurrency'), line)
    assert.ok((beginning + continuation).startsWith(line), line)
  })
})
