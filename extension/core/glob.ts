/** Glob patterns as VS Code users know them: `*`, `?`, `**`, `[a-z]`, `[!a]`, `{a,b}`, and `\` before a literal one. */

const special = /[.+^$()|[\]{}*?\\/]/

/** One pattern as a regular expression for whole paths with forward slashes. What makes no sense is taken literally. */
export function globToRegExp(glob: string): RegExp {
  return new RegExp(`^${translate(glob)}$`)
}

function translate(glob: string): string {
  let source = ''
  for (let at = 0; at < glob.length; at++) {
    const char = glob[at]!
    if (char === '*') {
      const stars = /^\*+/.exec(glob.slice(at))![0].length
      const wholeSegment =
        (at === 0 || glob[at - 1] === '/') && (at + stars === glob.length || glob[at + stars] === '/')
      at += stars - 1
      if (stars === 1 || !wholeSegment) source += '[^/]*'
      else if (glob[at + 1] === '/') {
        source += '(?:[^/]+/)*'
        at++ // `**/` stands for no folder as well, so the slash belongs to it
      } else source += '.*'
    } else if (char === '?') source += '[^/]'
    else if (char === '[') {
      const end = glob.indexOf(']', at + 2)
      if (end < 0) source += '\\['
      else {
        source += characterClass(glob.slice(at + 1, end))
        at = end
      }
    } else if (char === '{') {
      const end = closingBrace(glob, at)
      if (end < 0) source += '\\{'
      else {
        source += `(?:${alternatives(glob.slice(at + 1, end))
          .map(translate)
          .join('|')})`
        at = end
      }
    } else {
      const literal = char === '\\' && at + 1 < glob.length ? glob[++at]! : char
      source += special.test(literal) ? `\\${literal}` : literal
    }
  }
  return source
}

function characterClass(members: string): string {
  const negated = /^[!^]/.test(members)
  const ranges = (negated ? members.slice(1) : members).replace(/[\\\]^[]/g, '\\$&')
  const valid = ![...ranges.matchAll(/(.)-(.)/g)].some(([, from, to]) => from! > to!)
  return valid && ranges !== '' ? `[${negated ? '^/' : ''}${ranges}]` : '[^/]'
}

/** Position of the brace that closes the one at `open`, -1 without one. */
function closingBrace(glob: string, open: number): number {
  let depth = 0
  for (let at = open; at < glob.length; at++) {
    if (glob[at] === '\\') at++
    else if (glob[at] === '{') depth++
    else if (glob[at] === '}' && --depth === 0) return at
  }
  return -1
}

/** The parts between the commas outside of inner braces. */
function alternatives(list: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < list.length; at++) {
    if (list[at] === '\\') at++
    else if (list[at] === '{') depth++
    else if (list[at] === '}') depth--
    else if (list[at] === ',' && depth === 0) {
      parts.push(list.slice(start, at))
      start = at + 1
    }
  }
  return [...parts, list.slice(start)]
}
