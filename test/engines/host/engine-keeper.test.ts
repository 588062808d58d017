import assert from 'node:assert/strict'
import { EngineKeeper } from '../../../extension/engines/host/engine-keeper.ts'
import { loadModel } from '../../../extension/engines/host/load-model.ts'
import type { OnnxModel } from '../../../extension/engines/host/onnx-model.ts'
import type { FromHost } from '../../../extension/engines/protocol.ts'
import { tinyFolder } from '../../core/completion/tiny.ts'

describe('engine keeper', () => {
  it('lets go of the model on a card that failed, once nothing runs on it, and asks that card no more', async () => {
    const sent: FromHost[] = []
    const loaded: OnnxModel[] = []
    const load: typeof loadModel = async (folder, runtime, threads, cores, provider) => {
      assert.equal(provider, loaded.length === 0 ? 'webgpu' : 'cpu')
      const models = await loadModel(folder, runtime, threads, cores)
      loaded.push(models.loaded.model)
      return models
    }
    let end = (): void => undefined
    const idle = new Promise<void>((resolve) => (end = resolve))
    const keeper = new EngineKeeper(
      (message) => sent.push(message),
      () => idle,
      load,
    )
    keeper.start({ modelDir: tinyFolder, engine: 'native', threads: 1, provider: 'webgpu' })
    await keeper.loading
    const run = (at: number): Promise<unknown> => loaded[at]!.run([5], undefined, 0, 1)
    assert.ok(await keeper.fallBack(new Error('device lost')))
    await run(0)
    end()
    await new Promise((resolve) => setTimeout(resolve, 50))
    await assert.rejects(run(0))
    await run(1)
    assert.deepEqual(
      sent.flatMap((message) => (message.type === 'ready' ? [[message.provider, message.trouble?.reason]] : [])),
      [
        ['webgpu', undefined],
        ['cpu', 'provider-failed'],
      ],
    )
    assert.equal(await keeper.fallBack(new Error('again')), false)
  })
})
