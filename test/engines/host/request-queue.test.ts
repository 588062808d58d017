import assert from 'node:assert/strict'
import { RequestQueue } from '../../../extension/engines/host/request-queue.ts'
import type { ToHost } from '../../../extension/engines/protocol.ts'

const request = (id: number): Extract<ToHost, { type: 'complete' }> => ({
  ...{ type: 'complete', id, uri: 'a', version: 1, offset: 0, threshold: 0, trigger: 'automatic' },
})
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('request queue', () => {
  it('answers one at a time, the newest first', async () => {
    const order: number[] = []
    const queue = new RequestQueue(async ({ id }) => {
      await turn()
      order.push(id)
    })
    for (const id of [1, 2, 3]) queue.add(request(id))
    await queue.idle()
    assert.deepEqual(order, [1, 3, 2])
  })

  it('does what nobody waits for last, and only the newest of it', async () => {
    const order: string[] = []
    const queue = new RequestQueue(async ({ id }) => {
      await turn()
      order.push(String(id))
    })
    const later = (name: string): void =>
      queue.later(async () => {
        await turn()
        order.push(name)
      })
    queue.add(request(1))
    later('a')
    later('b')
    queue.add(request(2))
    await queue.idle()
    later('c')
    queue.add(request(3))
    await queue.idle()
    assert.deepEqual(order, ['1', '2', 'b', 'c', '3'])
  })

  it('does not begin before the time with what may wait, and only with the newest of it', async () => {
    const order: string[] = []
    const queue = new RequestQueue(async ({ id }) => {
      await turn()
      order.push(String(id))
    })
    const begun = performance.now()
    let waitedMs = 0
    const done = new Promise<void>((resolve) => {
      queue.later(() => Promise.resolve(void order.push('a')), 30)
      queue.later(() => {
        waitedMs = performance.now() - begun
        order.push('b')
        resolve()
        return Promise.resolve()
      }, 60)
    })
    // It neither holds up a request nor counts as work.
    queue.add(request(1))
    await queue.idle()
    assert.deepEqual(order, ['1'])
    await done
    assert.deepEqual(order, ['1', 'b'])
    // Timers may be early by a fraction of a millisecond.
    assert.ok(waitedMs >= 59, `${waitedMs} ms`)
  })

  it('does what may wait even while newer work of that kind keeps coming', async () => {
    const queue = new RequestQueue(() => Promise.resolve())
    let done = 0
    const task = (): Promise<void> => {
      done++
      return Promise.resolve()
    }
    const putOff = (): void => queue.later(task, 200)
    const until = performance.now() + 5_000
    while (done === 0 && performance.now() < until) {
      putOff()
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    assert.equal(done, 1)
    // Counted from anew.
    putOff()
    await turn()
    assert.equal(done, 1)
  })
})
