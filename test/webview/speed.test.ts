/** How much work a frame is, measured in a real Chromium; asserted as ratios, for machines differ. */
import assert from 'node:assert/strict'
import type { Browser, CDPSession } from 'playwright-core'
import { launchChromium } from '../vscode/chromium.ts'
import { buildPanel, openPanel, type Panel } from './harness.ts'
import { answer, answerText, asks, decision, now } from './sample-answer.ts'
import { full } from './sample-state.ts'

interface Measured {
  /** Milliseconds of each frame in which the panel worked: script, style and layout. */
  frames: number[]
}

/** Wraps what the panel does in a frame, and lets the layout that follows from it happen inside. */
async function measure(panel: Panel): Promise<void> {
  await panel.page.evaluate(() => {
    const frames: number[] = []
    Object.assign(globalThis, { measured: { frames } })
    const original = requestAnimationFrame
    globalThis.requestAnimationFrame = (run) =>
      original((time) => {
        const begun = performance.now()
        run(time)
        document.body.getBoundingClientRect()
        frames.push(performance.now() - begun)
      })
  })
}

const frames = (panel: Panel): Promise<number[]> =>
  panel.page.evaluate(() => (globalThis as unknown as { measured: Measured }).measured.frames.splice(0))

/** Until nothing is left to draw. */
async function settled(panel: Panel, length: number): Promise<void> {
  await panel.page.waitForFunction(
    (length) => (document.querySelector('.markdown')?.textContent.length ?? 0) >= length,
    length,
    { timeout: 50_000, polling: 100 },
  )
}

