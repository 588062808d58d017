/** The plain rival: what stood behind the longest text that ends like the text before the cursor. */

const mostChars = 400

/** @param elsewhere texts that are searched when the text before has no match as long */
export function suffixCopy(prefix: string, elsewhere: readonly string[]): string {
  let best = ''
  let longest = 0
  const texts = [prefix, ...elsewhere]
  texts.forEach((whole, which) => {
    const text = which === 0 ? prefix.slice(0, -1) : whole
    const find = (length: number): number => {
      const at = text.lastIndexOf(prefix.slice(prefix.length - length))
      return at < 0 ? -1 : at + length
    }
    // Text that ends with a longer suffix ends with each shorter one: the length can be halved in.
    let [low, high] = [0, Math.min(mostChars, prefix.length)]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (find(middle) < 0) high = middle - 1
      else low = middle
    }
    if (low <= longest) return
    longest = low
    const from = find(low)
    const lineEnd = whole.indexOf('\n', from)
    best = whole.slice(from, lineEnd < 0 ? undefined : lineEnd)
  })
  return best.trimEnd()
}
