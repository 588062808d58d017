/** Questions asked before, newest first. Kept in the workspace's own state, never in a file that others read. */

const mostKept = 50

export function remembered(history: readonly string[], text: string): readonly string[] {
  const asked = text.trim()
  if (asked === '') return history
  return [asked, ...history.filter((other) => other !== asked)].slice(0, mostKept)
}

/** Those that have every word of `typed` in them, in whatever order. */
export function matching(history: readonly string[], typed: string): readonly string[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return history.filter((text) => {
    const lower = text.toLowerCase()
    return text !== typed && words.every((word) => lower.includes(word))
  })
}
