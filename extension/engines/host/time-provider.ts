/**
 * Times one execution provider on the model, in a process of its own: a driver that crashes takes nothing with it, and
 * what it allocated is gone with the process.
 */
import { availableParallelism } from 'node:os'
import type { Placement } from '../../core/completion/language-model.ts'
import { unseen } from '../../core/completion/language-model.ts'
import type { Trial } from '../../core/providers.ts'
import { messageOf } from '../model-files.ts'
import type { ToHost } from '../protocol.ts'
import { loadModel } from './load-model.ts'
import type { OnnxModel } from './onnx-model.ts'

/** Compiling for a card happens in the first rounds. */
const warmUpRounds = 2
const rounds = 5
const promptTokens = 256
const judgedTokens = 48
const writtenTokens = 6

/** What a keystroke costs, mostly. Never rejects. */
export async function timeProvider(message: Extract<ToHost, { type: 'time' }>): Promise<Trial> {
  const { modelDir, baseCard, provider, threads } = message
  try {
    const { loaded } = await loadModel(modelDir, 'native', threads, availableParallelism(), provider, baseCard)
    const { model } = loaded
    const times: number[] = []
    let logits = new Float32Array(0)
    for (let round = 0; round < warmUpRounds + rounds; round++) {
      const begun = performance.now()
      logits = Float32Array.from(await runRound(model))
      if (round >= warmUpRounds) times.push(performance.now() - begun)
    }
    await model.dispose()
    return { kind: 'done', ms: times.sort((a, b) => a - b)[rounds >> 1] as number, logits }
  } catch (error) {
    return { kind: 'failed', message: messageOf(error) }
  }
}

async function runRound(model: OnnxModel): Promise<Float32Array> {
  const token = (at: number): number => (at * 37 + 11) % model.vocabulary
  const prompt = Array.from({ length: promptTokens }, (_, at) => token(at))
  const { cache, logits } = await model.run(prompt, undefined, 0, 1)
  const judged = prompt.slice(0, judgedTokens)
  await model.run(judged, cache, promptTokens, judgedTokens, twoLines())
  let step = await model.run([token(1)], cache, promptTokens, 1)
  for (let at = 1; at < writtenTokens; at++) step = await model.run([token(at)], step.cache, promptTokens + at, 1)
  return logits
}

/** Every second token belongs to one line, the others to another. */
function twoLines(): Placement {
  const width = promptTokens + judgedTokens
  const bias = new Float32Array(judgedTokens * width).fill(unseen)
  for (let row = 0; row < judgedTokens; row++) {
    bias.fill(0, row * width, row * width + promptTokens)
    for (let at = row; at >= 0; at -= 2) bias[row * width + promptTokens + at] = 0
  }
  return { positions: Array.from({ length: judgedTokens }, (_, at) => promptTokens + (at >> 1)), bias }
}
