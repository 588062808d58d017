import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { copyFile, cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { loadEncoder, loadEncoderAnywhere } from '../../../extension/engines/encoder/load-encoder.ts'
import { ModelError } from '../../../extension/engines/model-files.ts'
import { tinyFolder } from '../../core/completion/tiny.ts'
import { cosine, encoderFolder, shippedEncoder } from './shipped.ts'

let folder: string
const file = (name: string): string => path.join(folder, name)

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'shortline-encoder-'))
  for (const name of ['card.json', 'tokenizer.json', 'model.onnx'])
    await copyFile(path.join(encoderFolder, name), file(name))
})
afterEach(() => rm(folder, { recursive: true }))

const refused = (reason: ModelError['reason'], message: RegExp): Promise<void> =>
  assert.rejects(loadEncoder(folder, 'native', 1, 2), (error) => {
    assert.ok(error instanceof ModelError, String(error))
    assert.equal(error.reason, reason)
    assert.match(error.message, message)
    return true
  })

async function sign(name: string): Promise<void> {
  const card = JSON.parse(await readFile(file('card.json'), 'utf8')) as { sha256: Record<string, string> }
  card.sha256[name] = createHash('sha256')
    .update(await readFile(file(name)))
    .digest('hex')
  await writeFile(file('card.json'), JSON.stringify(card))
}

describe('encoder folder', () => {
  for (const name of ['card.json', 'tokenizer.json', 'model.onnx']) {
    it(`is refused without ${name}`, async () => {
      await rm(file(name))
      await refused('model-missing', new RegExp(`${name}.*Reinstall Shortline\\.`))
      await assert.rejects(loadEncoderAnywhere(folder, 1, 2), ModelError)
    })
  }

  it('is refused when a file is cut off or of another model', async () => {
    await truncate(file('model.onnx'), 1_000_000)
    await refused('model-broken', /model\.onnx is damaged or not the one/)
    await cp(path.join(tinyFolder, 'tokenizer.json'), file('tokenizer.json'))
    await refused('model-broken', /tokenizer\.json is damaged or not the one/)
    await truncate(file('card.json'), 0)
    await refused('model-broken', /card\.json can't be used/)
  })

  it('is refused when signed files are none of an encoder', async () => {
    await truncate(file('model.onnx'), 1_000_000)
    await sign('model.onnx')
    await refused('model-broken', /model\.onnx can't be run/)
    await cp(path.join(tinyFolder, 'model.onnx'), file('model.onnx'))
    await sign('model.onnx')
    await refused('model-broken', /model\.onnx can't be run/)
    await writeFile(file('tokenizer.json'), '{"model": 3}')
    await sign('tokenizer.json')
    await refused('model-broken', /tokenizer\.json can't be used/)
  })

  it('gives the same on WebAssembly', async () => {
    const [native, wasm] = await Promise.all([shippedEncoder(), loadEncoder(folder, 'wasm', 1, 2)])
    const rows = ['where is the retry logic', 'function retry(times) { return times }'].map((text) =>
      native.embeddingTokens(text),
    )
    const [ours, theirs] = [await native.run(rows), await wasm.run(rows)]
    assert.ok(cosine(ours.embeddings, theirs.embeddings) > 0.99)
    await wasm.dispose()
  })
}).timeout(60_000)
