/** The options that the commands share which run the completion engine. */
import path from 'node:path'
import { parseArgs } from 'node:util'
import { engineParts } from '../../core/completion/engine.ts'
import type { EnginePart } from '../../core/completion/engine.ts'

const engineOptions = {
  threshold: { type: 'string' },
  engine: { type: 'string', default: 'auto' },
  off: { type: 'string', default: '' },
  threads: { type: 'string', default: '2' },
  model: { type: 'string' },
} as const

export interface EngineChoice {
  readonly threshold: number
  readonly engine: 'auto' | 'native' | 'wasm' | 'ngram'
  readonly off: ReadonlySet<EnginePart>
  readonly threads: number
  readonly modelDir: string
  /** See `HostOptions`. */
  readonly baseCard?: string
}

const defaultThreshold = 0.65

/** Error that names the option and what it takes. */
export function readOptions(args: readonly string[], modelsDir: string): EngineChoice {
  const { values } = parseArgs({ args: [...args], options: engineOptions, strict: true })
  const threshold = values.threshold === undefined ? defaultThreshold : Number(values.threshold)
  if (!(threshold >= 0 && threshold <= 1)) throw new Error('--threshold takes a number from 0 to 1')
  const { engine } = values
  if (engine !== 'auto' && engine !== 'native' && engine !== 'wasm' && engine !== 'ngram')
    throw new Error('--engine takes auto, native, wasm or ngram')
  const threads = Number(values.threads)
  if (!Number.isInteger(threads) || threads < 0)
    throw new Error('--threads takes a whole number, 0 for the default of the editor')
  const off = values.off.split(',').filter((part) => part !== '')
  const unknown = off.find((part) => !(engineParts as readonly string[]).includes(part))
  if (unknown !== undefined) throw new Error(`--off does not know ${unknown}; parts are ${engineParts.join(', ')}`)
  return {
    threshold,
    engine,
    off: new Set(off as EnginePart[]),
    threads,
    modelDir: values.model ?? path.join(modelsDir, 'completion'),
    baseCard: path.join(modelsDir, 'completion/card.json'),
  }
}

/** Ends the help of every command that runs the engine. */
export const engineHelp = `
  --threshold P   least confidence to show, 0 to 1 (default ${defaultThreshold}); 0 hides and shortens nothing
  --engine E      auto | native | wasm | ngram (default auto)
  --off PARTS     leave parts of the engine out, separated by commas: ${engineParts.join(', ')}
  --threads N     of the model (default 2; 0: as the editor chooses)
  --model DIR     another model folder (model.onnx, tokenizer.json, card.json), or a checkpoint
                  (model.safetensors, config.json, tokenizer.json)`
