/** A question in another language with the words of the glossary in English; one in English stays as it is. */
import { glossary } from './glossary.ts'

const exact = new Map<string, string>()
const stems = new Map<string, string>()
const phrases: (readonly [string, string])[] = []
for (const line of glossary.trim().split('\n')) {
  const colon = line.indexOf(':')
  const english = line.slice(0, colon)
  for (const term of line
    .slice(colon + 1)
    .trim()
    .split(' ')) {
    if (term.includes('_')) phrases.push([term.replaceAll('_', ' '), english])
    else if (term.endsWith('*')) stems.set(term.slice(0, -1), english)
    else exact.set(term, english)
  }
}

/** Texts that are longer were pasted. */
const mostCharacters = 2000
const longestTerm = 8
const shortestStem = 3
const eastAsian = /[\u3040-\u30ff\u3400-\u9fff]/
/** Letters or words that English does not have. */
const otherLatin =
  /[à-öø-ÿœßñ¿¡]|(?<![\p{L}\p{N}])(?:der|das|und|wo|wie|ist|wird|werden|ein|eine|den|wer|nicht|welche[rs]?|el|los|las|una|del|donde|como|que|para|por|les|une|est|dans|pour|qui|quel(?:le)?|um|uma|onde|bitte)(?![\p{L}\p{N}])/iu
const tokens = /[\u3040-\u30ff\u3400-\u9fff]+|[\p{L}\p{N}_$]+|[^\p{L}\p{N}_$]+/gu
/** An identifier, which is the same in every language. */
const identifier = /[\p{N}_$]|\p{Ll}\p{Lu}|^\p{Lu}{2}/u

export function inEnglish(text: string): string {
  if (text.length > mostCharacters) return text
  const isEastAsian = eastAsian.test(text)
  if (!isEastAsian && !otherLatin.test(text)) return text
  let plain = text.normalize('NFC')
  if (!isEastAsian)
    for (const [phrase, english] of phrases)
      if (plain.toLowerCase().includes(phrase)) plain = plain.replace(new RegExp(phrase, 'giu'), english)
  return (plain.match(tokens) ?? [])
    .map((token) => {
      if (eastAsian.test(token)) return ` ${withoutBlanks(token)} `
      return isEastAsian || identifier.test(token) ? token : (meaning(token.toLowerCase()) ?? token)
    })
    .join('')
    .replace(/\s+/g, ' ')
    .trim()
}

function meaning(word: string): string | undefined {
  const whole = exact.get(word)
  if (whole !== undefined) return whole
  for (let end = word.length; end >= shortestStem; end--) {
    const english = stems.get(word.slice(0, end))
    if (english !== undefined) return english
  }
  return undefined
}

/** The longest known term at each place; what lies between is left out. */
function withoutBlanks(run: string): string {
  const found: string[] = []
  for (let at = 0; at < run.length;) {
    let length = Math.min(longestTerm, run.length - at)
    let english: string | undefined
    for (; length > 0; length--) {
      const term = run.slice(at, at + length)
      english = exact.get(term) ?? stems.get(term)
      if (english !== undefined) break
    }
    if (english !== undefined) found.push(english)
    at += Math.max(1, length)
  }
  return found.join(' ')
}
