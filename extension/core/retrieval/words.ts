/** Text as the words that keyword search knows: identifiers split, lower case, plural s dropped. */

const identifier = /[\p{L}\p{N}]+/gu
/** `getURLFor2ndUser` → get URL For 2nd User; a number stays with the letters after it. */
const part = /\p{Lu}{2,}s(?!\p{Ll})|\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{Lt}]+|\p{N}+\p{L}*/gu

export function singular(word: string): string {
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}

/** In the order of the text; an identifier of several words gives these and itself. */
export function wordsOf(text: string): string[] {
  const words: string[] = []
  for (const [whole] of text.matchAll(identifier)) {
    const parts = whole.match(part) ?? [whole]
    for (const one of parts) words.push(singular(one.toLowerCase()))
    if (parts.length > 1 && parts.length < 6) words.push(whole.toLowerCase())
  }
  return words
}

/** Words of a question that say nothing about what is looked for. */
const stopWords = new Set(
  (
    'a an and are as at be been but by can could do does for from has have how i if in into is it its may me my of on or ' +
    'our should so some such than that the their them then there these they this thi to was we what when where which ' +
    'who why will with would you your'
  ).split(' '),
)

/** What to look for, each once; all words where none says more than the others. */
export function queryWords(query: string): string[] {
  const words = [...new Set(wordsOf(query))]
  const telling = words.filter((word) => !stopWords.has(word))
  return telling.length > 0 ? telling : words
}
