/** Tokens of a text without the model's own tokenizer: a bound that holds for money, and a likely count to show. */

/**
 * No byte-level tokenizer makes more tokens than there are UTF-8 bytes; a chat template adds a few for each message.
 * What is reserved is counted so.
 */
export function mostTokens(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + utf8Length(text) + tokensAroundMessage, tokensAroundRequest)
}

const tokensAroundMessage = 16
const tokensAroundRequest = 64

function utf8Length(text: string): number {
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    // Each half of a surrogate pair has half of its four bytes; a lone one becomes U+FFFD.
    bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : unit >= 0xd800 && unit < 0xe000 ? (isPaired(text, i) ? 2 : 3) : 3
  }
  return bytes
}

function isPaired(text: string, i: number): boolean {
  const isHigh = (text.charCodeAt(i) & 0xfc00) === 0xd800
  return isHigh ? (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00 : (text.charCodeAt(i - 1) & 0xfc00) === 0xd800
}

/**
 * What a tokenizer of today's large models would make of it, within about 15 % for code and Latin prose: words are
 * one token up to some length, digits go in threes, punctuation in short runs, a line's indentation is one token.
 */
export function likelyTokens(text: string): number {
  let tokens = 0
  for (const [piece] of text.matchAll(pieces)) {
    const first = piece.codePointAt(piece.startsWith(' ') && piece.length > 1 ? 1 : 0)!
    if (first > 0x2e7f) tokens += Math.ceil(piece.length * 0.8)
    else if (isLetter(first)) tokens += Math.max(1, Math.round(piece.length / lettersPerToken(first)))
    else if (isDigit(first)) tokens += Math.ceil(piece.length / 3)
    else tokens += Math.max(1, Math.round(piece.length / (isBlank(first) ? 40 : 2.5)))
  }
  return tokens
}

/** As byte-pair tokenizers split before they merge: a capitalised word with its blank, digits, punctuation, blanks. */
const pieces = / ?\p{Lu}?[\p{Ll}\p{M}\p{Lo}]+| ?\p{Lu}+(?!\p{Ll})| ?\p{Lu}|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s+/gu

const lettersPerToken = (first: number): number => (first < 0x250 ? 8 : 3)
const isLetter = (point: number): boolean => /\p{L}/u.test(String.fromCodePoint(point))
const isDigit = (point: number): boolean => /\p{N}/u.test(String.fromCodePoint(point))
const isBlank = (point: number): boolean => /\s/u.test(String.fromCodePoint(point))
