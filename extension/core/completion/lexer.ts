/**
 * A light tokeniser for copying lines, good enough for every language: identifiers, numbers and single
 * punctuation characters. Works on one line at a time, keeps no state between lines and never fails.
 * Blanks separate tokens and are not tokens; the line break is a token too, but one that callers add.
 */

/** `[start, end, start, end, …]`: UTF-16 offsets of the tokens of one line, in order. */
export type Spans = number[]

const blank = 0
const punctuation = 1
const digit = 2
const letter = 3

const ascii = new Uint8Array(128).fill(punctuation)
for (let code = 0; code <= 32; code++) ascii[code] = blank
ascii[127] = blank
for (let code = 48; code <= 57; code++) ascii[code] = digit
for (let code = 65; code <= 90; code++) ascii[code] = letter
for (let code = 97; code <= 122; code++) ascii[code] = letter
ascii[36] = letter // $
ascii[95] = letter // _

/** Beyond ASCII only blanks, punctuation and symbols are told apart; the rest can be part of a name. */
function classOf(code: number): number {
  if (code < 128) return ascii[code] ?? punctuation
  if (code === 0xa0 || code === 0x1680 || code === 0x202f || code === 0x205f || code === 0x3000) return blank
  if ((code >= 0x2000 && code <= 0x200a) || code === 0x2028 || code === 0x2029 || code === 0xfeff) return blank
  if (code === 0x200c || code === 0x200d) return letter // joiners stand inside names of several scripts
  if (code < 0xc0) return code === 0xaa || code === 0xb5 || code === 0xba ? letter : punctuation
  if (code === 0xd7 || code === 0xf7) return punctuation
  if (code >= 0x2010 && code <= 0x2bff) return punctuation
  if ((code >= 0x3001 && code <= 0x3004) || (code >= 0x3008 && code <= 0x3020)) return punctuation
  if ((code >= 0xff01 && code <= 0xff0f) || (code >= 0xff1a && code <= 0xff20)) return punctuation
  return letter // both halves of a surrogate pair too, so that a pair is never cut
}

/** Whether a name can start with, or contain, this UTF-16 code unit. */
export function isNameStart(code: number): boolean {
  return classOf(code) === letter
}

export function isNamePart(code: number): boolean {
  return classOf(code) >= digit
}

/** Tokens of `text`, which holds one line (a line break at its end is skipped like any blank). */
export function lexLine(text: string): Spans {
  const spans: Spans = []
  const length = text.length
  let at = 0
  while (at < length) {
    const kind = classOf(text.charCodeAt(at))
    const start = at++
    if (kind === blank) continue
    if (kind === letter) {
      while (at < length && classOf(text.charCodeAt(at)) >= digit) at++
    } else if (kind === digit) {
      // One token for 0x1f, 1_000, 1.5e3 and 2.0rc1; a dot counts only before a digit, so that `1..2` and `0.a` end.
      while (at < length) {
        const code = text.charCodeAt(at)
        if (classOf(code) >= digit) at++
        else if (code === 46 && at + 1 < length && classOf(text.charCodeAt(at + 1)) === digit) at++
        else break
      }
    }
    spans.push(start, at)
  }
  return spans
}

/** Number of blank characters (spaces, tabs) at the start of a line; a tab counts as four. */
export function indentation(line: string): number {
  let width = 0
  for (let at = 0; at < line.length; at++) {
    const code = line.charCodeAt(at)
    if (code === 32) width++
    else if (code === 9) width += 4
    else break
  }
  return width
}

/** The tokens of a line as text. */
export function tokensIn(line: string): string[] {
  const spans = lexLine(line)
  const tokens: string[] = []
  for (let at = 0; at < spans.length; at += 2) tokens.push(line.slice(spans[at], spans[at + 1]))
  return tokens
}
