/**
 * What the model has read, document by document: encoded lines, the prompt's anchor and the token tree with its KV
 * cache survive between keystrokes, and between visits of a tab.
 */
import type { LiveIndex } from './live-index.ts'
import type { Card } from './card.ts'
import { afterToken } from './drift.ts'
import type { Learning } from './drift.ts'
import { EncodedTexts } from './encoded-texts.ts'
import type { LanguageModel } from './language-model.ts'
import { tokensBelow } from './line-scores.ts'
import { Mixture } from './mixture.ts'
import { tellingTokens } from './near.ts'
import { buildPrompt } from './prompt.ts'
import type { PromptAnchor } from './prompt.ts'
import { TokenTree } from './token-tree.ts'
import type { Node } from './token-tree.ts'
import { bytesOf } from './tokenizer.ts'
import type { Tokenizer } from './tokenizer.ts'

export interface LoadedModel {
  readonly card: Card
  readonly tokenizer: Tokenizer
  readonly model: LanguageModel
}

/** Which parts of the text around are used. */
export interface ReadingParts {
  readonly neighbours: boolean
  readonly near: boolean
  readonly suffix: boolean
  readonly ngram: boolean
}

/** The prompt of one request, at the end of which lines begin. */
export interface Reading {
  readonly loaded: LoadedModel
  readonly tree: TokenTree
  /** End of the prompt. */
  readonly tip: Node
  readonly mixture: Mixture
  /** See `tokensBelow`. */
  readonly below: readonly number[]
  /** Typed text behind the prompt, in the byte alphabet: every line starts with it. */
  readonly forced: string
  /** Characters of the typed text that are in the prompt; the rest was taken back for healing. */
  readonly kept: number
}

/** Documents whose cache is kept; one takes up to a megabyte per 400 tokens of prompt, and little logits. */
const maxDocuments = 12

interface Visited {
  readonly tree: TokenTree
  anchor: PromptAnchor | undefined
  tip: Node | undefined
  /** Where somebody was writing at the last request. */
  writing: Pick<Reading, 'tip' | 'mixture'> | undefined
}

export class Readings {
  readonly loaded: LoadedModel
  private readonly parts: ReadingParts
  private readonly texts: EncodedTexts
  private readonly telling: Uint8Array
  private readonly learning: Learning
  /** The one that was read last comes last. */
  private readonly visited = new Map<string, Visited>()

  constructor(loaded: LoadedModel, index: LiveIndex, parts: ReadingParts, learning: Learning = { drift: undefined }) {
    this.learning = learning
    this.loaded = loaded
    this.parts = { ...parts, near: parts.near && loaded.card.near !== false }
    this.texts = new EncodedTexts(index, loaded.tokenizer)
    // Each token's text has to be looked at for it.
    this.telling = this.parts.near ? tellingTokens(loaded.tokenizer) : new Uint8Array()
  }

  /** Documents with a cache. */
  get size(): number {
    return this.visited.size
  }

  /** Its text changed; the cache stays, for most of the prompt is the same. */
  changed(uri: string): void {
    this.texts.forget(uri)
  }

  closed(uri: string): void {
    this.texts.forget(uri)
    this.visited.delete(uri)
  }

  /** Encodes the neighbours of a document ahead of a request. */
  prepare(uri: string): void {
    this.texts.neighbours(uri)
  }

  forget(): void {
    this.visited.clear()
  }

  /** Runs of the model for a document so far. */
  runs(uri: string): number {
    return this.visited.get(uri)?.tree.runs ?? 0
  }

  /**
   * Builds the prompt; its end is still to be read.
   * @param isWritten somebody has typed the text before the offset, or only come there; absent: neither, for all one knows
   */
  begin(path: string, uri: string, offset: number, isWritten?: boolean): Reading {
    const { loaded, parts, texts } = this
    const document = this.visit(uri)
    const neighbours = parts.neighbours ? texts.neighbours(uri) : []
    const window = texts.window(uri, offset)
    const input = { path, ...window, neighbours }
    const prompt = buildPrompt(loaded.tokenizer, this.telling, input, document.anchor, parts)
    document.anchor = prompt.anchor
    const others = neighbours.map((ids) => ({ ids }))
    const around = parts.ngram ? [...others, ...texts.around(uri, offset, parts.suffix)] : []
    const tip = document.tree.begin(prompt.tokens)
    document.tip = tip
    const mixture = new Mixture(loaded.tokenizer, around, loaded.card.mixture, this.learning.drift?.bias)
    if (isWritten && document.writing) this.learn(document.writing, tip)
    if (isWritten) document.writing = { tip, mixture }
    else if (isWritten === false && document.writing?.tip !== tip) document.writing = undefined
    return {
      loaded,
      tree: document.tree,
      tip,
      mixture,
      below: parts.suffix ? tokensBelow(loaded.tokenizer, window.after) : [],
      forced: prompt.forced,
      kept: window.typed.length - typedBack(prompt.forced, window.typed),
    }
  }

  /** From what has been written since. */
  private learn({ tip: before, mixture }: NonNullable<Visited['writing']>, tip: Node): void {
    const written: Node[] = []
    for (let node = tip; node !== before; node = node.parent) {
      // Another place, or another text before it.
      if (!node.parent) return
      written.unshift(node)
    }
    for (const { parent, token } of written) {
      const told = this.learning.drift && mixture.foretold(parent!, token)
      if (told) this.learning.drift = afterToken(this.learning.drift!, told)
    }
  }

  private visit(uri: string): Visited {
    const last = [...this.visited].at(-1)
    if (last && last[0] !== uri) {
      if (last[1].tip) last[1].tree.rest(last[1].tip)
      last[1].tip = undefined
      // Holds all that was scored there, with the logits of whole runs.
      last[1].writing = undefined
    }
    const document = this.visited.get(uri) ?? {
      tree: new TokenTree(this.loaded.model),
      anchor: undefined,
      tip: undefined,
      writing: undefined,
    }
    this.visited.delete(uri)
    this.visited.set(uri, document)
    const [oldest] = this.visited.keys()
    if (this.visited.size > maxDocuments && oldest !== undefined) this.visited.delete(oldest)
    return document
  }
}

/** Characters that healing took back. */
function typedBack(forced: string, typed: string): number {
  for (let length = 0; length <= typed.length; length++)
    if (bytesOf(typed.slice(typed.length - length)).length === forced.length) return length
  return 0
}

/** Tokens behind the prompt of the typed rest and `text`, split as they would be in the whole line. */
export function encodeBehind({ kept, loaded: { tokenizer } }: Reading, typed: string, text: string): number[] {
  const before = tokenizer.split(typed.slice(0, kept)).length
  return tokenizer.encodePieces(tokenizer.split(typed + text).slice(before))
}
