/** Reads a model folder and starts onnxruntime on it. Every way in which that can fail has a message that says what to do. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readCard, readJudge } from '../../core/completion/card.ts'
import type { Card, Judge } from '../../core/completion/card.ts'
import type { EngineModels, LoadedModel } from '../../core/completion/engine.ts'
import { Tokenizer } from '../../core/completion/tokenizer.ts'
import type { TokenizerJson } from '../../core/completion/tokenizer.ts'
import { OnnxModel } from './onnx-model.ts'
import type { Runtime } from './onnx-model.ts'

export class ModelError extends Error {
  readonly reason: 'model-missing' | 'model-broken' | 'native-failed'

  constructor(reason: ModelError['reason'], message: string, cause?: unknown) {
    super(message, { cause })
    this.reason = reason
  }
}

const files = ['card.json', 'tokenizer.json', 'model.onnx'] as const

/**
 * @param threads 0: half of the cores, at most four: the other half belongs to the editor
 * @throws ModelError
 */
export async function loadModel(
  folder: string,
  runtime: 'native' | 'wasm',
  threads: number,
  cores: number,
): Promise<EngineModels & { loaded: LoadedModel }> {
  const [cardFile, tokenizerFile, modelFile] = await Promise.all(files.map((name) => readModelFile(folder, name)))
  const card = attempt(folder, 'card.json', () => readCard(parse(cardFile as Buffer)))
  const judge = readJudgeOf(folder, card)
  checkSum(folder, card, 'tokenizer.json', tokenizerFile as Buffer)
  checkSum(folder, card, 'model.onnx', modelFile as Buffer)
  const tokenizer = attempt(
    folder,
    'tokenizer.json',
    () => new Tokenizer(parse(tokenizerFile as Buffer) as TokenizerJson),
  )
  if (tokenizer.size !== card.vocabulary) {
    throw new ModelError(
      'model-broken',
      `${folder}: tokenizer.json has ${tokenizer.size} tokens, card.json says ${card.vocabulary}`,
    )
  }
  const ort = await loadRuntime(runtime, threads)
  const intraOpNumThreads = threads > 0 ? threads : Math.max(1, Math.min(4, cores >> 1))
  try {
    const session = await ort.InferenceSession.create(modelFile!, {
      executionProviders: [runtime === 'native' ? 'cpu' : 'wasm'],
      graphOptimizationLevel: 'all',
      intraOpNumThreads,
      interOpNumThreads: 1,
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    })
    const model = new OnnxModel(ort, session, card)
    await selfTest(model, tokenizer)
    return { loaded: { card, tokenizer, model }, judge }
  } catch (error) {
    throw new ModelError('model-broken', `${folder}/model.onnx can't be run: ${messageOf(error)}`, error)
  }
}

/**
 * The rankers for copies need no runtime, so they are used where the model can't be.
 * @returns undefined when the folder has no usable card
 */
export async function loadJudge(folder: string): Promise<Judge | undefined> {
  try {
    const card = readCard(parse(await readModelFile(folder, 'card.json')))
    return readJudgeOf(folder, card)
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}

function readJudgeOf(folder: string, card: Card): Judge | undefined {
  return attempt(folder, 'card.json', () => readJudge(card))
}

/** Two runs with known shapes: a runtime that loads and then fails is found here, not at the first keystroke. */
async function selfTest(model: OnnxModel, tokenizer: Tokenizer): Promise<void> {
  const tokens = [tokenizer.special.prefix, ...tokenizer.encode('const a = ')]
  const { cache } = await model.run(tokens, undefined, 0, 1)
  const { logits, logSumExp } = await model.run([tokenizer.newline], cache, tokens.length, 1)
  if (logits.length !== tokenizer.size || !Number.isFinite(logSumExp[0]))
    throw new Error('the self-test gave no finite numbers')
}

async function loadRuntime(runtime: 'native' | 'wasm', threads: number): Promise<Runtime> {
  // onnxruntime writes a file and looks up a host unless this is set before it is loaded.
  process.env['ORT_DISABLE_TELEMETRY'] = '1'
  try {
    if (runtime === 'native') return await import('onnxruntime-node')
    const ort = await import('onnxruntime-web')
    ort.env.wasm.numThreads = threads > 0 ? threads : 1
    return ort
  } catch (error) {
    throw new ModelError('native-failed', `onnxruntime (${runtime}) can't be loaded here: ${messageOf(error)}`, error)
  }
}

async function readModelFile(folder: string, name: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, name))
  } catch (error) {
    throw new ModelError(
      'model-missing',
      `${join(folder, name)} can't be read (${messageOf(error)}). Reinstall Shortline, or correct the setting shortline.modelPath.`,
      error,
    )
  }
}

function parse(data: Buffer): unknown {
  return JSON.parse(data.toString('utf8'))
}

function attempt<T>(folder: string, name: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new ModelError('model-broken', `${join(folder, name)} can't be used: ${messageOf(error)}`, error)
  }
}

function checkSum(folder: string, card: Card, name: string, data: Buffer): void {
  const wanted = card.sha256[name]
  const found = createHash('sha256').update(data).digest('hex')
  if (wanted !== found) {
    throw new ModelError(
      'model-broken',
      `${join(folder, name)} is damaged or not the one that card.json was written for (SHA-256 ${found.slice(0, 12)}…, expected ${String(wanted).slice(0, 12)}…)`,
    )
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
