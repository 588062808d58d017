/**
 * The model's own line: greedy decoding of the mixture of model and live n-gram, token by token, from the end of
 * the prompt to the line break. The typed text that token healing took back comes first, so no token is chosen
 * that contradicts it.
 */
import type { KvPrefix } from './kv-prefix.ts'
import type { Step } from './language-model.ts'
import { mixtureWeight, predictNext } from './ngram.ts'
import { textOf } from './tokenizer.ts'
import type { Tokenizer } from './tokenizer.ts'

export interface DecodeOptions {
  readonly maxTokens: number
  /** Token ids of the texts around for the live n-gram; empty: the model alone. */
  readonly texts: readonly Int32Array[]
  /** See `mixtureWeight`. */
  readonly mixture: readonly number[]
  /** The continuation must start with this (byte alphabet): typed text taken back, then a selected item's. */
  readonly forced: string
  readonly cancelled: () => boolean
}

export interface DecodedLine {
  /** Text behind the typed part, without the line break. */
  readonly text: string
  /** All tokens, those of the typed part too. */
  readonly tokens: readonly number[]
  /** Probability of each in the mixture; of the ones that finish typed text, among those that were possible. */
  readonly probabilities: readonly number[]
  readonly ended: 'line' | 'length' | 'cancelled'
  /** Logits behind the prompt: what candidates from elsewhere are scored with. */
  readonly first: Step
}

export async function decodeLine(
  kv: KvPrefix,
  tokenizer: Tokenizer,
  prompt: readonly number[],
  typedBytes: number,
  options: DecodeOptions,
): Promise<DecodedLine> {
  const sequence = [...prompt]
  const first = await kv.feed(sequence)
  const tokens: number[] = []
  const probabilities: number[] = []
  let bytes = ''
  let step = first
  let ended: DecodedLine['ended'] = 'length'
  while (tokens.length < options.maxTokens) {
    if (options.cancelled()) {
      ended = 'cancelled'
      break
    }
    const left = options.forced.slice(bytes.length)
    const chosen = nextToken(tokenizer, step, sequence, left, options)
    const ends = left === '' && (chosen.id === tokenizer.newline || chosen.id === tokenizer.special.end)
    if (ends) {
      ended = 'line'
      probabilities.push(chosen.probability)
      break
    }
    tokens.push(chosen.id)
    probabilities.push(chosen.probability)
    bytes += tokenizer.tokens[chosen.id] ?? ''
    sequence.push(chosen.id)
    step = await kv.feed(sequence)
  }
  return { text: textOf(bytes.slice(typedBytes)), tokens, probabilities, ended, first }
}

/** The most probable token of the mixture among those that agree with the forced text. */
function nextToken(
  tokenizer: Tokenizer,
  { logits, logSumExp }: Step,
  context: readonly number[],
  forced: string,
  options: DecodeOptions,
): { id: number; probability: number } {
  const ngram = options.texts.length > 0 ? predictNext(options.texts, context) : undefined
  const share = mixtureWeight(options.mixture, ngram)
  const norm = logSumExp[0] as number
  const probability = (id: number): number =>
    (1 - share) * Math.exp((logits[id] as number) - norm) + (share > 0 ? share * (ngram?.next.get(id) ?? 0) : 0)
  if (forced !== '') return best(tokenizer.compatible(forced), probability, true)
  let top = 0
  for (let id = 1; id < logits.length; id++) if ((logits[id] as number) > (logits[top] as number)) top = id
  return best([top, ...(share > 0 && ngram ? ngram.next.keys() : [])], probability, false)
}

function best(
  ids: readonly number[],
  probability: (id: number) => number,
  renormalise: boolean,
): { id: number; probability: number } {
  let id = -1
  let highest = -1
  let total = 0
  for (const candidate of ids) {
    const p = probability(candidate)
    total += p
    if (p > highest) [id, highest] = [candidate, p]
  }
  return { id, probability: renormalise && total > 0 ? highest / total : highest }
}
