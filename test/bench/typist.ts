/** One user with many tabs, typing through the real model host as fast as it answers. */
import path from 'node:path'
import type { HostState } from '../../extension/core/host-state.ts'
import { defaultSettings } from '../../extension/engines/cli/default-settings.ts'
import { HostClient } from '../../extension/engines/host-client.ts'
import { root } from '../vscode/install.ts'
import type { BenchCase } from './cases.ts'
import { sequence } from './report.ts'

const { threshold } = defaultSettings(root)

/** A tab. */
interface OpenFile {
  readonly file: BenchCase
  version: number
  /** Where the next line is typed. */
  cursor: number
}

export class Typist {
  readonly client: HostClient
  /** Per keystroke. */
  readonly ms: number[] = []
  readonly trouble: string[] = []
  /** The one that was opened first comes first. */
  private readonly tabs: OpenFile[]
  private readonly random = sequence(3)

  constructor(files: readonly BenchCase[], threads: number) {
    this.tabs = files.map(asFound)
    this.client = new HostClient({
      file: path.join(root, 'dist/host.cjs'),
      options: () => ({
        modelDir: path.join(root, 'models/completion'),
        encoderDir: path.join(root, 'models/encoder'),
        engine: 'auto',
        threads,
      }),
      onState: (state) => this.follow(state),
      log: (level, text) => {
        if (level === 'error') this.trouble.push(text)
      },
    })
  }

  /**
   * Types a line in some tab.
   * @param keeps the line stays; else it is deleted again, so that the file stays as long as it was
   * @returns when the first suggestion came, if any did
   */
  async typeLine(keeps = false): Promise<number | undefined> {
    const tab = this.tabs[Math.floor(this.random() * this.tabs.length)] as OpenFile
    const { target, path: uri } = tab.file
    let suggested: number | undefined
    let at = 0
    for (; at < target.length; at++) {
      const offset = tab.cursor + at
      const begun = performance.now()
      const outcome = await this.client.complete(
        { uri, version: tab.version, offset, threshold, trigger: 'automatic' },
        new AbortController().signal,
      )
      if (outcome.kind === 'failed') break
      this.ms.push(performance.now() - begun)
      if (outcome.kind === 'done') suggested ??= performance.now()
      this.change(tab, { offset, deleted: 0, inserted: target[at] as string })
    }
    if (keeps && at === target.length) {
      this.change(tab, { offset: tab.cursor + at, deleted: 0, inserted: '\n' })
      tab.cursor += at + 1
    } else this.change(tab, { offset: tab.cursor, deleted: at, inserted: '' })
    return suggested
  }

  /** Closes the tab that has been open longest and opens another file. */
  turnTo(file: BenchCase): void {
    const closed = this.tabs.shift()
    if (closed) this.client.close(closed.file.path)
    const tab = asFound(file)
    this.tabs.push(tab)
    this.open(tab)
  }

  /** A host that has just started knows no document. */
  private follow(state: HostState): void {
    if (state.kind !== 'starting') return
    for (const tab of this.tabs) {
      Object.assign(tab, asFound(tab.file))
      this.open(tab)
    }
  }

  private open({ file: { path: uri, language, prefix, suffix }, version }: OpenFile): void {
    this.client.open({ uri, path: uri, language, version, text: prefix + suffix })
  }

  private change(tab: OpenFile, edit: { offset: number; deleted: number; inserted: string }): void {
    this.client.change(tab.file.path, ++tab.version, [edit])
  }
}

function asFound(file: BenchCase): OpenFile {
  return { file, version: 1, cursor: file.prefix.length }
}
