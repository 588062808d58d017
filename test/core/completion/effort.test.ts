import assert from 'node:assert/strict'
import { CompletionEngine } from '../../../extension/core/completion/engine.ts'
import type { Effort } from '../../../extension/core/governor.ts'
import { tiny } from './tiny.ts'

const uri = 'file:///toy.ts'
const text = 'const alpha = read(beta)\nalpha.push(beta)\nfor (const gamma of alpha) {\n}\nfor (const gamma of '

describe('effort', () => {
  it('runs less of the model, or none of it, when it is told to', async () => {
    const engine = new CompletionEngine({ loaded: await tiny() }, () => 0)
    engine.open(uri, 'typescript', text)
    const runs = async (effort?: Effort): Promise<number> => {
      engine.forget()
      const query = { uri, offset: text.length, threshold: 0, ...(effort && { effort }) }
      assert.equal((await engine.complete('toy.ts', query, () => false)).kind, 'done')
      return engine.runs(uri)
    }
    assert.equal(await runs('ngram'), 0)
    const greedy = await runs('greedy')
    const full = await runs('full')
    assert.ok(greedy > 0 && greedy < full, `${greedy} of ${full} runs`)
    assert.equal(await runs(), full)
  })
})
