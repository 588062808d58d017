/** The names that the language server knows behind a dot, for the model: which of them it would write. */
import { isNamePart } from './lexer.ts'
import { isKnownMember, memberColumn } from './members.ts'
import type { Mixture } from './mixture.ts'
import type { Reading } from './reading.ts'
import type { Node, TokenTree } from './token-tree.ts'
import { bytesOf } from './tokenizer.ts'
import type { Tokenizer } from './tokenizer.ts'

/** Tokens among which one is looked for that ends a name. */
const mostWays = 16

export class MemberNames {
  private readonly typed: string
  private readonly members: readonly string[]
  private readonly tokenizer: Tokenizer
  /** The rest of each name, by the bytes from the end of the prompt on to the name's end. */
  private readonly rests: ReadonlyMap<string, string>

  private constructor(typed: string, members: readonly string[], rests: readonly string[], reading: Reading) {
    this.typed = typed
    this.members = members
    this.tokenizer = reading.loaded.tokenizer
    this.rests = new Map(rests.map((rest) => [reading.forced + bytesOf(rest), rest]))
  }

  /**
   * @param typed the line up to the cursor
   * @returns undefined where nothing is known of the names
   */
  static behind(typed: string, members: readonly string[] | undefined, reading: Reading): MemberNames | undefined {
    const column = memberColumn(typed)
    if (!members || column === undefined) return undefined
    const half = typed.slice(column)
    // A name that is there in full may be the user's own.
    if (members.includes(half)) return undefined
    const rests = members.filter((name) => name.startsWith(half)).map((name) => name.slice(half.length))
    return rests.length > 0 ? new MemberNames(typed, members, rests, reading) : undefined
  }

  allow(text: string): boolean {
    return isKnownMember(this.typed, text, this.members)
  }

  /**
   * How a line begins whose name is the one of these that the model finds likeliest.
   * @param tip end of the prompt, read
   */
  async choose(tree: TokenTree, tip: Node, mixture: Mixture, cancelled: () => boolean): Promise<string | undefined> {
    let node = tip
    let bytes = ''
    while (!cancelled()) {
      const ids = this.possible(bytes)
      const rest = this.rests.get(bytes)
      const [free] = rest === undefined ? [] : mixture.best(node, '', 1)
      if (rest !== undefined && !(free && ids.has(free.id))) return this.ended(rest, node, mixture)
      const next = mixture.likeliestOf(node, ids)!
      bytes += this.tokenizer.tokens[next]!
      node = tree.add(node, next)
      if (!node.logits) await tree.read()
    }
    return undefined
  }

  /** Tokens that lead from there to a name. */
  private possible(bytes: string): Set<number> {
    const ids = new Set<number>()
    for (const name of this.rests.keys())
      if (name.startsWith(bytes)) for (const id of this.tokenizer.beginnings(name.slice(bytes.length))) ids.add(id)
    return ids
  }

  /** With what the model would write behind it: whoever writes it again must not come to a longer name. */
  private ended(rest: string, node: Node, mixture: Mixture): string | undefined {
    const way = mixture.best(node, '', mostWays).find(({ id }) => !this.goesOn(id))
    return way && rest + this.tokenizer.decode(this.tokenizer.endsLine(way.id) ? [] : [way.id])
  }

  /** Whether a token is part of the name before it. */
  private goesOn(id: number): boolean {
    const text = this.tokenizer.decode([id])
    return text !== '' && isNamePart(text.charCodeAt(0))
  }
}
