import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readSafetensors } from '../../../extension/engines/checkpoint/safetensors.ts'
import { loadJudge, loadModel } from '../../../extension/engines/host/load-model.ts'
import { ModelError } from '../../../extension/engines/model-files.ts'
import { decoderCases, difference, shippedTokenizer, tiny, tinyFolder } from '../../core/completion/tiny.ts'
import { tinyConfig, tinyWeights, toSafetensors, withHeader, writeCheckpoint } from './tiny-checkpoint.ts'

const baseCard = path.join(tinyFolder, 'card.json')
const shippedCard = path.join(path.dirname(shippedTokenizer), 'card.json')

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'shortline-checkpoint-'))
  await writeCheckpoint(folder)
})
afterEach(() => rm(folder, { recursive: true }))

const file = (name: string): string => path.join(folder, name)
const load = (
  runtime: 'native' | 'wasm' = 'native',
  card: string | undefined = baseCard,
): ReturnType<typeof loadModel> => loadModel(folder, runtime, 1, 2, 'cpu', card)

const refused = (reason: ModelError['reason'], message: RegExp): Promise<void> =>
  assert.rejects(load(), (error) => {
    assert.ok(error instanceof ModelError, String(error))
    assert.equal(error.reason, reason)
    assert.match(error.message, message)
    assert.match(error.message, /correct the setting shortline\.modelPath/)
    return true
  })

async function configure(change: Readonly<Record<string, unknown>>): Promise<void> {
  await writeFile(file('config.json'), JSON.stringify({ ...tinyConfig, ...change }))
}

