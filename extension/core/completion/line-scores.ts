/** What the model thinks of whole lines, each token seeing only its own line. */
import { logProbability } from './token-tree.ts'
import type { Node, TokenTree } from './token-tree.ts'
import type { Tokenizer } from './tokenizer.ts'

export interface LineScore {
  /** Log-probability of each token; of tokens that only spell out typed text too. */
  readonly logProbabilities: readonly number[]
  /** Log-probability that the line ends behind it. */
  readonly end: number
  /** Log-probability of what stands below the cursor's line, were this line in its place; undefined where nothing does. */
  readonly below?: number | undefined
}

/**
 * Hangs lines behind a node, to be read together.
 * @param lines token ids of each line, none empty
 * @param maxNodes lines that would make more nodes wait are left out, the first ones are kept
 * @returns the last node of each line, undefined for those left out
 */
export function hangLines(
  tree: TokenTree,
  tip: Node,
  lines: readonly (readonly number[])[],
  maxNodes: number,
): (Node | undefined)[] {
  return lines.map((line) => {
    let known: Node | undefined = tip
    let depth = 0
    while (depth < line.length && (known = tree.find(known, line[depth]!))) depth++
    if (tree.pending + line.length - depth > maxNodes) return undefined
    return line.reduce((node, token) => tree.add(node, token), tip)
  })
}

/** The score of a line that has been read, from its last node. */
export function scoreOf(tokenizer: Tokenizer, tip: Node, last: Node): LineScore {
  const logProbabilities: number[] = []
  for (let node = last; node !== tip && node.parent; node = node.parent)
    logProbabilities.unshift(logProbability(node.parent, node.token))
  const end = Math.log(
    Math.exp(logProbability(last, tokenizer.newline)) + Math.exp(logProbability(last, tokenizer.special.end)),
  )
  return { logProbabilities, end }
}

/** Tokens of the text below, the break of the cursor's line among them. */
const belowTokens = 4

/**
 * The beginning of what stands below the cursor's line, as it would follow a line written to its end; empty where the
 * line goes on behind the cursor, or where nothing stands below.
 * @param after the text after the cursor
 */
export function tokensBelow(tokenizer: Tokenizer, after: string): number[] {
  const [rest = '', ...lines] = after.split(/\r?\n/)
  const at = lines.findIndex((line) => line.trim() !== '')
  if (rest.trim() !== '' || at < 0) return []
  const breaks = new Array<number>(at + 1).fill(tokenizer.newline)
  return [...breaks, ...tokenizer.encode(lines[at]!), tokenizer.newline].slice(0, belowTokens)
}

/** Hangs the text below behind the last node of each line; what follows its last token is not asked for. */
export function hangBelow(
  tree: TokenTree,
  ends: readonly (Node | undefined)[],
  below: readonly number[],
  maxNodes: number,
): void {
  const needed = below.slice(0, -1)
  for (const end of ends) {
    let node: Node | undefined = end
    let depth = 0
    for (; node && depth < needed.length; depth++) node = tree.find(node, needed[depth]!)
    if (!end || node || tree.pending + needed.length > maxNodes) continue
    needed.reduce((parent, token) => tree.add(parent, token), end)
  }
}

/** How well the text below follows the line that ends at a node, without the break between them; undefined: not read. */
export function scoreBelow(tree: TokenTree, end: Node, below: readonly number[]): number | undefined {
  let node: Node | undefined = end
  let sum = 0
  for (const [at, token] of below.entries()) {
    if (!node?.logits) return undefined
    if (at > 0) sum += logProbability(node, token)
    if (at < below.length - 1) node = tree.find(node, token)
  }
  return below.length > 0 ? sum : undefined
}
