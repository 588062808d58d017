/** The files of a workspace that may be searched in: what git, the user and the secrets list leave. */
import { readFile, readdir, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import ignore from 'ignore'
import type { Ignore } from 'ignore'
import { alwaysExcluded } from '../../core/retrieval/excludes.ts'
import { unsuitableByName } from '../../core/retrieval/file-kind.ts'
import { pathPolicy } from '../../core/paths.ts'

export interface Folder {
  readonly root: string
  /** Begins the paths of its files where a workspace has several folders; '' else. */
  readonly name: string
}

export interface FoundFile {
  /** Relative to the workspace, with forward slashes. */
  readonly path: string
  readonly file: string
  readonly size: number
  readonly modified: number
}

/** Rules of one `.gitignore`, for paths below its folder. */
interface GitRules {
  readonly folder: string
  readonly rules: Ignore
}

export class Walker {
  private readonly folders: readonly Folder[]
  private readonly refuses: (path: string) => string | undefined

  /** @param exclude globs that hold besides the secrets list and `.gitignore` */
  constructor(folders: readonly Folder[], exclude: readonly string[]) {
    this.folders = folders
    this.refuses = pathPolicy([...alwaysExcluded, ...exclude])
  }

  /** Depth first, in the order of the names, so that two walks of the same tree agree. */
  async *files(signal?: AbortSignal): AsyncGenerator<FoundFile> {
    for (const folder of this.folders) {
      const seen = new Set<string>()
      yield* this.walk(folder, '', await rulesAbove(folder.root), seen, signal)
    }
  }

  /** One file that was changed: undefined when it is gone or may not be searched in. */
  async find(file: string): Promise<FoundFile | undefined> {
    const folder = this.folders.find(({ root }) => isInside(root, file))
    if (!folder) return undefined
    const relative = path.relative(folder.root, file).split(path.sep)
    let rules = await rulesAbove(folder.root)
    for (let depth = 0; depth < relative.length; depth++) {
      const above = relative.slice(0, depth).join('/')
      rules = [...rules, ...(await rulesIn(folder.root, above))]
      const part = relative.slice(0, depth + 1).join('/')
      const isFolder = depth < relative.length - 1
      if (this.refuses(part) || isIgnored(rules, part, isFolder)) return undefined
    }
    return await this.look(folder, relative.join('/'))
  }

  /** The same by the name that the index has for it. */
  async findPath(known: string): Promise<FoundFile | undefined> {
    const folder = this.folders.find(({ name }) => name === '' || known.startsWith(`${name}/`))
    return (
      folder &&
      (await this.find(path.join(folder.root, folder.name === '' ? known : known.slice(folder.name.length + 1))))
    )
  }

  /** How the index names a file; undefined outside of the workspace. */
  pathOf(file: string): string | undefined {
    const folder = this.folders.find(({ root }) => isInside(root, file))
    return folder && named(folder, path.relative(folder.root, file).split(path.sep).join('/'))
  }

  private async *walk(
    folder: Folder,
    below: string,
    above: readonly GitRules[],
    seen: Set<string>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<FoundFile> {
    signal?.throwIfAborted()
    const place = path.join(folder.root, below)
    // A folder that links lead to again is walked once.
    const real = await realpath(place).catch(() => undefined)
    if (real === undefined || seen.has(real)) return
    seen.add(real)
    const entries = await readdir(place, { withFileTypes: true }).catch(() => [])
    const rules = [...above, ...(await rulesIn(folder.root, below))]
    entries.sort((a, b) => (a.name < b.name ? -1 : 1))
    for (const entry of entries) {
      const relative = below === '' ? entry.name : `${below}/${entry.name}`
      if (this.refuses(relative)) continue
      const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && (await leadsToFolder(folder.root, relative)))
      if (isIgnored(rules, relative, isFolder)) continue
      if (isFolder) yield* this.walk(folder, relative, rules, seen, signal)
      else if (entry.isFile() || entry.isSymbolicLink()) {
        const found = await this.look(folder, relative)
        if (found) yield found
      }
    }
  }

  private async look(folder: Folder, relative: string): Promise<FoundFile | undefined> {
    const file = path.join(folder.root, relative)
    const info = await stat(file).catch(() => undefined)
    if (!info?.isFile() || info.size === 0 || unsuitableByName(relative, info.size)) return undefined
    // A link must not lead to what is kept from us under its own name.
    const real = await realpath(file).catch(() => undefined)
    if (real === undefined || this.refuses(isInside(folder.root, real) ? path.relative(folder.root, real) : real))
      return undefined
    return { path: named(folder, relative), file, size: info.size, modified: info.mtimeMs }
  }
}

function named({ name }: Folder, relative: string): string {
  return name === '' ? relative : `${name}/${relative}`
}

function isInside(root: string, file: string): boolean {
  const relative = path.relative(root, file)
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative)
}

/** Links out of the workspace are not followed into folders. */
async function leadsToFolder(root: string, relative: string): Promise<boolean> {
  const real = await realpath(path.join(root, relative)).catch(() => undefined)
  if (real === undefined || !isInside(await realpath(root), real)) return false
  return (await stat(real)).isDirectory()
}

async function rulesIn(root: string, below: string): Promise<GitRules[]> {
  const text = await readFile(path.join(root, below, '.gitignore'), 'utf8').catch(() => '')
  return text.trim() === '' ? [] : [{ folder: below, rules: ignore().add(text) }]
}

/** `.git/info/exclude`, and the `.gitignore` files above a workspace that is a part of a repository. */
async function rulesAbove(root: string): Promise<GitRules[]> {
  const found: GitRules[] = []
  const below: string[] = []
  for (let place = root; ;) {
    const isTop = await stat(path.join(place, '.git')).then(
      () => true,
      () => false,
    )
    if (isTop) {
      const exclude = await readFile(path.join(place, '.git/info/exclude'), 'utf8').catch(() => '')
      found.unshift({ folder: upwards(below), rules: ignore().add(exclude) })
    }
    // Who opens a folder that the repository around it ignores wants to see what is in it.
    if (isTop) return isIgnored(found, '', true) ? [] : found
    if (path.dirname(place) === place) return []
    below.unshift(path.basename(place))
    place = path.dirname(place)
    const text = await readFile(path.join(place, '.gitignore'), 'utf8').catch(() => '')
    if (text !== '') found.unshift({ folder: upwards(below), rules: ignore().add(text) })
  }
}

/** Marks a folder above the root: the names from there down to the root. */
function upwards(below: readonly string[]): string {
  return below.length === 0 ? '' : `../${below.join('/')}`
}

/** The last rule that says anything about a path decides, the deepest `.gitignore` last. */
function isIgnored(all: readonly GitRules[], relative: string, isFolder: boolean): boolean {
  for (const { folder, rules } of all.toReversed()) {
    let inside: string
    if (folder.startsWith('../')) inside = [folder.slice(3), relative].filter((part) => part !== '').join('/')
    else inside = folder === '' ? relative : relative.slice(folder.length + 1)
    if (inside === '') continue
    const { ignored, unignored } = rules.test(isFolder ? `${inside}/` : inside)
    if (ignored) return true
    if (unignored) return false
  }
  return false
}
