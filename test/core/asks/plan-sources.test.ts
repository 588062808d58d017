import assert from 'node:assert/strict'
import { sourcesOfSteps } from '../../../extension/core/asks/plan-sources.ts'
import type { StepSources } from '../../../extension/core/asks/plan-sources.ts'
import type { Hit } from '../../../extension/core/retrieval/types.ts'

const hit = (path: string, score: number, startLine = 1, endLine = 9): Hit => ({
  ...{ path, startLine, endLine, score },
  ...{ text: `text of ${path}`, hash: `${path}:${startLine}` },
})

const anything = (): undefined => undefined
const shown = (steps: readonly StepSources[]): readonly string[] =>
  steps.map(({ sources }) => sources.map(({ number, path }) => `${number} ${path}`).join(', '))

describe('the sources of a plan’s steps', () => {
  it('are together what the ask would get in one go, each passage with the step that finds it best, and what each finds besides', () => {
    const whole = [hit('a', 9), hit('b', 8), hit('c', 7)]
    const steps = [
      [hit('d', 1), hit('b', 0.9)],
      [hit('b', 5, 5, 20), hit('e', 4)],
    ]
    assert.deepEqual(shown(sourcesOfSteps(whole, steps, anything)), ['1 a, 3 c, 4 d, 2 b', '2 b, 5 e'])
  })

  it('has one number for a passage, however many steps get it', () => {
    const steps = [[hit('a', 1)], [hit('a', 1)], [hit('a', 1, 20, 30)]]
    assert.deepEqual(shown(sourcesOfSteps([], steps, anything)), ['1 a', '1 a', '2 a'])
  })

  it('goes with no step that needs no code, but for the selection, which is the first’s', () => {
    const own = { path: 'own', startLine: 1, endLine: 2, text: 'x', hash: 'h', score: 1 }
    assert.deepEqual(shown(sourcesOfSteps([hit('a', 1)], [[], [hit('b', 1)]], anything, own)), ['1 own', '2 a, 3 b'])
    assert.deepEqual(shown(sourcesOfSteps([], [[], []], anything)), ['', ''])
  })

  it('holds nothing that must not be read, and says so once', () => {
    const policy = (path: string): 'secret-file' | undefined => (path === '.env' ? 'secret-file' : undefined)
    const steps = sourcesOfSteps([hit('.env', 2), hit('a', 1)], [[hit('a', 1)], [hit('b', 1)]], policy)
    assert.deepEqual(shown(steps), ['1 a', '2 b'])
    assert.deepEqual(
      steps.map(({ leftOut }) => leftOut.map(({ why }) => why)),
      [['secret-file'], []],
    )
  })
})
