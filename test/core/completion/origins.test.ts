import assert from 'node:assert/strict'
import { CompletionEngine } from '../../../extension/core/completion/engine.ts'
import type { Outcome } from '../../../extension/core/types.ts'

const uri = 'file:///toy.ts'
const neighbour = 'file:///neighbour.ts'
const marked = '// first\nzebra.run(1)\n\nzebra.║'

/** Without a model, so that what is suggested is a copy. */
function complete(threshold: number): Promise<Outcome> {
  const engine = new CompletionEngine({}, () => 0)
  engine.open(neighbour, 'typescript', '// first\nzebra.run(1)\n')
  engine.open(uri, 'typescript', marked.replace('║', ''))
  return engine.complete('toy.ts', { uri, offset: marked.indexOf('║'), threshold }, () => false)
}

const places = [
  { uri: neighbour, line: 2 },
  { uri, line: 2 },
]

describe('where a suggestion stands already', () => {
  it('is said of a copy: its lines here and in neighbours', async () => {
    const outcome = await complete(0)
    assert.ok(outcome.kind === 'done' && outcome.places)
    assert.deepEqual(
      [...outcome.places].sort((a, b) => a.uri.localeCompare(b.uri)),
      places,
    )
  })

  it('is said of a line that was hidden, too, with how sure it was', async () => {
    const outcome = await complete(1)
    assert.ok(outcome.kind === 'empty' && outcome.hidden)
    const { source, confidence } = outcome.hidden
    assert.deepEqual([outcome.reason, source, outcome.hidden.places?.length], ['below-threshold', 'copy', 2])
    assert.ok(confidence > 0 && confidence < 1)
  })
})
