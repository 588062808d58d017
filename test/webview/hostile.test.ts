/** Text from a model or a repository does nothing in the panel, and stands there to be read. */
import assert from 'node:assert/strict'
import type { Browser } from 'playwright-core'
import { foldAt } from '../../webview/intake.ts'
import { launchChromium } from '../vscode/chromium.ts'
import { buildPanel, openPanel, type Panel } from './harness.ts'
import { answer, decision } from './sample-answer.ts'
import { comparisons } from './sample-usage.ts'
import { full } from './sample-state.ts'

const attacks = {
  script: '<script>document.title = "owned"</script>',
  handler: '<img src=x onerror="document.title = \'owned\'">',
  frame: '<iframe src="https://evil.test/frame"></iframe>',
  beacon: '![look](https://evil.test/beacon.png?secret)',
  referenced: '![look][1]\n\n[1]: https://evil.test/referenced.png',
  command: '[click me](command:workbench.action.terminal.new)',
  javascript: '[click me](javascript:document.title="owned")',
  data: '[click me](data:text/html,<script>document.title="owned"</script>)',
  vscode: '<vscode://file/etc/passwd>',
  file: '[click me](file:///etc/passwd)',
  ansi: '\u001b[31mred\u001b[0m \u001b]8;;https://evil.test\u0007link\u001b]8;;\u0007',
  bidi: 'if (isAdmin\u202e \u2066// only \u2069 \u2066) {',
  style: '<style>* { display: none }</style>',
  base: '<base href="https://evil.test/">',
  refresh: '<meta http-equiv="refresh" content="0; url=https://evil.test/">',
  svg: '<svg onload="document.title=\'owned\'"><use href="https://evil.test/x.svg#x"/></svg>',
  fence: '```"><script>document.title="owned"</script>\ncode\n```',
}

/** The same text in every place that shows text from elsewhere. */
async function showEverywhere(panel: Panel, text: string): Promise<void> {
  const row = {
    ...decision,
    id: 'hostile',
    title: text,
    reason: text,
    outcomeReason: text,
    modelAnswered: text,
    outcome: 'failed' as const,
  }
  await panel.post(
    {
      ...full,
      answer: {
        ...answer,
        id: 'hostile',
        question: text,
        phase: 'failed',
        message: text,
        steps: [{ number: 1, of: 2, title: text }],
        choices: [{ label: text, title: text }],
        command: { id: text, title: text },
        sources: [{ number: 1, path: text, startLine: 1, endLine: 2, score: 1 }],
        leftOut: [{ path: text, why: 'weak' }],
        decision: row,
      },
      decisions: { rows: [row], hasOlder: false },
      compare: {
        ...full.compare,
        comparisons: [{ ...comparisons[0]!, question: text, local: { ...comparisons[0]!.local!, text, model: text } }],
      },
      routing: { rules: [{ ...full.routing.rules[0]!, when: text }], whatIf: { error: text } },
    },
    { answerId: 'hostile', from: 0, text },
  )
  for (const tab of ['routing', 'compare', 'answer']) {
    await panel.page.locator(`#tab-${tab}`).click()
    await panel.page.locator(`[data-view=${tab}]`).waitFor()
  }
}

describe('hostile text in the panel', function () {
  this.timeout(60_000)
  let browser: Browser
  before(async () => {
    buildPanel()
    browser = await launchChromium(console.error)
  })
  after(() => browser.close())

  let panel: Panel
  before(async () => {
    panel = await openPanel(browser)
  })

  for (const [name, text] of Object.entries(attacks)) {
    it(`does nothing and is visible: ${name}`, async () => {
      await showEverywhere(panel, text)
      const page = await panel.page.evaluate(() => ({
        title: document.title,
        text: document.querySelector('.markdown')!.textContent,
        forbidden: [
          ...document.querySelectorAll(
            '#root :is(a, base, embed, iframe, img, link, meta, object, script, style, use, video)',
          ),
        ].length,
        handlers: [...document.querySelectorAll('#root *')].filter((each) =>
          [...each.attributes].some(({ name }) => name.startsWith('on') || name === 'href' || name === 'src'),
        ).length,
      }))
      assert.equal(page.title, 'Shortline')
      assert.equal(page.forbidden, 0)
      assert.equal(page.handlers, 0)
      assert.deepEqual(panel.requests, [])
      assert.deepEqual(panel.trouble, [], 'not even tried')
      // Each word of it can be read.
      const words = text.match(/[\w:/.-]{4,}/g)!
      const shown = page.text + (await panel.page.locator('.markdown').innerHTML())
      for (const word of words) assert.ok(shown.includes(word), `${word} in ${shown}`)
    })
  }

  it('sends no message of its own when everything in it is clicked, but that of a web link', async () => {
    const panel = await openPanel(browser)
    const links = '[bad](command:x) [good](https://example.com/a?b) [worse](javascript:x)'
    await panel.post({ ...full, answer: { ...answer, id: 'links' } }, { answerId: 'links', from: 0, text: links })
    await panel.page.locator('.markdown .link').waitFor()
    for (const each of await panel.page.locator('.markdown :is(button, a)').all()) await each.click()
    const posted = (await panel.posted()).filter(({ type }) => type !== 'ready')
    assert.deepEqual(posted, [{ type: 'browse', url: 'https://example.com/a?b' }])
    await panel.close()
  })

  it('shows control characters by their names', async () => {
    const panel = await openPanel(browser)
    await panel.post(
      { ...full, answer: { ...answer, id: 'bidi' } },
      { answerId: 'bidi', from: 0, text: attacks.bidi + attacks.ansi },
    )
    const text = (await panel.page.locator('.markdown').textContent())!
    assert.ok(text.includes('[U+202E]') && text.includes('[U+2066]') && text.includes('␛[31m'), text)
    await panel.close()
  })

  it('shows the beginning of a line of 5 MB at once, and all of it to whoever wants to see it', async function () {
    this.timeout(150_000)
    const panel = await openPanel(browser)
    const text = `${'all work and no play '.repeat(250_000)}the end`
    await panel.post(
      { ...full, answer: { ...answer, id: 'long', length: text.length } },
      { answerId: 'long', from: 0, text },
    )
    const length = (): Promise<number> =>
      panel.page.evaluate(() => document.querySelector('.markdown')!.textContent.length)
    await panel.page.getByText(`${new Intl.NumberFormat('en').format(text.length - foldAt)} more characters`).waitFor()
    await panel.page.waitForFunction((most) => document.querySelector('.markdown')!.textContent.length === most, foldAt)
    await panel.page.getByRole('button', { name: 'Show All' }).click()
    await panel.page.waitForFunction(() => document.querySelector('.markdown')?.textContent.endsWith('the end'), null, {
      timeout: 120_000,
    })
    assert.equal(await length(), text.length)
    assert.equal(await panel.page.getByRole('button', { name: 'Show All' }).count(), 0)
    await panel.close()
  })
})
