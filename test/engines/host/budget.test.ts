/** What the model host leaves out when it takes more than it may. */
import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { processorMs } from '../../process-figures.ts'
import { forkHost, uri } from './forked-host.ts'

const toy = 'const alpha = read(beta)\nalpha.push(beta)\nfor (const gamma of alpha) {\n  gamma.add(beta)\n}\n'

describe('budget of the model host', () => {
  const host = forkHost()

  it('does less when it takes more than its budget, says so, and goes on answering', async () => {
    await host.start({ budget: { processor: 1e-9, memoryMb: 0 } })
    host.open(`${toy}for (const gamma of `)
    let id = 0
    const typing = setInterval(() => host.ask(++id, 1, toy.length + 20), 50)
    assert.equal((await host.answer('effort')).effort, 'greedy')
    const least = await host.answer('effort', ({ effort }) => effort === 'ngram')
    assert.equal(least.strain, 'processor')
    clearInterval(typing)
    host.ask(++id, 1, toy.length + 20)
    const found = await host.outcome(id)
    assert.ok(found.kind === 'done' && found.tokens === 0, JSON.stringify(found))
    await host.answer('effort', ({ effort }) => effort === 'greedy')
  })

  it('unloads the model when memory is short, and goes on with repetitions', async () => {
    await host.start({ budget: { processor: 1, memoryMb: 1 } })
    host.open(`${toy}for (const gamma of `)
    let id = 0
    const typing = setInterval(() => host.ask(++id, 1, toy.length + 20), 50)
    const { effort, strain } = await host.answer('effort', (message) => message.effort === 'ngram')
    clearInterval(typing)
    assert.deepEqual([effort, strain], ['ngram', 'memory'])
    host.ask(++id, 1, toy.length + 20)
    const found = await host.outcome(id)
    assert.ok(found.kind === 'done' && found.tokens === 0, JSON.stringify(found))
  })

  it('counts further lines and what is read ahead of a keystroke', async () => {
    for (const type of ['goOn', 'warm'] as const) {
      await host.start({ budget: { processor: 1e-9, memoryMb: 0 } })
      const text = `${toy}for (const gamma of alpha`
      host.open(text)
      let id = 0
      const working = setInterval(() => {
        const place = { uri, version: 1, offset: text.length - (id++ % 5) }
        if (type === 'warm') host.send({ type, ...place })
        else host.send({ type, id, ...place, text: ') {', confidence: 0.9, threshold: 0, lines: 'asked' })
      }, 50)
      assert.equal((await host.answer('effort')).effort, 'greedy', type)
      clearInterval(working)
      await host.kill()
      await host.fork()
    }
  })

  it('is not touched while nobody types', async function () {
    await host.start({ budget: { processor: 0.25, memoryMb: 400 } })
    host.open(`${toy}for (const gamma of `)
    host.ask(1, 1, toy.length + 20)
    await host.outcome(1)
    // Until the watch has seen that nothing goes on.
    await setTimeout(4_000)
    const before = processorMs(host.child.pid)
    if (before === undefined) this.skip()
    await setTimeout(3_000)
    assert.ok(processorMs(host.child.pid)! - before <= 10, 'more than one tick of the clock')
  })
})
