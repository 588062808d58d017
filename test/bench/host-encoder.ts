/** The encoder in the model host, as the extension has it, for benches of what is built on it. */
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import type { Embed } from '../../extension/core/retrieval/types.ts'
import type { AskParts } from '../../extension/engines/asks/parts.ts'
import { embedAll } from '../../extension/engines/embed-all.ts'
import { HostClient } from '../../extension/engines/host-client.ts'
import { readEmbeddingModel } from '../../extension/engines/retrieval/embedding-model.ts'
import type { EmbeddingModel } from '../../extension/engines/retrieval/protocol.ts'
import { root } from '../vscode/install.ts'
import { sequence } from './report.ts'

export interface HostEncoder {
  readonly embed: Embed
  readonly label: AskParts['label']
  readonly model: EmbeddingModel
  dispose(): void
}

/** Through the model host, as in the extension: the encoder's work is not in the caller's process. */
export async function startHostEncoder(threads: number): Promise<HostEncoder> {
  execFileSync(process.execPath, [path.join(root, 'esbuild.mjs')], { cwd: root, stdio: ['ignore', 2, 2] })
  const encoderDir = path.join(root, 'models/encoder')
  const host = new HostClient({
    file: path.join(root, 'dist/host.cjs'),
    options: () => ({ modelDir: path.join(root, 'models/completion'), encoderDir, engine: 'auto', threads }),
    onState: () => undefined,
    log: (level, text) => {
      if (level === 'error') console.error(text)
    },
  })
  await host.ready()
  return {
    embed: (texts, kind, signal) => embedAll((...few) => host.embed(...few), texts, kind, signal),
    model: await readEmbeddingModel(encoderDir),
    label: async (text, context, signal) => {
      const result = await host.label(text, context, signal)
      if (result.kind !== 'done') throw new Error(`No label: ${result.kind}`)
      return result.intent
    },
    dispose: () => host.dispose(),
  }
}

/** Code is read by the encoder so often, then has random vectors; questions always are read. */
export function partlyRandom(encoder: HostEncoder, real: number): { embed: Embed; rate: () => number } {
  const random = sequence(2)
  let count = 0
  let ms = 0
  const embed: Embed = async (texts, kind, signal) => {
    if (kind === 'code' && count >= real) return texts.map(() => randomVector(encoder.model.dimensions, random))
    const begun = performance.now()
    const vectors = await encoder.embed(texts, kind, signal)
    if (kind === 'code') {
      count += texts.length
      ms += performance.now() - begun
    }
    return vectors
  }
  return { embed, rate: () => count / (ms / 1000) }
}

function randomVector(dimensions: number, random: () => number): Float32Array {
  const vector = Float32Array.from({ length: dimensions }, () => random() - 0.5)
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}
