import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { unseen } from '../../../extension/core/completion/language-model.ts'
import { loadModel } from '../../../extension/engines/host/load-model.ts'
import { ModelError } from '../../../extension/engines/model-files.ts'
import { decoderCases, difference, shippedTokenizer, tiny, tinyFolder } from '../../core/completion/tiny.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'shortline-model-'))
  await cp(tinyFolder, folder, { recursive: true })
})
afterEach(() => rm(folder, { recursive: true }))

const file = (name: string): string => path.join(folder, name)

async function edit(name: string, change: (json: Record<string, unknown>) => void, sign = false): Promise<void> {
  const json = JSON.parse(await readFile(file(name), 'utf8')) as Record<string, unknown>
  change(json)
  await writeFile(file(name), JSON.stringify(json))
  if (sign) await signAll()
}

/** Writes the check sums of the files as they are into the card. */
async function signAll(): Promise<void> {
  const sums = await Promise.all(
    ['model.onnx', 'tokenizer.json'].map(
      async (name) =>
        [
          name,
          createHash('sha256')
            .update(await readFile(file(name)))
            .digest('hex'),
        ] as const,
    ),
  )
  await edit('card.json', (card) => (card['sha256'] = Object.fromEntries(sums)))
}

const refused = (reason: ModelError['reason'], message: RegExp, runtime: 'native' | 'wasm' = 'native'): Promise<void> =>
  assert.rejects(loadModel(folder, runtime, 1, 2), (error) => {
    assert.ok(error instanceof ModelError, String(error))
    assert.equal(error.reason, reason)
    assert.match(error.message, message)
    return true
  })

describe('model folder', () => {
  it('loads', async () => {
    const { loaded, judge } = await loadModel(folder, 'native', 0, 8)
    assert.equal(loaded.card.name, 'shortline-tiny')
    assert.equal(loaded.tokenizer.size, loaded.model.vocabulary)
    assert.equal(judge, undefined)
  })

  for (const name of ['card.json', 'tokenizer.json', 'model.onnx']) {
    it(`is refused without ${name}, with the setting to correct`, async () => {
      await rm(file(name))
      await refused('model-missing', new RegExp(`${name}.*shortline\\.modelPath`))
    })
  }

  it('is refused when the folder is not there', async () => {
    await rm(folder, { recursive: true })
    await refused('model-missing', /ENOENT/)
    await cp(tinyFolder, folder, { recursive: true })
  })

  it('is refused when a file is cut off, empty or of another model', async () => {
    await truncate(file('model.onnx'), 100_000)
    await refused('model-broken', /model\.onnx is damaged or not the one/)
    await cp(path.join(tinyFolder, 'model.onnx'), file('model.onnx'))
    await cp(shippedTokenizer, file('tokenizer.json'))
    await refused('model-broken', /tokenizer\.json is damaged or not the one/)
    await truncate(file('card.json'), 0)
    await refused('model-broken', /card\.json can't be used/)
  })

  it('is refused when its card is no card, or for another prompt', async () => {
    await writeFile(file('card.json'), '[]')
    await refused('model-broken', /card\.json can't be used/)
    await cp(path.join(tinyFolder, 'card.json'), file('card.json'))
    await edit('card.json', (card) => (card['prompt'] = 'other/9'))
    await refused('model-broken', /other\/9/)
  })

  for (const field of ['maxLength', 'layers', 'kvHeads', 'headSize', 'vocabulary', 'languages', 'mixture', 'sha256']) {
    it(`is refused when its card has no ${field}`, async () => {
      await edit('card.json', (card) => (card[field] = undefined))
      await refused('model-broken', new RegExp(`"${field}"`))
    })
  }

  it('is refused when graph and tokenizer do not fit together, though the sums are right', async () => {
    await cp(shippedTokenizer, file('tokenizer.json'))
    await signAll()
    await refused('model-broken', /has 8192 tokens, card\.json says 400/)
    await edit('card.json', (card) => (card['vocabulary'] = 8192))
    await refused('model-broken', /model\.onnx can't be run/)
  })

  it('is refused when the graph has other shapes than the card says, or is none', async () => {
    await edit('card.json', (card) => (card['layers'] = 3))
    await refused('model-broken', /model\.onnx can't be run/)
    await edit('card.json', (card) => ((card['layers'] = 2), (card['headSize'] = 32)))
    await refused('model-broken', /model\.onnx can't be run/)
    await writeFile(file('model.onnx'), 'not a graph')
    await signAll()
    await refused('model-broken', /model\.onnx can't be run/)
    await refused('model-broken', /model\.onnx can't be run/, 'wasm')
  })

  it('is refused when its tokenizer is not one of ours', async () => {
    await edit('tokenizer.json', (json) => (json['added_tokens'] = []), true)
    await refused('model-broken', /tokenizer\.json can't be used/)
  })

  it('is refused when its rankers are for other features', async () => {
    const trees = { features: ['unheardOf'], bias: 0, trees: [] }
    const both = { rank: trees, cut: trees }
    await edit('card.json', (card) => (card['judge'] = { full: both, copies: both }))
    await refused('model-broken', /unheardOf/)
    await edit('card.json', (card) => (card['judge'] = {}))
    await refused('model-broken', /card\.json can't be used/)
  })
})

describe('WebAssembly runtime', () => {
  it('gives what the native one gives', async () => {
    const { loaded } = await loadModel(folder, 'wasm', 1, 2)
    const native = (await tiny()).model
    for (const { prompt, logits } of decoderCases()) {
      const wasm = await loaded.model.run(prompt, undefined, 0, 1)
      assert.ok(difference(wasm.logits, logits) < 1e-3)
      const tail = [33, 34, 35]
      const length = prompt.length - 2
      const bias = new Float32Array(3 * (length + 3))
      bias[2 * (length + 3) + length + 1] = unseen
      const tree = { positions: [length, length + 1, length + 1], bias }
      const other = await native.run(prompt, undefined, 0, 1)
      assert.ok(difference(wasm.logSumExp, other.logSumExp) < 1e-3)
      const [a, b] = await Promise.all([
        loaded.model.run(tail, wasm.cache, length, 3, tree),
        native.run(tail, other.cache, length, 3, tree),
      ])
      assert.ok(difference(a.logits, b.logits) < 1e-3)
    }
  })

  it('runs with more than one thread', async () => {
    const { loaded } = await loadModel(folder, 'wasm', 2, 2)
    const { prompt, logits } = decoderCases()[0] as ReturnType<typeof decoderCases>[number]
    assert.ok(difference((await loaded.model.run(prompt, undefined, 0, 1)).logits, logits) < 1e-3)
  })
})
