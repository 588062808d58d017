/**
 * Copies with other names: after `this.width = options.width` the line `this.height = ` goes on like that one, with
 * `height` for `width`. A third of all lines stands somewhere as it is; some more do so with names exchanged.
 */
import type { Token } from './live-index.ts'
import type { Place } from './places.ts'

/** Parts of longer names are exchanged too (`setWidth`), from this length on. */
const shortestPart = 3

/**
 * Text from offset `start` of the place's line to its end, with the names exchanged; undefined when that changes nothing.
 * @param renames from the names around the place to those before the cursor
 */
export function renamedText({ line }: Place, start: number, renames: ReadonlyMap<Token, Token>): string | undefined {
  let text = ''
  let copied = start
  line.tokens.forEach((token, at) => {
    const from = line.starts[at]!
    if (from < start || !token.lines) return
    const other = renames.get(token)?.text ?? renamedParts(token.text, renames)
    if (other === token.text) return
    text += line.text.slice(copied, from) + other
    copied = from + token.text.length
  })
  return copied === start ? undefined : text + line.text.slice(copied)
}

/** `setWidth` with `height` for `width` is `setHeight`, `max_width` is `max_height`. */
function renamedParts(name: string, renames: ReadonlyMap<Token, Token>): string {
  let result = name
  for (const [{ text: from }, { text: to }] of renames) {
    if (from.length < shortestPart || !/^[a-z]/i.test(from)) continue
    const [upperFrom, upperTo] = [capitalised(from), capitalised(to)]
    if (upperFrom !== from && result.includes(upperFrom)) result = result.replace(upperFrom, () => upperTo)
    else if (result.includes(`_${from}`)) result = result.replace(`_${from}`, () => `_${to}`)
    else if (result.includes(`${from}_`)) result = result.replace(`${from}_`, () => `${to}_`)
  }
  return result
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
