/**
 * What the encoder reads of a request: what the editor shows, as words, then the text. Fields that are unknown give no
 * word. `models/recipe/encoder_model.py` writes the same; `test/cases/encoder.json` holds the two together.
 */
import type { AskContext } from '../types.ts'
import type { EncoderCard } from './card.ts'

export function labelInput(text: string, context: AskContext, template: EncoderCard['template']): string {
  const words = contextWords(context)
  const body = bothEnds(trim(text), template)
  return words.length === 0 ? body : `${words.join(' ')}${template.separator}${body}`
}

function contextWords({ location, selection, blankLine, diagnostics, language }: AskContext): string[] {
  return [
    location,
    selection === undefined ? undefined : selection ? 'selection' : 'cursor',
    blankLine === true ? 'blank' : undefined,
    diagnostics !== undefined && diagnostics > 0 ? 'errors' : undefined,
    language,
  ].filter((word) => word !== undefined && word !== '') as string[]
}

/** Of a long text its ends: what is asked stands at one of them, and what is pasted between. */
function bothEnds(text: string, { headCharacters, tailCharacters, gap }: EncoderCard['template']): string {
  const most = headCharacters + tailCharacters
  // A code point has one or two units, so that neither a short nor a very long text needs counting.
  if (text.length <= most || (text.length <= 2 * most && Array.from(text).length <= most)) return text
  const head = Array.from(text.slice(0, 2 * headCharacters)).slice(0, headCharacters)
  const tail = Array.from(text.slice(-2 * tailCharacters)).slice(-tailCharacters)
  return `${head.join('')}${gap}${tail.join('')}`
}

/** What Python's `str.strip` takes away: not U+FEFF, but the separators U+001C to U+001F and U+0085. */
function isBlank(unit: string): boolean {
  const code = unit.charCodeAt(0)
  return (code >= 0x1c && code <= 0x1f) || code === 0x85 || (/\s/.test(unit) && code !== 0xfeff)
}

function trim(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isBlank(text[start]!)) start++
  while (end > start && isBlank(text[end - 1]!)) end--
  return text.slice(start, end)
}
