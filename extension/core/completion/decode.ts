/**
 * The model's own line: greedy decoding of the mixture of model and live n-gram, token by token, from the end of
 * the prompt to the line break. The typed text that token healing took back comes first, so no token is chosen
 * that contradicts it.
 *
 * Speculative: tokens that the tree holds already (copied lines that were scored, the last keystroke's line) cost
 * nothing, and each run of the model reads drafts along with the next token. The choice at each token is that of plain
 * decoding, so the line is the same.
 */
import { draftAhead } from './drafts.ts'
import type { Mixture } from './mixture.ts'
import type { Node, TokenTree } from './token-tree.ts'
import { textOf } from './tokenizer.ts'
import type { Tokenizer } from './tokenizer.ts'

export interface DecodeOptions {
  readonly maxTokens: number
  /** The continuation must start with this (byte alphabet): typed text taken back, then a selected item's. */
  readonly forced: string
  /** Tokens that a run may read beside the next one; 0: plain decoding. */
  readonly draftTokens: number
  /** Other lines are looked for behind the same tip afterwards: drafts are for them too. */
  readonly beamFollows?: boolean
  /** The line is left where it is less likely than this; absent: it is written to its end. */
  readonly leastProbability?: number
  /** See `DraftOptions`. */
  readonly below?: readonly number[]
  readonly cancelled: () => boolean
}

export interface DecodedLine {
  /** Text behind the typed part, without the line break. */
  readonly text: string
  /** All tokens, those of the typed part too. */
  readonly tokens: readonly number[]
  /** Probability of each in the mixture; of the ones that finish typed text, among those that were possible. */
  readonly probabilities: readonly number[]
  readonly ended: 'line' | 'length' | 'doubt' | 'cancelled'
  /** The node of the last token; not read yet when it ended in doubt. */
  readonly last: Node
}

/** @param tip end of the prompt, read */
export async function decodeLine(
  tree: TokenTree,
  tip: Node,
  tokenizer: Tokenizer,
  mixture: Mixture,
  typedBytes: number,
  options: DecodeOptions,
): Promise<DecodedLine> {
  const tokens: number[] = []
  const probabilities: number[] = []
  let bytes = ''
  let node = tip
  let ended: DecodedLine['ended'] = 'length'
  let likely = 1
  while (tokens.length < options.maxTokens) {
    if (options.cancelled()) {
      ended = 'cancelled'
      break
    }
    const left = options.forced.slice(bytes.length)
    const [chosen] = mixture.best(node, left, 1)
    if (!chosen) break
    probabilities.push(chosen.probability)
    if (left === '' && tokenizer.endsLine(chosen.id)) {
      ended = 'line'
      break
    }
    tokens.push(chosen.id)
    bytes += tokenizer.tokens[chosen.id] ?? ''
    node = tree.add(node, chosen.id)
    likely *= chosen.probability
    if (likely < (options.leastProbability ?? 0) && bytes.length > options.forced.length) {
      ended = 'doubt'
      break
    }
    if (node.logits) continue
    draftAhead(tree, options.beamFollows ? tip : node, tokenizer, mixture, {
      forced: options.beamFollows ? options.forced : options.forced.slice(bytes.length),
      most: options.draftTokens,
      leastProbability: options.leastProbability ?? 0,
      below: options.below,
    })
    await tree.read()
  }
  return { text: textOf(bytes.slice(typedBytes)), tokens, probabilities, ended, last: node }
}