function describeFrames(name: string, ms: readonly number[]): string {
  const sorted = [...ms].sort((a, b) => a - b)
  const at = (share: number): string =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(1)
  return `      ${name}: ${ms.length} frames, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!

/** Bytes of the page's heap after a collection. */
async function heap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  return (await session.send('Runtime.getHeapUsage')).usedSize
}

/** What the page's own thread has worked, whatever else the machine does: script, style, layout and paint. */
async function threadMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return 1000 * metrics.find(({ name }) => name === 'ThreadTime')!.value
}

describe('the panel’s speed', function () {
  this.timeout(120_000)
  let browser: Browser
  before(async () => {
    buildPanel()
    browser = await launchChromium(console.error)
  })
  after(() => browser.close())

  const texts: Record<string, string> = {
    '0.6 MB of Markdown': answerText.repeat(Math.ceil(0.6e6 / answerText.length)),
    '5 MB in one line': 'all work and no play '.repeat(5e6 / 21),
    '5 MB in one code block': `\`\`\`ts\n${'const answer = everything(42)\n'.repeat(5e6 / 30)}`,
  }
  for (const [name, text] of Object.entries(texts)) {
    it(`does not grow with the answer: ${name}`, async () => {
      const panel = await openPanel(browser)
      await panel.post({ ...full, answer: { ...answer, phase: 'answering' } })
      await measure(panel)
      await panel.post(
        { answer: { ...answer, phase: 'answering', length: text.length } },
        { answerId: answer.id, from: 0, text },
      )
      await panel.page.getByRole('button', { name: 'Show All' }).click()
      await settled(panel, text.length * 0.75)
      const all = await frames(panel)
      console.log(describeFrames(name, all))
      const part = Math.floor(all.length / 5)
      const [first, last] = [median(all.slice(0, part)), median(all.slice(-part))]
      assert.ok(last <= 2 * first + 1, `first fifth ${first.toFixed(2)} ms, last ${last.toFixed(2)} ms`)
      await panel.close()
    })
  }

  it('does not grow with the rows that stand below the answer', async () => {
    const time = async (count: number): Promise<number> => {
      const panel = await openPanel(browser)
      const rows = Array.from({ length: count }, (_, n) => ({
        ...asks[n % asks.length]!,
        id: `row-${n}`,
        at: now - n * 60_000,
      }))
      await panel.post({ ...full, decisions: { rows, hasOlder: true } })
      await panel.page
        .locator('.row')
        .nth(count - 1)
        .waitFor({ state: 'attached' })
      await measure(panel)
      await stream(panel, 100)
      const all = await frames(panel)
      console.log(describeFrames(`a stream above ${count} rows`, all))
      await panel.close()
      return median(all)
    }
    const [few, many] = [await time(10), await time(1000)]
    assert.ok(many <= 2 * few + 1, `10 rows ${few.toFixed(2)} ms, 1000 rows ${many.toFixed(2)} ms`)
  })

  it('leaves what is finished of an answer alone while the rest streams', async () => {
    const panel = await openPanel(browser)
    const text = answerText.repeat(60)
    await panel.post({ ...full, answer: { ...answer, phase: 'answering' } }, { answerId: answer.id, from: 0, text })
    await settled(panel, text.length * 0.75)
    const touched = await panel.page.evaluate(
      async ({ answer, from }) => {
        let touched = 0
        const seen = new MutationObserver((records) => (touched += records.length))
        const finished = [...document.querySelectorAll('.part')].slice(0, -1)
        for (const part of finished) {
          seen.observe(part, { subtree: true, childList: true, attributes: true, characterData: true })
        }
        for (let n = 0; n < 50; n++) {
          const part = { answerId: answer.id, from: from + n * 8, text: 'more \n\n '.slice(0, 8) }
          postMessage({ type: 'state', state: { answer: { ...answer, length: n } }, text: part }, '*')
          await new Promise((done) => requestAnimationFrame(done))
        }
        return finished.length > 3 ? touched : -1
      },
      { answer: { ...answer, phase: 'answering' as const }, from: text.length },
    )
    assert.equal(touched, 0)
    await panel.close()
  })

  it('takes one frame of a stream in 8 ms, and opens on a long ledger in 300 ms', async () => {
    const panel = await openPanel(browser)
    // As many as are shown at first, however long the ledger is.
    const rows = Array.from({ length: 50 }, (_, n) => ({
      ...asks[n % asks.length]!,
      id: `row-${n}`,
      at: now - n * 60_000,
    }))
    const state = { ...full, decisions: { rows, hasOlder: true } }
    const session = await panel.page.context().newCDPSession(panel.page)
    await session.send('Performance.enable')
    const before = await threadMs(session)
    await panel.page.evaluate(async (state) => {
      postMessage({ type: 'state', state }, '*')
      while (document.querySelectorAll('.row').length < 50) await new Promise((done) => requestAnimationFrame(done))
      document.body.getBoundingClientRect()
    }, state)
    const opened = await threadMs(session)
    await stream(panel, 100)
    const frame = ((await threadMs(session)) - opened) / 100
    console.log(
      `      opens in ${Math.round(opened - before)} ms, a frame of a stream takes ${frame.toFixed(1)} ms of the page's thread`,
    )
    assert.ok(opened - before <= 300, `opened in ${opened - before} ms`)
    assert.ok(frame <= 8, `${frame} ms a frame`)
    await panel.close()
  })

  it('keeps its memory flat over 1,000 updates', async function () {
    this.timeout(240_000)
    const panel = await openPanel(browser)
    const session = await panel.page.context().newCDPSession(panel.page)
    await panel.post({ ...full, answer: { ...answer, phase: 'answering' } })
    const nodes = (): Promise<number> => panel.page.evaluate(() => document.querySelectorAll('*').length)
    await updates(panel, 0, 200)
    const [heapBefore, nodesBefore] = [await heap(session), await nodes()]
    await updates(panel, 200, 1000)
    const [heapAfter, nodesAfter] = [await heap(session), await nodes()]
    const mega = (bytes: number): string => (bytes / 1e6).toFixed(2)
    console.log(`      heap ${mega(heapBefore)} MB after 200 updates, ${mega(heapAfter)} MB after 1,000`)
    assert.ok(heapAfter <= 1.15 * heapBefore, `${mega(heapBefore)} MB, then ${mega(heapAfter)} MB`)
    assert.equal(nodesAfter, nodesBefore)
    await panel.close()
  })

  it('does nothing for a message that changes nothing', async () => {
    const panel = await openPanel(browser)
    await panel.post(full)
    await panel.page.locator('.row').first().waitFor()
    const changes = await panel.page.evaluate(async (again) => {
      let changes = 0
      new MutationObserver((records) => (changes += records.length)).observe(document.body, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      })
      // The same once more, as a copy: what a completion elsewhere or a look at the ledger brings.
      postMessage({ type: 'state', state: again }, '*')
      await new Promise((done) => setTimeout(done, 200))
      return changes
    }, full)
    assert.equal(changes, 0)
    await panel.close()
  })
})

/** An answer that comes word by word. */
async function stream(panel: Panel, parts: number): Promise<void> {
  await panel.page.evaluate(
    async ({ answer, text, parts }) => {
      for (let n = 0; n < parts; n++) {
        const part = { answerId: answer.id, from: n * text.length, text }
        postMessage({ type: 'state', state: { answer: { ...answer, phase: 'answering', length: n } }, text: part }, '*')
        await new Promise((done) => requestAnimationFrame(done))
      }
    },
    { answer, text: 'a few words more, ', parts },
  )
}

/** Everything changes, and stays as large as it is. */
async function updates(panel: Panel, from: number, to: number): Promise<void> {
  await panel.page.evaluate(
    async ({ from, to, full, decision, text }) => {
      for (let n = from; n < to; n++) {
        const rows = full.decisions.rows.map((row, index) => ({ ...row, id: `row-${n + index}` }))
        const id = `answer-${n}`
        const state = {
          ...full,
          answer: { ...full.answer!, id, decision: { ...decision, id, ms: n } },
          decisions: { rows, hasOlder: true },
        }
        postMessage({ type: 'state', state, text: { answerId: id, from: 0, text } }, '*')
        await new Promise((done) => requestAnimationFrame(done))
      }
    },
    { from, to, full, decision, text: answerText },
  )
}
