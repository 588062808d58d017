import assert from 'node:assert/strict'
import { Governor } from '../../extension/core/governor.ts'
import type { Sample, Verdict } from '../../extension/core/governor.ts'

const budget = { processor: 0.25, memoryMb: 400 }
const easy = { processor: 0.1, answerMs: 20, memoryMb: 300 }

/** One sample a second. */
class Machine {
  readonly governor = new Governor(budget)
  seconds = 0

  run(seconds: number, load: Partial<Sample> = {}): Verdict {
    let verdict: Verdict = { effort: this.governor.effort, trim: false }
    for (let n = 0; n < seconds; n++) {
      verdict = this.governor.take({ ...easy, ...load, at: ++this.seconds * 1_000 })
    }
    return verdict
  }
}

describe('governor', () => {
  it('leaves an engine within its budget alone', () => {
    assert.deepEqual(new Machine().run(1_000), { effort: 'full', trim: false })
  })

  it('takes a single bad second for chance, two in a row for load', () => {
    const machine = new Machine()
    for (let n = 0; n < 20; n++) {
      assert.equal(machine.run(1, { processor: 0.9 }).effort, 'full')
      machine.run(1)
    }
    assert.deepEqual(machine.run(2, { processor: 0.9 }), { effort: 'greedy', strain: 'processor', trim: false })
    assert.deepEqual(machine.run(2, { processor: 0.9 }), { effort: 'ngram', strain: 'processor', trim: false })
    assert.equal(machine.run(100, { processor: 0.9 }).effort, 'ngram')
  })

  it('does less when answers come too late, whoever keeps the processor busy', () => {
    assert.deepEqual(new Machine().run(2, { answerMs: 400 }), { effort: 'greedy', strain: 'slow', trim: false })
  })

  it('comes back step by step when it is quiet', () => {
    const machine = new Machine()
    assert.equal(machine.run(4, { answerMs: 400 }).effort, 'ngram')
    assert.equal(machine.run(4).effort, 'ngram')
    assert.equal(machine.run(1).effort, 'greedy')
    assert.deepEqual(machine.run(5), { effort: 'full', trim: false })
  })

  it('waits longer each time that coming back fails, and is quick again after a long peace', () => {
    const machine = new Machine()
    const untilBack = (): number => {
      machine.run(2, { processor: 0.9 })
      const begun = machine.seconds
      while (machine.run(1).effort !== 'full') assert.ok(machine.seconds - begun < 1_000)
      return machine.seconds - begun
    }
    const waits = Array.from({ length: 9 }, untilBack)
    assert.deepEqual(waits, [5, 10, 20, 40, 80, 160, 320, 320, 320])
    machine.run(60)
    assert.equal(untilBack(), 5)
  })

  it('drops caches before the model, and loads that again only where there is room', () => {
    const machine = new Machine()
    assert.deepEqual(machine.run(1, { memoryMb: 450 }), { effort: 'full', trim: true })
    assert.deepEqual(machine.run(60), { effort: 'full', trim: false })
    assert.equal(machine.run(1, { memoryMb: 450 }).trim, true)
    assert.deepEqual(machine.run(2, { memoryMb: 450 }), { effort: 'ngram', strain: 'memory', trim: false })
    assert.equal(machine.run(60, { memoryMb: 390 }).effort, 'ngram', 'no room for a model')
    assert.equal(machine.run(1, { memoryMb: 200 }).effort, 'full')
  })

  it('says that the memory is what lacks, also where the processor had it do the least already', () => {
    const machine = new Machine()
    assert.equal(machine.run(4, { processor: 0.9 }).strain, 'processor')
    const verdict = machine.run(60, { memoryMb: 450 })
    assert.deepEqual([verdict.effort, verdict.strain], ['ngram', 'memory'])
  })

  it('does not drop caches with every sample when they are not the cause', () => {
    const machine = new Machine()
    const trims = Array.from({ length: 90 }, () => machine.run(1, { memoryMb: 450 }).trim)
    assert.ok(trims.filter(Boolean).length <= 3, `${trims.filter(Boolean).length} times`)
  })

  it('knows limits that are none', () => {
    const free = new Governor({ processor: 1, memoryMb: 0 })
    for (let at = 0; at < 50_000; at += 1_000) {
      assert.equal(free.take({ at, processor: 1, answerMs: 900, memoryMb: 9_000 }).effort, 'full')
    }
  })
})
