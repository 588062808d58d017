/** Reads a model folder and starts onnxruntime on it. Every way in which that can fail has a message that says what to do. */
import { readCard, readJudge } from '../../core/completion/card.ts'
import type { Card, Judge } from '../../core/completion/card.ts'
import type { EngineModels, LoadedModel } from '../../core/completion/engine.ts'
import type { Provider } from '../../core/providers.ts'
import { Tokenizer } from '../../core/completion/tokenizer.ts'
import type { TokenizerJson } from '../../core/completion/tokenizer.ts'
import { ModelError, advice, attempt, checkSum, messageOf, parse, readModelFile } from '../model-files.ts'
import { createSession, loadRuntime, threadsFor } from '../onnx-runtime.ts'
import { OnnxModel } from './onnx-model.ts'

const remedy = 'correct the setting shortline.modelPath'

const files = ['card.json', 'tokenizer.json', 'model.onnx'] as const

/**
 * @param threads 0: half of the cores, at most four: the other half belongs to the editor
 * @param provider for native onnxruntime only
 * @throws ModelError
 */
export async function loadModel(
  folder: string,
  runtime: 'native' | 'wasm',
  threads: number,
  cores: number,
  provider: Provider = 'cpu',
): Promise<EngineModels & { loaded: LoadedModel & { model: OnnxModel } }> {
  const [cardFile, tokenizerFile, modelFile] = await Promise.all(
    files.map((name) => readModelFile(folder, name, remedy)),
  )
  const card = attempt(folder, 'card.json', () => readCard(parse(cardFile as Buffer)), remedy)
  const judge = readJudgeOf(folder, card)
  checkSum(folder, card.sha256, 'tokenizer.json', tokenizerFile as Buffer, remedy)
  checkSum(folder, card.sha256, 'model.onnx', modelFile as Buffer, remedy)
  const tokenizer = attempt(
    folder,
    'tokenizer.json',
    () => new Tokenizer(parse(tokenizerFile as Buffer) as TokenizerJson),
    remedy,
  )
  if (tokenizer.size !== card.vocabulary) {
    throw new ModelError(
      'model-broken',
      `${folder}: tokenizer.json has ${tokenizer.size} tokens, card.json says ${card.vocabulary}. ${advice(remedy)}`,
    )
  }
  const ort = await loadRuntime(runtime, threads)
  try {
    const session = await createSession(ort, runtime, modelFile!, threadsFor(threads, cores), provider)
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
