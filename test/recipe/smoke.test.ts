/** `models/run.sh --smoke`: every stage from pinned packages to model folders, with a tiny model, and what comes out of it. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { decoderGraph } from '../../extension/engines/checkpoint/decoder-graph.ts'
import { constantsOf, encodeOnnx } from '../../extension/engines/checkpoint/onnx-file.ts'
import { loadModel } from '../../extension/engines/host/load-model.ts'
import { readConfig } from '../../models/recipe/peers/gguf.ts'
import { checkpointWeights, graphWeights } from '../../models/recipe/peers/weights.ts'
import { difference } from '../core/completion/tiny.ts'
import { installServers, venv } from '../servers/install.ts'
import { root } from '../vscode/install.ts'
import { environment, run } from '../vscode/process.ts'

const smoke = path.join(root, 'models/.work/smoke')
const python = path.join(venv, 'bin/python')
/** Of the network that the smoke run trains. */
const shape = '--width 128 --layers 2 --heads 2 --inner 256 --batch 4 --no-compile'.split(' ')
const hashOf = async (file: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex')

describe('the recipe', () => {
  let said = ''
  const program = (file: string, args: readonly string[]): Promise<string> =>
    run(file, args, { env: { ...environment, SHORTLINE_VENV: venv, HF_HUB_OFFLINE: '1' }, timeout: 15 * 60_000 })

  before(async () => {
    await installServers((line) => console.error(line))
    await rm(smoke, { recursive: true, force: true })
  })

  it('goes from pinned packages to files that ship', async () => {
    const started = performance.now()
    said = await program(path.join(root, 'models/run.sh'), ['--smoke', '--threads', '1'])
    console.log(`      ${Math.round((performance.now() - started) / 1000)} s`)
    for (const stage of ['data', 'tokenizer', 'pack', 'train', 'decay', 'rank', 'ship', 'peers', 'evaluate', 'encoder'])
      assert.match(said, new RegExp(`^== ${stage} `, 'm'))
  })

  it('learns in its few steps', async () => {
    const rows = async (name: string): Promise<number[][]> =>
      (await readFile(path.join(smoke, 'runs', name, 'loss.tsv'), 'utf8'))
        .trim()
        .split('\n')
        .map((line) => line.split('\t').map(Number))
    const base = (await rows('base')).at(-1)!
    const decayed = (await rows('decay')).at(-1)!
    const untrained = Math.log(2048)
    assert.ok(base[3]! < untrained, `development loss ${base[3]} after the base run, ${untrained} before`)
    assert.ok(decayed[3]! < base[3]!, `development loss ${decayed[3]} after the decay, ${base[3]} before`)
    const ofOneCore = 40 * 4 * 512
    assert.ok(base[1]! > 1.2 * ofOneCore, `${base[1]} tokens of two cores, one has at most ${ofOneCore}`)
  })

  it('names the hashes of what it made, and the card holds them', async () => {
    for (const folder of ['completion', 'encoder-model']) {
      const card = JSON.parse(await readFile(path.join(smoke, folder, 'card.json'), 'utf8')) as {
        sha256: Record<string, string>
      }
      for (const [name, hash] of Object.entries(card.sha256)) {
        assert.equal(hash, await hashOf(path.join(smoke, folder, name)), `${folder}/${name}`)
        assert.ok(said.includes(hash), `${folder}/${name} is in the summary`)
      }
    }
  })

  it('keeps development packages out of what it trains on', async () => {
    const packages = async (split: string): Promise<Set<string>> =>
      new Set(
        (await readFile(path.join(smoke, 'corpus', `${split}.jsonl`), 'utf8'))
          .trim()
          .split('\n')
          .map((line) => (JSON.parse(line) as { package: string }).package),
      )
    const [train, dev] = [await packages('train'), await packages('dev')]
    assert.ok(train.size > 0 && dev.size > 0)
    assert.deepEqual(
      [...train].filter((name) => dev.has(name)),
      [],
    )
  })

  it('completes with the model that it made', async () => {
    const cases = (await readFile(path.join(smoke, 'dev-cases.jsonl'), 'utf8')).trim().split('\n').length
    const lines = (await readFile(path.join(smoke, 'predictions.jsonl'), 'utf8')).trim().split('\n')
    const answers = lines.map((line) => JSON.parse(line) as { text: string; source?: string })
    assert.equal(answers.length, cases)
    assert.ok(answers.some(({ text }) => text !== ''))
  })

  it('gives peers the same checkpoint', async () => {
    assert.deepEqual((await readdir(path.join(smoke, 'peers/hugging-face'))).sort(), [
      'config.json',
      'generation_config.json',
      'model.safetensors',
      'tokenizer.json',
      'tokenizer_config.json',
    ])
    const gguf = await readFile(path.join(smoke, 'peers/model.gguf'))
    assert.equal(gguf.toString('latin1', 0, 4), 'GGUF')
    const load = `import sys
from transformers import AutoModelForCausalLM, AutoTokenizer
folder = sys.argv[1]
tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModelForCausalLM.from_pretrained(folder)
print(model.num_parameters(), tokenizer.decode(tokenizer('const total = 1').input_ids))`
    const loaded = await program(python, ['-c', load, path.join(smoke, 'peers/hugging-face')])
    assert.match(loaded, /^\d+ const total = 1$/m)
  })

  it('finds the weights of the checkpoint again in the graph', async () => {
    const checkpoint = path.join(smoke, 'runs/decay/checkpoint')
    const exact = await checkpointWeights(checkpoint)
    const rounded = await graphWeights(path.join(smoke, 'completion/model.onnx'), await readConfig(checkpoint))
    for (const [name, { values }] of exact) {
      const most = values.reduce((sum, value) => Math.max(sum, Math.abs(value)), 0)
      const off = values.reduce((sum, value, at) => Math.max(sum, Math.abs(value - rounded.get(name)!.values[at]!)), 0)
      assert.ok(off <= most / 200, `${name}: ${off} off, ${most} the largest`)
    }
  })

  it('ships the graph that the extension builds from the same checkpoint', async () => {
    const shipped = path.join(smoke, 'completion')
    const checkpoint = path.join(smoke, 'peers/hugging-face')
    const config = await readConfig(checkpoint)
    const ours = constantsOf(encodeOnnx(decoderGraph(config, await checkpointWeights(checkpoint))))
    const theirs = constantsOf(await readFile(path.join(shipped, 'model.onnx')))
    assert.deepEqual([...ours.keys()], [...theirs.keys()])
    // Two libraries round a cosine differently.
    const angles = ['cos', 'sin']
    const other = [...ours].filter(
      ([name, data]) => !angles.includes(name) && Buffer.compare(data, theirs.get(name)!) !== 0,
    )
    assert.deepEqual(
      other.map(([name]) => name),
      [],
    )
    const graph = await loadModel(shipped, 'native', 1, 2)
    const built = await loadModel(checkpoint, 'native', 1, 2, 'cpu', path.join(shipped, 'card.json'))
    const prompt = built.loaded.tokenizer.encode('const total = alpha + beta')
    const [a, b] = await Promise.all([graph, built].map(({ loaded }) => loaded.model.run(prompt, undefined, 0, 1)))
    assert.ok(difference(a!.logits, b!.logits) < 1e-3)
  })

  it('goes on training at the step where it stopped', async () => {
    const train = [
      path.join(root, 'models/recipe/train.py'),
      '--work',
      smoke,
      '--run',
      'base',
      '--steps',
      '44',
      ...shape,
    ]
    const again = await program(python, train)
    assert.match(again, /step 40 of 44/)
    assert.match(again, /^step 44\/44 /m)
  })

  it('leaves no core at work when it is killed', async function () {
    if (process.platform !== 'linux') this.skip()
    const more = ['--work', smoke, '--run', 'killed', '--steps', '100000', '--cores', '2', ...shape]
    const training = spawn(python, [path.join(root, 'models/recipe/train.py'), ...more], { env: environment })
    await once(training.stdout, 'data')
    const children = (await readFile(`/proc/${training.pid}/task/${training.pid}/children`, 'utf8')).trim().split(' ')
    assert.ok(children.length >= 2, 'a process for each core')
    training.kill('SIGKILL')
    const working = async (): Promise<boolean> =>
      (await Promise.all(children.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z')))).some(
        (state) => !/\) Z/.test(state),
      )
    for (let waits = 0; waits < 300 && (await working()); waits++) await setTimeout(100)
    assert.ok(!(await working()), 'they go on without the process that started them')
  })
})
