/** The options that the commands share which run the encoder. */
import path from 'node:path'
import type { ParseArgsConfig } from 'node:util'
import type { Encoder } from '../encoder/encoder.ts'
import { loadEncoder, loadEncoderAnywhere } from '../encoder/load-encoder.ts'
import type { Surroundings } from './command.ts'

export const encoderOptions = {
  model: { type: 'string' },
  engine: { type: 'string', default: 'auto' },
  threads: { type: 'string', default: '0' },
} as const satisfies ParseArgsConfig['options']

export interface EncoderChoice {
  readonly model?: string | undefined
  readonly engine: string
  readonly threads: string
}

/** Error that names the option, or says why the folder can't be used. */
export async function encoderFor(choice: EncoderChoice, { modelsDir, cores }: Surroundings): Promise<Encoder> {
  const { model = path.join(modelsDir, 'encoder'), engine } = choice
  const threads = Number(choice.threads)
  if (!Number.isInteger(threads) || threads < 0) throw new Error('--threads takes a whole number')
  if (engine === 'auto') return await loadEncoderAnywhere(model, threads, cores)
  if (engine !== 'native' && engine !== 'wasm') throw new Error('--engine takes auto, native or wasm')
  return await loadEncoder(model, engine, threads, cores)
}
