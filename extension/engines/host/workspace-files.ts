/**
 * Reads files of the workspace that are like the one in front, to copy lines from: between requests, file by file. What
 * may not be searched in is not read here either.
 */
import * as path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { URI } from 'vscode-uri'
import { mostFileBytes } from '../../core/completion/folder-scope.ts'
import { mostAlike, mostWorkspaceChars, namesOf, nearestFiles } from '../../core/completion/workspace-scope.ts'
import type { Names } from '../../core/completion/workspace-scope.ts'
import { unsuitableByText } from '../../core/retrieval/file-kind.ts'
import { pathPolicy } from '../../core/paths.ts'
import type { BesideFile, ReadableFolder } from '../protocol.ts'
import { readText } from '../retrieval/read-text.ts'
import { Walker } from '../retrieval/walk.ts'
import type { FoundFile } from '../retrieval/walk.ts'

export interface Front {
  readonly uri: string
  readonly language: string
  /** Around the cursor. */
  readonly text: string
}

/** A larger tree is too much to look through for a line: then that of the folder below it on the way to the file. */
const mostFiles = 5_000
/** Whose names are remembered. */
const mostKnown = 5_000
const listedForMs = 5 * 60_000
/** Whoever writes in a file for long uses other names by then. */
const againMs = 5 * 60_000
/** Between two files, so that a processor has time for others. */
const restMs = 2

interface Listed {
  readonly since: number
  readonly files: ReadonlyMap<string, FoundFile>
}

interface Known {
  readonly modified: number
  readonly names: Names
}

export class WorkspaceFiles {
  private readonly show: (files: readonly BesideFile[]) => void
  private readonly isThere: (uri: string) => boolean
  private readonly rest: () => Promise<unknown>
  private readonly now: () => number
  private folders: readonly ReadableFolder[] = []
  /** By folder; undefined: too many files. */
  private readonly listed = new Map<string, Listed | undefined>()
  private readonly known = new Map<string, Known>()
  private looked: { readonly uri: string; readonly since: number } | undefined
  private running = new AbortController()

  /**
   * @param show takes the place of what was shown before
   * @param isThere open, or shown by someone else
   * @param rest awaited between two files
   */
  constructor(
    show: WorkspaceFiles['show'],
    isThere: (uri: string) => boolean,
    rest: () => Promise<unknown>,
    now: () => number = () => performance.now(),
  ) {
    this.show = show
    this.isThere = isThere
    this.rest = rest
    this.now = now
  }

  /** Other folders or excludes: nothing of before is shown any more. */
  within(folders: readonly ReadableFolder[]): void {
    this.running.abort()
    this.folders = folders
    this.listed.clear()
    this.known.clear()
    this.looked = undefined
    this.show([])
  }

  /** Somebody writes in a file: looks for those like it, unless that was done a moment ago. */
  async front(uri: string, read: () => Front): Promise<void> {
    if (this.looked?.uri === uri && this.now() - this.looked.since < againMs) return
    this.looked = { uri, since: this.now() }
    this.running.abort()
    this.running = new AbortController()
    await this.look(read(), this.running.signal)
  }

  private async look(front: Front, signal: AbortSignal): Promise<void> {
    const address = URI.parse(front.uri)
    const file = address.scheme === 'file' ? address.fsPath : ''
    const folder = this.folders.find(({ root }) => isInside(root, file))
    if (!folder) return
    const [base, files] = await this.filesAround(folder, file, signal)
    const relative = slashed(path.relative(base, file))
    const names = new Map<FoundFile, Names>()
    for (const near of nearestFiles(relative, [...files.keys()])) {
      if (signal.aborted) return
      const found = files.get(near)!
      const known = await this.namesIn(found)
      if (known) names.set(found, known)
    }
    const shown: BesideFile[] = []
    let left = mostWorkspaceChars
    for (const found of mostAlike(namesOf(front.text), names)) {
      // As the editor writes addresses.
      const uri = URI.file(found.file).toString()
      if (found.size > left || this.isThere(uri)) continue
      const text = await textOf(found)
      if (signal.aborted) return
      if (text === '' || text.length > left) continue
      left -= text.length
      shown.push({ uri, language: front.language, text })
    }
    this.show(shown)
  }

  /** Of the largest folder on the way from the workspace's to the file that is not too large. */
  private async filesAround(
    folder: ReadableFolder,
    file: string,
    signal: AbortSignal,
  ): Promise<[base: string, files: ReadonlyMap<string, FoundFile>]> {
    const steps = path.relative(folder.root, path.dirname(file)).split(path.sep)
    const bases = steps.map((_, at) => path.join(folder.root, ...steps.slice(0, at)))
    if (steps[0] !== '') bases.push(path.dirname(file))
    for (const base of bases) {
      const listed = await this.list(folder, base, signal)
      if (listed) return [base, listed.files]
      if (signal.aborted) break
    }
    return [path.dirname(file), new Map()]
  }

  /** @param below the folder itself, or one in it */
  private async list(
    { root, exclude }: ReadableFolder,
    below: string,
    signal: AbortSignal,
  ): Promise<Listed | undefined> {
    const before = this.listed.get(below)
    if (this.listed.has(below) && !(before && this.now() - before.since > listedForMs)) return before
    const files = new Map<string, FoundFile>()
    const refuses = pathPolicy(exclude)
    for await (const found of new Walker([{ root: below, name: '' }], exclude).files()) {
      if (signal.aborted) return undefined
      // Globs may begin at the workspace's folder.
      if (!refuses(slashed(path.relative(root, found.file)))) files.set(found.path, found)
      if (files.size <= mostFiles) continue
      this.listed.set(below, undefined)
      return undefined
    }
    const listed = { since: this.now(), files }
    this.listed.set(below, listed)
    return listed
  }

  private async namesIn(found: FoundFile): Promise<Names | undefined> {
    const known = this.known.get(found.file)
    if (known?.modified === found.modified) return known.names
    if (found.size > mostFileBytes) return undefined
    await this.rest()
    const names = namesOf(await textOf(found))
    this.known.delete(found.file)
    this.known.set(found.file, { modified: found.modified, names })
    const [oldest] = this.known.keys()
    if (this.known.size > mostKnown && oldest !== undefined) this.known.delete(oldest)
    return names
  }
}

/** Requests come first, and others have the processor meanwhile. */
export async function betweenRequests(idle: () => Promise<void>): Promise<void> {
  await idle()
  await setTimeout(restMs)
}

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file)
  return file !== '' && relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative)
}

function slashed(relative: string): string {
  return relative.split(path.sep).join('/')
}

/** Empty for what is no text, what a tool has written, and what is gone. */
async function textOf({ file }: FoundFile): Promise<string> {
  const read = await readText(file).catch(() => undefined)
  return read === undefined || unsuitableByText(read.text) ? '' : read.text
}
