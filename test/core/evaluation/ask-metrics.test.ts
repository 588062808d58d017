import assert from 'node:assert/strict'
import { askMetrics } from '../../../extension/core/evaluation/ask-metrics.ts'
import type { Judged, Observed } from '../../../extension/core/evaluation/ask-metrics.ts'
import { clausesOf, readTasks } from '../../../extension/core/evaluation/ask-tasks.ts'
import type { AskTask } from '../../../extension/core/evaluation/ask-tasks.ts'
import { routes } from '../../../extension/core/types.ts'

const range = (startLine: number, endLine: number) => ({ path: 'a.ts', startLine, endLine })
const task = (more: Partial<AskTask> = {}): AskTask => {
  return {
    id: 't',
    root: 'r',
    text: 'x',
    context: {},
    label: 'explain',
    route: 'rag',
    cite: [],
    outputTokens: 9,
    ...more,
  }
}
const seen: Observed = {
  ...{ route: 'rag', reason: 'needs-the-code', label: 'explain', asked: false, refused: null, command: null },
  ...{ sources: [], ms: 10, costMicroUsd: 100, model: 'sol', failure: null },
}
const judged = (expected: Partial<AskTask>, observed: Partial<Observed>, opponentMicroUsd = 400): Judged => ({
  task: task(expected),
  observed: { ...seen, ...observed },
  opponent: { costMicroUsd: opponentMicroUsd, sources: [] },
})

describe('metrics of asks', () => {
  it('count routes, labels, commands and choices', () => {
    const metrics = askMetrics([
      judged({}, {}),
      judged({ accept: ['fix'] }, { label: 'fix', asked: true }),
      judged({}, { label: null, route: 'direct' }),
      judged({ route: 'command', command: ['a', 'b'] }, { route: 'command', command: 'b', model: null }),
      judged({ route: 'command', command: ['a'] }, { route: null, label: 'editor' }),
    ])
    assert.deepEqual(metrics.routes, { right: 3, of: 5 })
    assert.deepEqual(metrics.labels, { right: 3, of: 4 })
    assert.deepEqual(metrics.commands, { right: 1, of: 2 })
    assert.equal(metrics.asked, 1)
    assert.equal(metrics.confusion[routes.indexOf('rag')]![routes.indexOf('direct')], 1)
    assert.equal(metrics.confusion[routes.indexOf('command')]![routes.length], 1)
  })

  it('find a cited range in any source that overlaps it', () => {
    const metrics = askMetrics([
      judged({ cite: [range(5, 9), range(20, 30)] }, { sources: [range(9, 12)] }),
      judged({ cite: [range(1, 2)] }, { sources: [{ ...range(1, 2), path: 'b.ts' }] }),
    ])
    assert.deepEqual(metrics.citations, { right: 1, of: 3 })
    assert.deepEqual(metrics.opponentCitations, { right: 0, of: 3 })
  })

  it('hold a refusal to its reason, and compare money without what has to be refused', () => {
    const metrics = askMetrics([
      judged(
        { refuse: 'no-key', route: 'refuse' },
        { route: 'refuse', refused: 'no-key', model: null, costMicroUsd: 0 },
      ),
      judged(
        { refuse: 'no-key', route: 'refuse' },
        { route: 'refuse', refused: 'day-cap', model: null, costMicroUsd: 0 },
      ),
      judged({ refuse: 'too-long', route: 'refuse' }, { costMicroUsd: 5000 }, 1_000_000),
      judged({}, { route: 'refuse', refused: 'query-cap', model: null, costMicroUsd: 0 }),
      judged({ route: 'search' }, { route: 'search', model: null, costMicroUsd: 0 }),
      judged({}, { costMicroUsd: 300 }),
    ])
    assert.deepEqual(metrics.refusals, { right: 1, of: 3 })
    assert.equal(metrics.wronglyRefused, 1)
    assert.deepEqual(metrics.local, { right: 1, of: 3 })
    assert.equal(metrics.opponentMicroUsd, 1200)
    assert.equal(metrics.saved, 0.75)
    assert.equal(metrics.costMicroUsd, 5300)
  })

  it('are zeros without tasks', () => {
    assert.deepEqual(askMetrics([]).routes, { right: 0, of: 0 })
    assert.equal(askMetrics([]).saved, 0)
  })
})

describe('tasks', () => {
  it('are read line by line, with the line named that is wrong', () => {
    const line = JSON.stringify(task())
    assert.equal(readTasks(`${line}\n\n${line}\n`).length, 2)
    for (const wrong of [
      { id: 7 },
      { root: 5 },
      { label: 'x' },
      { accept: ['x'] },
      { route: 'x' },
      { cite: 0 },
      { outputTokens: '9' },
    ])
      assert.throws(() => readTasks(`${line}\n${JSON.stringify({ ...task(), ...wrong })}`), /^Error: line 2: /)
    assert.throws(() => readTasks('{'), /line 1/)
  })

  it('part where their goals part', () => {
    assert.deepEqual(clausesOf('Explain the queue in short, then add tests for it. 1) document the class'), [
      'Explain the queue in short',
      'add tests for it.',
      '1) document the class',
    ])
    assert.deepEqual(clausesOf('explain'), ['explain'])
  })
})
