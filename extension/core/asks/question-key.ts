/** When two questions are the same: by their words, or by their meaning with the same names in them. */

/** Least cosine of two questions' vectors at which one answers the other. */
export const sameMeaning = 0.9

const politeness = /\b(?:please|pls|plz|hey|hi|hello|thanks|thank you|can you|could you|would you|bitte)\b/g

/** Case, blanks, politeness and punctuation at the ends of words make no other question. */
export function questionKey(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(politeness, ' ')
    .replace(/[?!.,;:]+(?=\s|$)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Identifiers, paths, numbers and quoted words: what a vector of the whole sentence does not tell apart. */
const names =
  /`[^`]+`|"[^"]+"|[\w$]+(?:[./:#-][\w$]+)+|\b[a-z$]+\d*[A-Z][\w$]*|\b[A-Z][a-z\d]+[A-Z][\w$]*|\b\w+_\w+|\b[A-Z]{2,}\b|\b\d[\w.]*/g
const denials = /\b(?:not|no|never|without|except|n't|nicht|kein\w*|ohne|ne|pas|sin)\b|n't\b/g

/** Longer texts hold what was pasted: they are the same by their words only. */
const mostCharacters = 2000

/** Whether both speak of the same things, denied or not. */
export function sameNames(a: string, b: string): boolean {
  if (a.length > mostCharacters || b.length > mostCharacters) return false
  return signature(a) === signature(b)
}

function signature(text: string): string {
  const found = [...text.matchAll(names)].map(([name]) => name.replace(/^[`"]|[`"]$/g, ''))
  const denied = [...text.toLowerCase().matchAll(denials)].length
  return [...new Set(found)].sort().join('\n') + `\n${denied % 2}`
}
