/** The few kills that every test run makes; `npm run bench -- soak --kills 200` makes as many as are wanted. */
import assert from 'node:assert/strict'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { HostClient } from '../../extension/engines/host-client.ts'
import { tinyFolder } from '../core/completion/tiny.ts'

const kills = 8
const text =
  'const alpha = read(beta)\nalpha.push(beta)\nfor (const gamma of alpha) {\n  gamma.add(beta)\n}\nfor (const gamma of '
/** Moments between the question and a good while after the answer, in shares of what a start takes; in no order. */
const moments = [0, 0.02, 0.3, 0.05, 0.001, 0.15, 0.01, 0.08]
/** Starts of a process vary on a busy machine. */
const patience = 5

describe('a model host that is killed again and again, each time after it has served', () => {
  it(`answers again ${kills} times, as fast as one that is started, and leaves no process`, async () => {
    const host = new HostClient({
      file: path.resolve(import.meta.dirname, '../../extension/engines/host/main.ts'),
      options: () => ({ modelDir: tinyFolder, engine: 'native', threads: 1 }),
      onState: ({ kind }) => {
        if (kind === 'starting') host.open({ uri: 'a', path: 'a.ts', language: 'typescript', version: 1, text })
      },
      log: () => undefined,
    })
    const question = { uri: 'a', version: 1, offset: text.length, threshold: 0, trigger: 'automatic' } as const
    /** Asks as an editor does, until there is a suggestion. */
    const served = async (): Promise<number> => {
      const begun = performance.now()
      for (;;) {
        const { kind } = await host.complete(question, new AbortController().signal)
        if (kind === 'done') return performance.now() - begun
        assert.equal(kind, 'failed')
        assert.notEqual(host.state.kind, 'stopped')
        await wait(5)
      }
    }
    try {
      const start = await served()
      const pids: number[] = []
      let longest = 0
      for (const moment of moments.slice(0, kills)) {
        const { pid } = host
        assert.ok(pid !== undefined && !pids.includes(pid))
        pids.push(pid)
        const typing = host.complete(question, new AbortController().signal)
        await wait(moment * start)
        process.kill(pid, 'SIGKILL')
        await typing
        // What was answered before the kill does not count.
        while (host.pid === pid) await wait(1)
        longest = Math.max(longest, await served())
      }
      console.log(`      longest until it served again: ${(longest / start).toFixed(1)} times the first start`)
      assert.ok(longest <= patience * start)
      assert.deepEqual(pids.filter(isThere), [])
    } finally {
      host.dispose()
    }
  }).timeout(120_000)
})

/** A process that nobody has waited for counts, too. */
function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}
