/** The options that `complete` and `replay` share, and the help texts. */
import { engineParts } from '../../core/completion/engine.ts'
import type { EnginePart } from '../../core/completion/engine.ts'

export const engineOptions = {
  threshold: { type: 'string' },
  engine: { type: 'string', default: 'auto' },
  off: { type: 'string', default: '' },
  threads: { type: 'string', default: '2' },
  model: { type: 'string' },
} as const

export interface EngineValues {
  readonly threshold?: string | undefined
  readonly engine?: string | undefined
  readonly off?: string | undefined
  readonly threads?: string | undefined
  readonly model?: string | undefined
}

export interface EngineChoice {
  readonly threshold: number
  readonly engine: 'auto' | 'native' | 'wasm' | 'ngram'
  readonly off: ReadonlySet<EnginePart>
  readonly threads: number
  readonly modelDir: string
}

const defaultThreshold = 0.5

/** Error that names the option and what it takes. */
export function readOptions(values: EngineValues, modelDir: string): EngineChoice {
  const threshold = values.threshold === undefined ? defaultThreshold : Number(values.threshold)
  if (!(threshold >= 0 && threshold <= 1)) throw new Error('--threshold takes a number from 0 to 1')
  const engine = values.engine ?? 'auto'
  if (engine !== 'auto' && engine !== 'native' && engine !== 'wasm' && engine !== 'ngram')
    throw new Error('--engine takes auto, native, wasm or ngram')
  const threads = Number(values.threads ?? 2)
  if (!Number.isInteger(threads) || threads < 0)
    throw new Error('--threads takes a whole number, 0 for the default of the editor')
  const off = (values.off ?? '').split(',').filter((part) => part !== '')
  const unknown = off.find((part) => !(engineParts as readonly string[]).includes(part))
  if (unknown !== undefined) throw new Error(`--off does not know ${unknown}; parts are ${engineParts.join(', ')}`)
  return { threshold, engine, off: new Set(off as EnginePart[]), threads, modelDir: values.model ?? modelDir }
}

const shared = `
  --threshold P   least confidence to show, 0 to 1 (default ${defaultThreshold}); 0 hides and shortens nothing
  --engine E      auto | native | wasm | ngram (default auto)
  --off PARTS     leave parts of the engine out, separated by commas: ${engineParts.join(', ')}
  --threads N     of the model (default 2; 0: as the editor chooses)
  --model DIR     another model folder (model.onnx, tokenizer.json, card.json)`

export function help(command?: string): string {
  if (command === 'complete') {
    return `shortline complete: JSON lines {"id","language","path","prefix","suffix","neighbours":[{"path","content"}]} from standard input,
one line {"id","completion","confidence","source","tokens","ms","why"} each to standard output.${shared}`
  }
  if (command === 'replay') {
    return `shortline replay: the input of complete plus "target", which is typed one character at a time, with the state an editor keeps;
{"id","keystrokes","shown","wrong","accepted","charsAccepted","charsTyped","ms":[per keystroke]} to standard output.${shared}`
  }
  if (command === 'judge') {
    return `shortline judge: the input of complete; {"id","lines":[{"text","origin","probability","features":[…]}],"cuts":[{"end","features":[…]}]},
lines best first, cuts of the first line. The first line of the output names the features. models/recipe/rank.py fits the rankers on it.${shared}`
  }
  return `usage: shortline COMMAND [options], JSON lines in, JSON lines out

  complete   one completion per line
  replay     type a target and count what was shown, accepted and wrong
  judge      every candidate line with the numbers it was judged by

shortline COMMAND --help tells more.`
}
