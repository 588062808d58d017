import assert from 'node:assert/strict'
import type * as Inspector from 'node:inspector'
import type * as PerfHooks from 'node:perf_hooks'
import { startEditor, type Editor, type EditorOptions } from '../vscode/editor.ts'
import { typeText, waitForGhost } from '../vscode/page.ts'
import { beginning, gap, orders, placeCursor, plainTyping } from './scenarios.ts'

const ACTIVATION_MS = 50
const FIRST_GHOST_MS = 3000
const BLOCKED_MS = 10
/** Other processes only ever make a figure worse: the best of several rounds is the nearest to our own share. */
const ROUNDS = 3

const start = (extension: EditorOptions['extension']): Promise<Editor> =>
  startEditor({ extension, files: { 'orders.ts': orders }, settings: plainTyping })

describe('speed', () => {
  it(`activates within ${ACTIVATION_MS} ms, as VS Code measures it`, async function () {
    this.timeout(180_000)
    const ms = await bestOf(ACTIVATION_MS, async (editor) => {
      await editor.open('orders.ts')
      await editor.ready()
      await editor.host(({ vscode }) => vscode.commands.executeCommand('workbench.action.showRuntimeExtensions'))
      await editor.page.setViewportSize({ width: 1200, height: 3000 }) // The list renders only what can be seen.
      const row = editor.page.locator('.runtime-extensions-editor .extension', { hasText: 'shortline' })
      return Number(/Activation: (\d+)ms/.exec((await row.first().textContent()) ?? '')?.[1])
    })
    console.log(`      activation: ${ms.join(', ')} ms`)
    assert.ok(Math.min(...ms) <= ACTIVATION_MS, `${ms.join(', ')} ms`)
  })

  it(`shows the first ghost text within ${FIRST_GHOST_MS / 1000} s of a new window, cold`, async function () {
    this.timeout(180_000)
    const ms = await bestOf(FIRST_GHOST_MS, async (editor) => {
      // A window is ready when its extension host runs and the keyboard is in a file.
      await editor.open('orders.ts')
      await placeCursor(editor, gap)
      const ready = performance.now()
      await typeText(editor.page, beginning)
      await waitForGhost(editor.page)
      return Math.round(performance.now() - ready)
    })
    console.log(`      first ghost text: ${ms.join(', ')} ms, ${beginning.length * 25} ms of it typing`)
    assert.ok(Math.min(...ms) <= FIRST_GHOST_MS, `${ms.join(', ')} ms`)
  })

  it(`never blocks the extension host for more than ${BLOCKED_MS} ms while typing`, async function () {
    this.timeout(180_000)
    const without = await typingDelay('none')
    const withUs = await typingDelay('unpacked')
    console.log(`      event loop, longest delay: ${withUs.delay} ms, without Shortline ${without.delay} ms`)
    console.log(`      longest stretch in Shortline's code: ${withUs.stretch} ms`)
    assert.ok(withUs.samples > 0, 'the profile has seen Shortline at work')
    assert.ok(withUs.stretch <= BLOCKED_MS, `${withUs.stretch} ms in our code without a pause`)
    assert.ok(withUs.delay <= Math.max(without.delay, 1) + BLOCKED_MS, `${withUs.delay} ms`)
  })
})

/** Measures in a new window, again while the figure is over the limit; gives all figures. */
async function bestOf(limit: number, measure: (editor: Editor) => Promise<number>): Promise<number[]> {
  const figures: number[] = []
  while (figures.length < ROUNDS && !figures.some((figure) => figure <= limit)) {
    const editor = await start('unpacked')
    try {
      figures.push(await measure(editor))
    } finally {
      await editor.close()
    }
  }
  return figures
}

interface Delay {
  /** Longest delay of the event loop, ms. */
  readonly delay: number
  /** Longest run of profile samples with Shortline's code on the stack, ms. */
  readonly stretch: number
  readonly samples: number
}

async function typingDelay(extension: 'unpacked' | 'none'): Promise<Delay> {
  const editor = await start(extension)
  try {
    await editor.open('orders.ts')
    if (extension === 'unpacked') await editor.ready()
    await editor.page.waitForTimeout(3000) // Whatever starts with a window has started.
    const rounds: Delay[] = []
    for (let round = 0; round < ROUNDS; round++) {
      await placeCursor(editor, gap)
      await editor.host(startMeasuring)
      await typeText(editor.page, `${beginning} + 1\n  return converted / order.items.length\n`, 50)
      rounds.push(await editor.host(stopMeasuring))
    }
    const best = (pick: (round: Delay) => number): number => Math.min(...rounds.map(pick))
    return {
      delay: best((round) => round.delay),
      stretch: best((round) => round.stretch),
      samples: Math.max(...rounds.map((round) => round.samples)),
    }
  } finally {
    await editor.close()
  }
}

interface Measuring {
  histogram?: ReturnType<typeof PerfHooks.monitorEventLoopDelay>
  session?: Inspector.Session
}

/** Runs in the extension host. */
async function startMeasuring({ require }: { require: NodeJS.Require }): Promise<void> {
  const { monitorEventLoopDelay } = require('node:perf_hooks') as typeof PerfHooks
  const inspector = require('node:inspector') as typeof Inspector
  const store = globalThis as Measuring
  store.session = new inspector.Session()
  store.session.connect()
  const post = (method: string, params = {}): Promise<void> =>
    new Promise((resolve) => store.session!.post(method, params, () => resolve()))
  await post('Profiler.enable')
  await post('Profiler.setSamplingInterval', { interval: 500 })
  await post('Profiler.start')
  store.histogram = monitorEventLoopDelay({ resolution: 1 })
  store.histogram.enable()
}

/** Runs in the extension host. */
async function stopMeasuring(): Promise<Delay> {
  const { histogram, session } = globalThis as Measuring
  histogram!.disable()
  const { profile } = await new Promise<Inspector.Profiler.StopReturnType>((resolve, reject) =>
    session!.post('Profiler.stop', (error, result) => (error ? reject(error) : resolve(result))),
  )
  session!.disconnect()
  const parents = new Map(
    profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id] as const)),
  )
  const urls = new Map(profile.nodes.map((node) => [node.id, node.callFrame.url]))
  const isOurs = (id: number | undefined): boolean =>
    id !== undefined && (/dist\/main\.cjs$/.test(urls.get(id) ?? '') || isOurs(parents.get(id)))
  let stretch = 0
  let current = 0
  let samples = 0
  profile.samples!.forEach((id, index) => {
    const ours = isOurs(id)
    if (ours) samples++
    current = ours ? current + profile.timeDeltas![index]! / 1000 : 0
    stretch = Math.max(stretch, current)
  })
  const round = (ms: number): number => Math.round(ms * 10) / 10
  // The histogram counts its own resolution as delay.
  return { delay: round(histogram!.max / 1e6 - 1), stretch: round(stretch), samples }
}
