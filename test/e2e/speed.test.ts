import assert from 'node:assert/strict'
import type * as Inspector from 'node:inspector'
import { startEditor, type Editor, type EditorOptions } from '../vscode/editor.ts'
import { typeText, waitForGhost } from '../vscode/page.ts'
import { beginning, gap, orders, placeCursor, plainTyping } from './scenarios.ts'

/** Of the median of the editor's own extensions. */
const ACTIVATION_SHARE = 0.75
const FIRST_GHOST_MS = 3000
const BLOCKED_MS = 10
/** Other processes only ever make a figure worse: the best of several rounds is the nearest to our own share. */
const ROUNDS = 3

const start = (extension: EditorOptions['extension']): Promise<Editor> =>
  startEditor({ extension, files: { 'orders.ts': orders }, settings: plainTyping })

describe('speed', () => {
  it("activates faster than most of the editor's own extensions, in the same window", async function () {
    this.timeout(180_000)
    const share = await bestOf(ACTIVATION_SHARE, async (editor) => {
      await editor.open('orders.ts')
      await editor.ready()
      await editor.host(({ vscode }) => vscode.commands.executeCommand('workbench.action.showRuntimeExtensions'))
      await editor.page.setViewportSize({ width: 1200, height: 3000 }) // The list renders only what can be seen.
      const rows = editor.page.locator('.runtime-extensions-editor .extension')
      await rows.filter({ hasText: 'shortline' }).first().waitFor()
      const activations = (await rows.allTextContents()).flatMap((text) => {
        const ms = /Activation: (\d+)ms/.exec(text)?.[1]
        return ms === undefined ? [] : [{ ours: text.includes('shortline'), ms: Number(ms) }]
      })
      const ours = activations.find((row) => row.ours)!.ms
      const theirs = activations.filter((row) => !row.ours).map((row) => row.ms)
      assert.ok(theirs.length >= 5, `${theirs.length} extensions to compare with`)
      const median = theirs.toSorted((one, other) => one - other)[theirs.length >> 1]!
      console.log(`      activation: ${ours} ms, of ${theirs.length} extensions of the editor p50 ${median} ms`)
      return ours / median
    })
    assert.ok(Math.min(...share) <= ACTIVATION_SHARE, `${share.join(', ')} of the median`)
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
    console.log(`      most work in one turn of it: ${withUs.busy} ms, without Shortline ${without.busy} ms`)
    console.log(`      most of it in Shortline's code: ${withUs.stretch} ms`)
    assert.ok(withUs.samples > 0, 'the profile has seen Shortline at work')
    const limit = Math.max(without.busy, BLOCKED_MS)
    assert.ok(withUs.stretch <= limit, `${withUs.stretch} ms in our code in one turn, limit ${limit}`)
    assert.ok(withUs.busy <= without.busy + BLOCKED_MS, `${withUs.busy} ms of work in one turn`)
  })

  it('sees by the same watch when something does', async () => {
    const editor = await start('none')
    try {
      await editor.host(startMeasuring)
      await editor.host(() => {
        const end = performance.now() + 60
        while (performance.now() < end);
      })
      const { busy } = await editor.host(stopMeasuring)
      assert.ok(busy > 2 * BLOCKED_MS, `60 ms of work seen as ${busy}`)
    } finally {
      await editor.close()
    }
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

/**
 * Work is counted in profile samples within one turn of the event loop: a thread that waits for a processor which other processes use
 * gives none, and much work in many short turns blocks nobody. The delay of the event loop holds such waits, and is only printed.
 */
interface Delay {
  /** Longest delay of the event loop, ms. */
  readonly delay: number
  /** Most samples in one turn in which the thread was not idle, ms. */
  readonly busy: number
  /** Most samples in one turn with Shortline's code on the stack, ms. */
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
      busy: best((round) => round.busy),
      stretch: best((round) => round.stretch),
      samples: Math.max(...rounds.map((round) => round.samples)),
    }
  } finally {
    await editor.close()
  }
}

interface Measuring {
  session?: Inspector.Session
  ticking?: NodeJS.Timeout
  /** When a timer of 1 ms was served, µs on the profile's clock: what lies between two of them kept the event loop that long. */
  ticks?: number[]
}

/** Runs in the extension host. */
async function startMeasuring({ require }: { require: NodeJS.Require }): Promise<void> {
  const inspector = require('node:inspector') as typeof Inspector
  const store = globalThis as Measuring
  store.session = new inspector.Session()
  store.session.connect()
  const post = (method: string, params = {}): Promise<void> =>
    new Promise((resolve) => store.session!.post(method, params, () => resolve()))
  await post('Profiler.enable')
  await post('Profiler.setSamplingInterval', { interval: 500 }) // µs, see stopMeasuring
  await post('Profiler.start')
  const ticks: number[] = []
  store.ticks = ticks
  store.ticking = setInterval(() => ticks.push(Number(process.hrtime.bigint() / 1000n)), 1)
}

/** Runs in the extension host. */
async function stopMeasuring(): Promise<Delay> {
  const { session, ticking, ticks } = globalThis as Measuring
  clearInterval(ticking)
  const { profile } = await new Promise<Inspector.Profiler.StopReturnType>((resolve, reject) =>
    session!.post('Profiler.stop', (error, result) => (error ? reject(error) : resolve(result))),
  )
  session!.disconnect()
  const parents = new Map(
    profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id] as const)),
  )
  const frames = new Map(profile.nodes.map((node) => [node.id, node.callFrame]))
  const isOurs = (id: number | undefined): boolean =>
    id !== undefined && (/dist\/(main|controls)\.cjs$/.test(frames.get(id)?.url ?? '') || isOurs(parents.get(id)))
  const isIdle = (id: number): boolean => ['(idle)', '(program)', '(root)'].includes(frames.get(id)!.functionName)
  const most = (fits: (id: number) => boolean): number => {
    const turns = new Map<number, number>()
    let turn = 0
    let at = profile.startTime
    profile.samples!.forEach((id, index) => {
      at += profile.timeDeltas![index]!
      while (turn < ticks!.length && ticks![turn]! <= at) turn++
      if (fits(id)) turns.set(turn, (turns.get(turn) ?? 0) + 0.5)
    })
    return Math.max(0, ...turns.values())
  }
  return {
    delay: Math.round(Math.max(0, ...ticks!.map((tick, index) => tick - (ticks![index - 1] ?? tick))) / 100) / 10,
    busy: most((id) => !isIdle(id)),
    stretch: most(isOurs),
    samples: profile.samples!.filter(isOurs).length,
  }
}
