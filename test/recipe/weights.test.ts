/** The weights that leave for other programs are those of the graph that ships, which `models/checkpoint` need not be. */
import assert from 'node:assert/strict'
import path from 'node:path'
import { readConfig } from '../../models/recipe/peers/gguf.ts'
import { checkpointWeights, graphWeights } from '../../models/recipe/peers/weights.ts'
import { root } from '../vscode/install.ts'

describe('weights of the shipped graph', () => {
  const checkpoint = path.join(root, 'models/checkpoint')

  it('have the names and shapes of a checkpoint', async () => {
    const trained = await checkpointWeights(checkpoint)
    const shipped = await graphWeights(path.join(root, 'models/completion/model.onnx'), await readConfig(checkpoint))
    const shapes = (weights: typeof shipped): [string, readonly number[]][] =>
      [...weights].map(([name, { shape: of }]): [string, readonly number[]] => [name, of]).sort()
    assert.deepEqual(shapes(shipped), shapes(trained))
    for (const [name, { shape: of, values }] of shipped)
      assert.equal(
        values.length,
        of.reduce((a, b) => a * b),
        name,
      )
  })

  it('are refused in a graph of another kind', async () => {
    const encoder = path.join(root, 'models/encoder/model.onnx')
    const config = await readConfig(checkpoint)
    await assert.rejects(graphWeights(encoder, config), /it is not a graph in 8 bits as export\.py writes it/)
  })
})
