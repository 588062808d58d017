/** Names of code in a question: identifiers that no prose has, such as `parseDate`, `max_size`, `Pool.close`. */

/** From a word's start only, so that no length of word takes long. */
const words = /(?<![\p{L}\p{N}_$])[\p{L}$_][\p{L}\p{N}$_]*(?:\.[\p{L}$_][\p{L}\p{N}$_]*)*/gu
const inner = /\.|[\p{Ll}\p{N}]\p{Lu}|[\p{L}\p{N}]_[\p{L}\p{N}]/u

/** Longer texts are pasted; what is asked stands in front. */
const mostCharacters = 4000
const mostNames = 8

/** Each once; of a dotted name its last part, which is where it is defined. */
export function codeNames(text: string): readonly string[] {
  const found = [...text.slice(0, mostCharacters).matchAll(words)].flatMap(([name]) =>
    inner.test(name) ? [name.split('.').at(-1)!] : [],
  )
  return [...new Set(found)].filter((name) => name.length > 2).slice(0, mostNames)
}

/** Whether one of the names stands in a text, as a whole word. */
export function standsIn(names: readonly string[], text: string): boolean {
  return names.some((name) => {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      if (!isPart(text[at - 1]) && !isPart(text[at + name.length])) return true
    }
    return false
  })
}

const isPart = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}_$]/u.test(character)
