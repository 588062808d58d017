/** Which files beside the one in front are read, to copy lines from: of its kind, the ones with the most alike names first. */

/** Of the set of files. What the host keeps of a character takes about 40 bytes. */
export const mostChars = 200_000
/** Of one file, in bytes on the disk. */
export const mostFileBytes = 100_000
const mostFiles = 40

/** Endings of languages that share their lines. */
const families: readonly string[][] = [['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs']]
const generated = /\.min\.[a-z]+$|\.d\.[cm]?ts$/

/** By its name. */
export function isGenerated(name: string): boolean {
  return generated.test(name)
}

/**
 * @param name of the file in front
 * @param names of the files of its folder
 */
export function filesBeside(name: string, names: readonly string[]): string[] {
  const kind = kindOf(name)
  return names
    .filter((other) => other !== name && kind !== '' && kindOf(other) === kind && !isGenerated(other))
    .map((other) => ({ other, alike: alike(name, other) }))
    .sort((a, b) => b.alike - a.alike || (a.other < b.other ? -1 : 1))
    .slice(0, mostFiles)
    .map(({ other }) => other)
}

/** The same for files that are read alike; `''` without an ending. */
export function kindOf(name: string): string {
  const ending = /[^.]\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  return families.find((family) => family.includes(ending))?.[0] ?? ending
}

/** Characters that both begin with, and with which both end before their ending. */
export function alike(one: string, other: string): number {
  const [a, b] = [stem(one), stem(other)]
  const most = Math.min(a.length, b.length)
  let start = 0
  while (start < most && a[start] === b[start]) start++
  let end = 0
  while (end < most - start && a.at(-1 - end) === b.at(-1 - end)) end++
  return start + end
}

function stem(name: string): string {
  return name.slice(0, name.indexOf('.', 1) < 0 ? undefined : name.indexOf('.', 1))
}
