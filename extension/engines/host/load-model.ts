/** Reads a model folder and starts onnxruntime on it. Every way in which that can fail has a message that says what to do. */
import { basename, dirname, join } from 'node:path'
import { readCard, readJudge } from '../../core/completion/card.ts'
import type { Card, Judge } from '../../core/completion/card.ts'
import type { EngineModels, LoadedModel } from '../../core/completion/engine.ts'
import type { Provider } from '../../core/providers.ts'
import { Tokenizer } from '../../core/completion/tokenizer.ts'
import type { TokenizerJson } from '../../core/completion/tokenizer.ts'
import { ModelError, advice, attempt, checkSum, messageOf, parse, readModelFile } from '../model-files.ts'
import { createSession, loadRuntime, threadsFor } from '../onnx-runtime.ts'
import { isCheckpoint, readCheckpoint } from './load-checkpoint.ts'
import type { ModelFiles } from './load-checkpoint.ts'
import { OnnxModel } from './onnx-model.ts'

const remedy = 'correct the setting shortline.modelPath'

/**
 * @param threads 0: half of the cores, at most four: the other half belongs to the editor
 * @param provider for native onnxruntime only
 * @param baseCard for a checkpoint, see `readCheckpoint`
 * @throws ModelError
 */
export async function loadModel(
  folder: string,
  runtime: 'native' | 'wasm',
  threads: number,
  cores: number,
  provider: Provider = 'cpu',
  baseCard?: string,
): Promise<EngineModels & { loaded: LoadedModel & { model: OnnxModel } }> {
  const { card, tokenizer: tokenizerFile, graph, graphFile } = await readFolder(folder, baseCard)
  const judge = readJudgeOf(folder, card)
  const tokenizer = attempt(
    folder,
    'tokenizer.json',
    () => new Tokenizer(parse(tokenizerFile) as TokenizerJson),
    remedy,
  )
  if (tokenizer.size !== card.vocabulary) {
    const says = graphFile === 'model.onnx' ? 'card.json' : 'config.json'
    throw new ModelError(
      'model-broken',
      `${folder}: tokenizer.json has ${tokenizer.size} tokens, ${says} says ${card.vocabulary}. ${advice(remedy)}`,
    )
  }
  const ort = await loadRuntime(runtime, threads)
  try {
    const session = await createSession(ort, runtime, graph, threadsFor(threads, cores), provider)
    const model = new OnnxModel(ort, session, card)
    await selfTest(model, tokenizer)
    return { loaded: { card, tokenizer, model }, judge }
  } catch (error) {
    throw new ModelError('model-broken', `${folder}/${graphFile} can't be run: ${messageOf(error)}`, error)
  }
}

async function readFolder(folder: string, baseCard: string | undefined): Promise<ModelFiles> {
  if (await isCheckpoint(folder)) return await readCheckpoint(folder, remedy, baseCard)
  const [cardFile, tokenizer, graph] = await Promise.all(
    ['card.json', 'tokenizer.json', 'model.onnx'].map((name) => readModelFile(folder, name, remedy)),
  )
  const card = attempt(folder, 'card.json', () => readCard(parse(cardFile!)), remedy)
  checkSum(folder, card.sha256, 'tokenizer.json', tokenizer!, remedy)
  checkSum(folder, card.sha256, 'model.onnx', graph!, remedy)
  return { card, tokenizer: tokenizer!, graph: graph!, graphFile: 'model.onnx' }
}

/**
 * The rankers for copies need no runtime, so they are used where the model can't be.
 * @param baseCard the file to take them from when the folder has no usable card
 * @returns undefined when that has none either
 */
export async function loadJudge(folder: string, baseCard?: string): Promise<Judge | undefined> {
  const own = await judgeOf(join(folder, 'card.json'))
  return own ?? (baseCard === undefined ? undefined : await judgeOf(baseCard))
}

async function judgeOf(card: string): Promise<Judge | undefined> {
  const folder = dirname(card)
  try {
    return readJudgeOf(folder, readCard(parse(await readModelFile(folder, basename(card)))))
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}

function readJudgeOf(folder: string, card: Card): Judge | undefined {
  return attempt(folder, 'card.json', () => readJudge(card), remedy)
}

/** Two runs with known shapes: a runtime that loads and then fails is found here, not at the first keystroke. */
async function selfTest(model: OnnxModel, tokenizer: Tokenizer): Promise<void> {
  const tokens = [tokenizer.special.prefix, ...tokenizer.encode('const a = ')]
  const { cache } = await model.run(tokens, undefined, 0, 1)
  const { logits, logSumExp } = await model.run([tokenizer.newline], cache, tokens.length, 1)
  if (logits.length !== tokenizer.size || !Number.isFinite(logSumExp[0]))
    throw new Error('the self-test gave no finite numbers')
}
