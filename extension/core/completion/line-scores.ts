/**
 * What the model thinks of whole lines: all candidates are merged into one token tree and scored in one run, each
 * token seeing only its own line.
 */
import type { KvPrefix } from './kv-prefix.ts'
import type { Step } from './language-model.ts'
import type { Tokenizer } from './tokenizer.ts'

export interface LineScore {
  /** Log-probability of each token; of tokens that only spell out typed text too. */
  readonly logProbabilities: readonly number[]
  /** Log-probability that the line ends behind it. */
  readonly end: number
}

/**
 * @param lines token ids of each candidate behind the prompt, none empty
 * @param first the step that fed the prompt
 * @param promptLength tokens in the prompt
 * @param maxNodes lines that would make the tree larger are left out, the first ones are kept
 * @returns one score per line, undefined for those left out
 */
export async function scoreLines(
  kv: KvPrefix,
  tokenizer: Tokenizer,
  lines: readonly (readonly number[])[],
  first: Step,
  promptLength: number,
  maxNodes: number,
): Promise<(LineScore | undefined)[]> {
  const tokens: number[] = []
  const parents: number[] = []
  const children: Map<number, number>[] = []
  const roots = new Map<number, number>()
  const paths = lines.map((line) => {
    const path: number[] = []
    let known = roots
    for (const id of line) {
      let node = known.get(id)
      if (node === undefined) {
        if (tokens.length >= maxNodes) return undefined
        node = tokens.length
        tokens.push(id)
        parents.push(path.at(-1) ?? -1)
        children.push(new Map())
        known.set(id, node)
      }
      path.push(node)
      known = children[node] as Map<number, number>
    }
    return path
  })
  if (tokens.length === 0) return paths.map(() => undefined)
  const { logits, logSumExp } = await kv.tree(tokens, parents, promptLength)
  const size = tokenizer.size
  const at = (node: number, id: number): number =>
    node < 0
      ? (first.logits[id] as number) - (first.logSumExp[0] as number)
      : (logits[node * size + id] as number) - (logSumExp[node] as number)
  return paths.map((path) => {
    const last = path?.at(-1)
    if (!path || last === undefined) return undefined
    const logProbabilities = path.map((node, index) =>
      at(index === 0 ? -1 : (path[index - 1] as number), tokens[node] as number),
    )
    const end = Math.log(Math.exp(at(last, tokenizer.newline)) + Math.exp(at(last, tokenizer.special.end)))
    return { logProbabilities, end }
  })
}
