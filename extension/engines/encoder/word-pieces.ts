/** Text to token ids of the encoder, cut to length. The tokenizer is the standard one for `tokenizer.json` files. */
import * as tokenizers from '@huggingface/tokenizers'

/** What is used of it: its own types name files that the compiler does not find. */
interface Tokenizer {
  encode(text: string): { readonly ids: number[] }
}

const TokenizerOf = tokenizers.Tokenizer as unknown as new (json: object, config: object) => Tokenizer

/** A word of more characters is one unknown token: past the cut, that many may still change what stands before it. */
const longestWord = 100
/** Looked at per token at first; prose has 4 to 5 characters a token, code 3 to 4, other scripts 1. */
const charactersPerToken = 8
/** Never looked at more: a text without a word break this long says nothing. */
const mostCharacters = 65_536

export class WordPieces {
  private readonly tokenizer: Tokenizer

  /** Error when `json` is not the content of a `tokenizer.json`. */
  constructor(json: object) {
    this.tokenizer = new TokenizerOf(json, {})
  }

  /**
   * With the tokens that open and close a row. Of a longer text the first `longest - 1` tokens and the closing one.
   * Takes time for what is kept, not for the whole text.
   */
  encode(text: string, longest: number): readonly number[] {
    let cut = longest * charactersPerToken
    let ids = this.ids(text.slice(0, cut))
    while (cut < text.length && cut < mostCharacters && ids.length < longest + longestWord) {
      cut *= 4
      ids = this.ids(text.slice(0, cut))
    }
    return ids.length <= longest ? ids : [...ids.slice(0, longest - 1), ids.at(-1)!]
  }

  private ids(text: string): number[] {
    return this.tokenizer.encode(text).ids
  }
}
