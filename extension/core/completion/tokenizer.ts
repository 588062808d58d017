/**
 * Byte-level BPE, the same as `models/recipe/tokenizer.py` trained (Hugging Face tokenizer.json).
 *
 * Token texts are kept in the byte alphabet: one character per UTF-8 byte, so that a token that ends in the
 * middle of a character is still a string. `bytesOf` and `textOf` translate.
 * No token crosses a line break: lines can be encoded one by one and their ids concatenated.
 */
import { detached } from './detached.ts'

export interface TokenizerJson {
  readonly model: {
    readonly vocab: Record<string, number>
    readonly merges: readonly (string | readonly [string, string])[]
  }
  readonly added_tokens: readonly { readonly id: number; readonly content: string }[]
  readonly pre_tokenizer: {
    readonly pretokenizers: readonly { readonly type: string; readonly pattern?: { readonly Regex?: string } }[]
  }
}

export type SpecialToken = 'pad' | 'end' | 'path' | 'near' | 'suffix' | 'prefix'

const specials: readonly SpecialToken[] = ['pad', 'end', 'path', 'near', 'suffix', 'prefix']
const maxCachedPieces = 50_000

/** GPT-2's reversible byte alphabet: printable Latin-1 bytes stand for themselves, the others for U+0100 and up. */
const byteAlphabet = makeByteAlphabet()
/** By UTF-16 unit. */
const byteOf = byteAlphabet.reduce<number[]>((bytes, char, byte) => {
  bytes[char.charCodeAt(0)] = byte
  return bytes
}, [])

function makeByteAlphabet(): string[] {
  const printable = (byte: number): boolean =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174
  let next = 256
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : next++))
}

const utf8 = new TextEncoder()
const lossyUtf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** Text in the byte alphabet. A lone surrogate becomes U+FFFD. */
export function bytesOf(text: string): string {
  let out = ''
  for (const byte of utf8.encode(text)) out += byteAlphabet[byte] as string
  return out
}

/** Text from the byte alphabet; bytes that form no character become U+FFFD. */
export function textOf(bytes: string): string {
  const out = new Uint8Array(bytes.length)
  for (let at = 0; at < bytes.length; at++) out[at] = byteOf[bytes.charCodeAt(at)] ?? 63
  return lossyUtf8.decode(out)
}

export class Tokenizer {
  /** Token texts in the byte alphabet, by id; special tokens are empty. */
  readonly tokens: readonly string[]
  readonly special: Readonly<Record<SpecialToken, number>>
  readonly newline: number
  private readonly ids: ReadonlyMap<string, number>
  private readonly ranks: ReadonlyMap<string, number>
  private readonly pieces: RegExp
  private readonly cache = new Map<string, readonly number[]>()
  /** Ids ordered by token text: those that start with a given text stand together. */
  private readonly sorted: readonly number[]

  /** Error when the file is not one of ours. */
  constructor(json: TokenizerJson) {
    const pattern = json.pre_tokenizer.pretokenizers.find(({ type }) => type === 'Split')?.pattern?.Regex
    if (pattern === undefined) throw new Error('tokenizer.json has no Split pre-tokenizer')
    this.pieces = new RegExp(pattern, 'gu')
    this.ids = new Map(Object.entries(json.model.vocab))
    this.ranks = new Map(
      json.model.merges.map((merge, rank) => [typeof merge === 'string' ? merge : merge.join(' '), rank]),
    )
    const tokens = new Array<string>(this.ids.size).fill('')
    for (const [text, id] of this.ids) tokens[id] = text
    const special = new Map(json.added_tokens.map(({ content, id }) => [content, id]))
    for (const id of special.values()) tokens[id] = ''
    this.tokens = tokens
    this.special = Object.fromEntries(
      specials.map((name) => {
        const id = special.get(`<|${name}|>`)
        if (id === undefined) throw new Error(`tokenizer.json has no <|${name}|>`)
        return [name, id]
      }),
    ) as Record<SpecialToken, number>
    this.sorted = tokens.map((_, id) => id).sort((a, b) => ((tokens[a] as string) < (tokens[b] as string) ? -1 : 1))
    const newline = this.ids.get(bytesOf('\n'))
    if (newline === undefined) throw new Error('tokenizer.json has no token for the line break')
    this.newline = newline
  }

  get size(): number {
    return this.tokens.length
  }

  endsLine(id: number): boolean {
    return id === this.newline || id === this.special.end
  }

  /** The pieces that merges never cross. */
  split(text: string): string[] {
    return text.match(this.pieces) ?? []
  }

  encode(text: string): number[] {
    return this.encodePieces(this.split(text))
  }

  /** For pieces of a longer text, which would be split otherwise when they stood alone. */
  encodePieces(pieces: readonly string[]): number[] {
    return pieces.flatMap((piece) => this.encodePiece(piece))
  }

  /** Special tokens are left out. */
  decode(ids: Iterable<number>): string {
    let bytes = ''
    for (const id of ids) bytes += this.tokens[id] ?? ''
    return textOf(bytes)
  }

  /** Ids of the tokens that `bytes` starts with, the shortest first. */
  beginnings(bytes: string): number[] {
    const out: number[] = []
    for (let end = 1; end <= bytes.length; end++) {
      const id = this.ids.get(bytes.slice(0, end))
      if (id !== undefined) out.push(id)
    }
    return out
  }

  /** Ids of the tokens that start with `bytes`, and of those that `bytes` starts with; all for the empty string. */
  compatible(bytes: string): number[] {
    const out = this.beginnings(bytes.slice(0, -1))
    for (let at = this.firstFrom(bytes); at < this.sorted.length; at++) {
      const id = this.sorted[at] as number
      const token = this.tokens[id] as string
      if (!token.startsWith(bytes)) break
      if (token !== '') out.push(id)
    }
    return out
  }

  private firstFrom(bytes: string): number {
    let low = 0
    let high = this.sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.tokens[this.sorted[middle] as number] as string) < bytes) low = middle + 1
      else high = middle
    }
    return low
  }

  private encodePiece(piece: string): readonly number[] {
    const cached = this.cache.get(piece)
    if (cached) return cached
    const ids = this.merge(bytesOf(piece))
    if (this.cache.size >= maxCachedPieces) this.cache.clear()
    this.cache.set(detached(piece), ids)
    return ids
  }

  /** Applies the merge of the lowest rank until none is left. Pieces are short, so the plain quadratic loop is fast. */
  private merge(bytes: string): number[] {
    const parts = Array.from(bytes)
    for (;;) {
      let best = -1
      let bestRank = Infinity
      for (let at = 0; at + 1 < parts.length; at++) {
        const rank = this.ranks.get(`${parts[at]} ${parts[at + 1]}`) ?? Infinity
        if (rank < bestRank) [best, bestRank] = [at, rank]
      }
      if (best < 0) return parts.map((part) => this.ids.get(part) as number)
      parts.splice(best, 2, (parts[best] as string) + (parts[best + 1] as string))
    }
  }
}
