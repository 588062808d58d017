/**
 * Which files of a workspace are read for the one in front, behind those that it imports and those of its folder: the
 * ones that use the same names, the rarer the better.
 */
import { alike, isGenerated, kindOf } from './folder-scope.ts'
import { isNamePart, isNameStart } from './lexer.ts'

/** Of the files that are read. */
export const mostWorkspaceChars = 100_000
/** Files whose names are compared. */
const mostNearest = 400
/** Of the text around the cursor, whose names are looked for. */
export const charsBefore = 6_000
export const charsAfter = 2_000

/** Short ones stand everywhere. */
const leastName = 4

/** FNV-1a, 32 bits. */
const fnvBasis = 0x811c9dc5
const fnvPrime = 0x01000193

/** As hashes: those of a thousand files take a megabyte or two. */
export interface Names {
  readonly distinct: Int32Array
  /** With those that repeat. */
  readonly total: number
}

export function namesOf(text: string): Names {
  const distinct = new Set<number>()
  let total = 0
  for (let at = 0; at < text.length; at++) {
    if (!isNameStart(text.charCodeAt(at))) continue
    const start = at
    let hash = fnvBasis
    for (; at < text.length && isNamePart(text.charCodeAt(at)); at++)
      hash = Math.imul(hash ^ text.charCodeAt(at), fnvPrime)
    if (at - start < leastName) continue
    distinct.add(hash)
    total++
  }
  return { distinct: Int32Array.from(distinct), total }
}

/**
 * Paths of its kind, those of near folders first; of one folder those with the most alike names.
 * @param path of the file in front, with `/` as all others
 */
export function nearestFiles(path: string, paths: readonly string[]): string[] {
  const { folders, file } = partsOf(path)
  const kind = kindOf(file)
  if (kind === '') return []
  return paths
    .map((other) => ({ other, parts: partsOf(other) }))
    .filter(({ other, parts }) => other !== path && kindOf(parts.file) === kind && !isGenerated(parts.file))
    .map(({ other, parts }) => ({ other, steps: steps(folders, parts.folders), alike: alike(file, parts.file) }))
    .sort((a, b) => a.steps - b.steps || b.alike - a.alike || (a.other < b.other ? -1 : 1))
    .slice(0, mostNearest)
    .map(({ other }) => other)
}

/** Those that share most with the text around the cursor first; else in their order. What all of them have says hardly anything. */
export function mostAlike<File>(around: Names, files: ReadonlyMap<File, Names>): File[] {
  const uses = new Map(Array.from(around.distinct, (each) => [each, 0]))
  for (const { distinct } of files.values())
    for (const each of distinct) {
      const count = uses.get(each)
      if (count !== undefined) uses.set(each, count + 1)
    }
  const worth = new Map([...uses].map(([each, count]) => [each, Math.log((files.size + 1) / Math.max(1, count))]))
  return [...files]
    .map(([file, { distinct, total }]) => {
      let sum = 0
      for (const each of distinct) sum += worth.get(each) ?? 0
      // A long file shares more of them by chance.
      return { file, worth: sum / (1 + Math.log(1 + total)) }
    })
    .sort((a, b) => b.worth - a.worth)
    .map(({ file }) => file)
}

function partsOf(path: string): { readonly folders: readonly string[]; readonly file: string } {
  const folders = path.split('/')
  const file = folders.pop() ?? ''
  return { folders, file }
}

/** Up and down from one folder to the other. */
function steps(one: readonly string[], other: readonly string[]): number {
  let shared = 0
  while (shared < one.length && shared < other.length && one[shared] === other[shared]) shared++
  return one.length + other.length - 2 * shared
}
