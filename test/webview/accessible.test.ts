/** axe-core on every state in every theme, and what a person without a mouse or with a narrow side bar meets. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { launchChromium } from '../vscode/chromium.ts'
import { root } from '../vscode/install.ts'
import { buildPanel, openPanel, themes, type Panel } from './harness.ts'
import { full } from './sample-state.ts'
import { states } from './states.ts'

const axeSource = readFileSync(path.join(root, 'node_modules/axe-core/axe.min.js'), 'utf8')

declare const axe: { run(context: unknown, options: unknown): Promise<AxeResults> }

async function show(panel: Panel, name: string): Promise<void> {
  const { state, tab, text, selected } = states[name]!
  await panel.post(state, { answerId: state.answer?.id ?? '', from: 0, text: text ?? '' })
  await panel.page.locator(`#tab-${tab}`).click()
  await panel.page.locator(`[data-view=${tab}]`).waitFor()
  await frames(panel.page)
  if (selected === undefined) return
  const row = panel.page.locator('.row').nth(state.decisions.rows.findIndex(({ id }) => id === selected))
  if ((await row.getAttribute('aria-expanded')) === 'false') await row.click()
  await frames(panel.page)
}

/** Until what was posted is drawn. */
function frames(page: Page): Promise<unknown> {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
}

async function violations(page: Page): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']
  const results = await page.evaluate(
    (tags) => axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations', 'incomplete'] }),
    tags,
  )
  // Text in the colour of its background is no violation to axe: it takes it for hidden on purpose.
  const unseen = results.incomplete
    .filter(({ id }) => id === 'color-contrast')
    .map((rule) => ({
      ...rule,
      nodes: rule.nodes.filter(({ any }) =>
        any.some(({ data }) => (data as { readonly messageKey?: string } | null)?.messageKey === 'equalRatio'),
      ),
    }))
  return [...results.violations, ...unseen].flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  )
}

describe('the panel for everybody', function () {
  this.timeout(120_000)
  let browser: Browser
  before(async () => {
    buildPanel()
    browser = await launchChromium(console.error)
  })
  after(() => browser.close())

  for (const theme of themes) {
    it(`has nothing that axe-core finds against WCAG 2.1 AA, in ${theme}`, async () => {
      const panel = await openPanel(browser, { theme })
      await panel.page.evaluate(axeSource)
      const found: string[] = []
      for (const name of Object.keys(states)) {
        await show(panel, name)
        for (const violation of await violations(panel.page)) found.push(`${name}: ${violation}`)
      }
      assert.deepEqual(found, [])
      assert.deepEqual(panel.trouble, [])
      await panel.close()
    })
  }

  for (const theme of themes) {
    it(`fills a gauge with a colour that can be seen, however full it is, in ${theme}`, async () => {
      const panel = await openPanel(browser, { theme })
      const seen = new Set<string>()
      for (const name of ['usage', 'caps']) {
        await show(panel, name)
        const gauges = await panel.page.evaluate(() =>
          [...document.querySelectorAll<HTMLElement>('.gauge:has(.meter)')].map((gauge) => ({
            level: gauge.dataset['level']!,
            colour: getComputedStyle(gauge.querySelector('.meter')!, '::after').backgroundColor,
          })),
        )
        for (const { level, colour } of gauges) {
          seen.add(level)
          assert.match(colour, /^rgb\(/, `${level}: ${colour}`)
        }
      }
      assert.deepEqual([...seen].sort(), ['fine', 'full', 'high'])
      await panel.close()
    })
  }

  it('finds a violation where there is one', async () => {
    const panel = await openPanel(browser)
    await panel.page.evaluate(axeSource)
    await show(panel, 'usage')
    await panel.page.evaluate(() => {
      for (const each of document.querySelectorAll<HTMLElement>('.muted')) each.style.color = '#333'
    })
    assert.match((await violations(panel.page)).join(), /color-contrast/)
    await panel.close()
  })

  for (const [width, zoom] of [
    [200, 1],
    [400, 2],
    [1200, 1],
  ] as const) {
    it(`needs no sideways scrolling at ${width} px and zoom ${zoom * 100} %`, async () => {
      const panel = await openPanel(browser, { width, zoom })
      const tooWide: string[] = []
      for (const name of Object.keys(states)) {
        await show(panel, name)
        const found = await panel.page.evaluate(() => {
          const limit = document.documentElement.clientWidth
          return [...document.querySelectorAll('#root *')]
            .filter((element) => element.closest('pre, .scroll, .hidden, .tabs') === null)
            .filter((element) => element.getBoundingClientRect().right > limit + 1)
            .map((element) => `${element.tagName}.${element.className} ${element.textContent.slice(0, 40)}`)
        })
        for (const element of found) tooWide.push(`${name}: ${element}`)
      }
      assert.deepEqual(tooWide, [])
      await panel.close()
    })
  }

  it('is worked by keys alone', async () => {
    const panel = await openPanel(browser)
    const { page } = panel
    await panel.post(full)
    await page.locator('#tab-answer').focus()
    await page.keyboard.press('ArrowRight')
    await page.locator('[data-view=usage]').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowRight')
    assert.deepEqual((await panel.posted()).at(-1), { type: 'range', range: 'all' })
    await page.locator('#tab-routing').click()
    await page.locator('#what-if').fill('where is it')
    await page.keyboard.press('Enter')
    assert.deepEqual((await panel.posted()).at(-1), { type: 'what-if', text: 'where is it' })
    await page.locator('#tab-answer').click()
    await page.locator('.row').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.locator('.row[aria-expanded=true]').waitFor()
    assert.equal(await page.locator('.row').nth(1).getAttribute('aria-expanded'), 'true')
    await panel.close()
  })

  it('keeps the focus where it is while an answer streams', async () => {
    const panel = await openPanel(browser)
    await show(panel, 'streaming')
    await panel.page.locator('.row').nth(2).focus()
    const { answer } = states['streaming']!.state
    for (let from = 420; from < 520; from += 10) {
      await panel.post(
        { answer: { ...answer!, length: from + 10 } },
        { answerId: answer!.id, from, text: 'ten words \n' },
      )
      await frames(panel.page)
    }
    assert.equal(await panel.page.evaluate(() => document.activeElement?.className), 'row')
    await panel.close()
  })

  it('tells a screen reader that an answer begins and ends, and none of its words', async () => {
    const panel = await openPanel(browser)
    const said = (): Promise<string | null> => panel.page.locator('[aria-live]').textContent()
    await show(panel, 'streaming')
    assert.equal(await said(), 'Answering')
    await show(panel, 'done')
    assert.equal(await said(), 'Answer complete, 3.2 s, $0.00833')
    await show(panel, 'failed')
    assert.match((await said())!, /^The server closed the connection/)
    assert.equal(await panel.page.locator('[aria-live]').count(), 1)
    await panel.close()
  })

  it('moves nothing for whoever asked for that', async () => {
    const panel = await openPanel(browser, { reducedMotion: true })
    await show(panel, 'streaming')
    const moving = await panel.page.evaluate(() => document.getAnimations().length)
    assert.equal(moving, 0)
    await panel.close()
  })
})
