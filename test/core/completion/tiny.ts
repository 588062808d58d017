/** The model in `test/cases/tiny-model`: the shipped architecture, small enough to be checked in. See `models/recipe/parity.py`. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { EngineModels, LoadedModel } from '../../../extension/core/completion/engine.ts'
import { Tokenizer } from '../../../extension/core/completion/tokenizer.ts'
import type { TokenizerJson } from '../../../extension/core/completion/tokenizer.ts'
import { loadModel } from '../../../extension/engines/host/load-model.ts'

const root = path.resolve(import.meta.dirname, '../../..')
export const tinyFolder = path.join(root, 'test/cases/tiny-model')
export const shippedTokenizer = path.join(root, 'models/completion/tokenizer.json')

let loading: Promise<EngineModels & { loaded: LoadedModel }> | undefined

/** One session for all tests: it keeps nothing between runs. */
export async function tiny(): Promise<LoadedModel> {
  loading ??= loadModel(tinyFolder, 'native', 1, 2)
  return (await loading).loaded
}

export function readTokenizer(file: string): Tokenizer {
  return new Tokenizer(JSON.parse(readFileSync(file, 'utf8')) as TokenizerJson)
}

export function readCases(name: string): unknown {
  return JSON.parse(readFileSync(path.join(root, 'test/cases', name), 'utf8'))
}

export interface DecoderCase {
  readonly prompt: readonly number[]
  /** Behind the last token of the prompt. */
  readonly logits: readonly number[]
  readonly logSumExp: number
  readonly greedy: readonly number[]
  readonly lines: readonly {
    readonly ids: readonly number[]
    readonly logProbabilities: readonly number[]
    readonly end: number
  }[]
}

export const decoderCases = (): readonly DecoderCase[] => (readCases('decoder.json') as { cases: DecoderCase[] }).cases

/** Largest difference between two rows of numbers. */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity
  let most = 0
  for (let at = 0; at < a.length; at++) most = Math.max(most, Math.abs((a[at] as number) - (b[at] as number)))
  return most
}