describe('checkpoint', () => {
  for (const runtime of ['native', 'wasm'] as const) {
    it(`says what the graph of its weights says, but for rounding (${runtime})`, async () => {
      const { loaded } = await load(runtime)
      for (const { prompt, logits, logSumExp } of decoderCases()) {
        const step = await loaded.model.run(prompt, undefined, 0, 1)
        // Weights and activations of 8 bits; the logits of these cases reach from -10 to 15.
        assert.ok(difference(step.logits, logits) < 0.5, `${difference(step.logits, logits)}`)
        assert.ok(Math.abs(step.logSumExp[0]! - logSumExp) < 0.1)
        const best = (row: ArrayLike<number>): number => Array.from(row).indexOf(Math.max(...Array.from(row)))
        assert.equal(best(step.logits), best(logits))
      }
    })
  }

  it('goes on from a cache, and takes trees', async () => {
    const { model } = (await load()).loaded
    const prompt = decoderCases()[0]!.prompt
    const whole = await model.run(prompt, undefined, 0, 1)
    const half = await model.run(prompt.slice(0, 10), undefined, 0, 1)
    const positions = prompt.slice(10).map((_, at) => 10 + at)
    const bias = new Float32Array(positions.length * prompt.length)
    positions.forEach((position, row) => bias.fill(-1e9, row * prompt.length + position + 1, (row + 1) * prompt.length))
    const rest = await model.run(prompt.slice(10), half.cache, 10, 1, { positions, bias })
    assert.ok(difference(rest.logits, whole.logits) < 0.3, `${difference(rest.logits, whole.logits)}`)
  })

  it('takes its shapes from config.json, its name from the folder and the rest from the card', async () => {
    const { card } = (await load('native', shippedCard)).loaded
    const { layers, kvHeads, headSize, vocabulary, maxLength, name } = card
    assert.deepEqual([layers, kvHeads, headSize, vocabulary, maxLength], [2, 1, 16, 400, 640])
    assert.equal(name, path.basename(folder))
    assert.ok(card.languages.includes('python') && card.judge !== undefined)
  })

  it('comes before the other card with its own, and is held to the sums in it', async () => {
    const own = { name: 'mine', languages: ['rust'], mixture: [0] }
    await writeFile(file('card.json'), JSON.stringify(own))
    const { card } = (await load('native', shippedCard)).loaded
    assert.deepEqual([card.name, card.languages], ['mine', ['rust']])
    const sha256 = createHash('sha256')
      .update(await readFile(file('model.safetensors')))
      .digest('hex')
    await writeFile(file('card.json'), JSON.stringify({ ...own, sha256: { 'model.safetensors': sha256 } }))
    await load()
    await writeFile(file('card.json'), JSON.stringify({ ...own, sha256: { 'model.safetensors': 'another' } }))
    await refused('model-broken', /model\.safetensors is damaged or not the one that card\.json was written for/)
  })

  it('is refused with a card for another prompt, and without any', async () => {
    await writeFile(file('card.json'), JSON.stringify({ prompt: 'other/9' }))
    await refused('model-broken', /card\.json can't be used.*other\/9/)
    await rm(file('card.json'))
    await assert.rejects(loadModel(folder, 'native', 1, 2), /has no card\.json/)
  })

  for (const name of ['config.json', 'tokenizer.json', 'model.safetensors']) {
    it(`is refused without ${name}`, async () => {
      await rm(file(name))
      await refused('model-missing', new RegExp(`${name} can't be read`))
    })
  }

  it('is refused when its weights are cut off, empty, or something else', async () => {
    await truncate(file('model.safetensors'), 100_000)
    await refused('model-broken', /model\.safetensors can't be used: it is cut off in model\./)
    await truncate(file('model.safetensors'), 500)
    await refused('model-broken', /it is cut off or no safetensors file/)
    await truncate(file('model.safetensors'), 0)
    await refused('model-broken', /it is cut off or no safetensors file/)
    await writeFile(file('model.safetensors'), 'not a checkpoint at all')
    await refused('model-broken', /it is cut off or no safetensors file/)
  })

  it('is refused when weights are missing, of other shapes, or in a type that is not read', async () => {
    const weights = await tinyWeights()
    weights.delete('model.layers.1.mlp.up_proj.weight')
    await writeFile(file('model.safetensors'), toSafetensors(weights))
    await refused('model-broken', /it has no model\.layers\.1\.mlp\.up_proj\.weight/)
    await writeCheckpoint(folder)
    await configure({ intermediate_size: 128 })
    await refused('model-broken', /gate_proj\.weight is 96 × 64, config\.json says 128 × 64/)
    await configure({ num_hidden_layers: 3 })
    await refused('model-broken', /it has no model\.layers\.2\./)
    const read = (a: unknown): unknown => readSafetensors(withHeader({ a }, Buffer.alloc(8)))
    assert.throws(() => read({ dtype: 'F64', shape: [1], data_offsets: [0, 8] }), /a is F64; BF16, F16, F32/)
    assert.throws(() => read({ dtype: 'F32', shape: [1], data_offsets: [0, 8] }), /a has 8 bytes, not 4/)
    for (const wrong of [null, 7, { dtype: 'F32' }, { dtype: 'F32', shape: [1], data_offsets: [-4, 0] }])
      assert.throws(() => read(wrong), /its header does not say what a is/)
  })

  const others: readonly (readonly [Readonly<Record<string, unknown>>, RegExp])[] = [
    [{ model_type: 'qwen2' }, /"model_type" is "qwen2", only "llama" can be run/],
    [{ tie_word_embeddings: null }, /"tie_word_embeddings" is false, only true can be run/],
    [{ attention_bias: true }, /"attention_bias" is true/],
    [{ rope_scaling: { type: 'linear', factor: 2 } }, /rotary embeddings of the kind "linear"/],
    [{ rope_parameters: { rope_type: 'llama3', rope_theta: 1e4 } }, /rotary embeddings of the kind "llama3"/],
    [{ hidden_size: 'wide' }, /"hidden_size" is not a positive whole number/],
    [{ intermediate_size: 100 }, /"intermediate_size" is 100, not a multiple of 32/],
  ]
  for (const [change, message] of others) {
    it(`is refused with ${JSON.stringify(change)}`, async () => {
      await configure(change)
      await refused('model-broken', message)
    })
  }

  it('is refused when the tokenizer has other tokens than the embedding', async () => {
    await writeFile(file('tokenizer.json'), await readFile(shippedTokenizer))
    await refused('model-broken', /tokenizer\.json has 8192 tokens, config\.json says 400/)
  })

  it('reads numbers of two and of four bytes alike', () => {
    const one = (dtype: string, bytes: readonly number[]): number => {
      const header = { a: { dtype, shape: [1], data_offsets: [0, bytes.length] } }
      return readSafetensors(withHeader(header, Buffer.from(bytes))).get('a')!.values[0]!
    }
    assert.equal(one('F32', [0, 0, 0x20, 0xc0]), -2.5)
    assert.equal(one('BF16', [0x20, 0xc0]), -2.5)
    assert.equal(one('F16', [0x00, 0xc1]), -2.5)
    assert.equal(one('F16', [0x01, 0x00]), 2 ** -24)
    assert.equal(one('F16', [0x00, 0x7c]), Infinity)
  })

  it('leaves the rankers of the model that ships where it can not be used', async () => {
    assert.ok((await loadJudge(folder, shippedCard)) !== undefined)
    assert.equal(await loadJudge(folder), undefined)
    assert.ok((await loadModel(tinyFolder, 'native', 1, 2)).judge === undefined)
    assert.equal((await tiny()).card.judge, undefined)
  })
})
