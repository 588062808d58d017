/**
 * The index of one workspace: searched at any time, brought up to date in the background, by one process at a time.
 * Invariants: a search waits for the indexing only while there is nothing to search in, and not long; what a fault of the file costs is the index, nothing else.
 */
import type { IndexState, IndexTrouble } from '../../core/retrieval/index-state.ts'
import { inEnglish } from '../../core/in-english.ts'
import { IndexProgress } from '../../core/retrieval/index-state.ts'
import { defaultRanking, hybridSearch } from '../../core/retrieval/hybrid.ts'
import type { Embed, Hit, QueryVector } from '../../core/retrieval/types.ts'
import { Indexer } from './indexer.ts'
import type { Advance } from './indexer.ts'
import { dropIndex, faultOf, messageOf, openMemory, openStore } from './open-store.ts'
import type { OpenedStore } from './open-store.ts'
import { SyntaxParser } from './parser.ts'
import type { IndexOptions, PassageKey } from './protocol.ts'
import { sha256 } from './read-chunks.ts'
import { readText } from './read-text.ts'
import { Walker } from './walk.ts'

export interface IndexSetup {
  readonly options: IndexOptions
  /** Absent where there is no model. */
  readonly embed?: Embed
  /** Tells the processes apart that share the file. */
  readonly owner: string
  readonly onState: (state: IndexState) => void
  readonly log: (level: 'info' | 'warn' | 'error', text: string) => void
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** A process that died holds the index this long. */
const leaseMs = 10_000
const leaseRetryMs = 2_000
/** So many files at once, as at a branch switch, are looked for by a walk instead. */
const mostChangedFiles = 200
/** A question that comes before anything is indexed waits as long for something to be. */
const patienceMs = 2_000
/** A question is answered without its vector when that takes longer. */
const queryVectorMs = 2_000

export class IndexService {
  private readonly setup: IndexSetup
  private readonly walker: Walker
  private readonly parser = new SyntaxParser()
  private opened: OpenedStore
  private trouble: IndexTrouble | undefined
  private readonly changedFiles = new Set<string>()
  private needsScan = false
  private filesAreRead = false
  private working: Promise<void> | undefined
  private stop = new AbortController()

  constructor(setup: IndexSetup) {
    this.setup = setup
    this.walker = new Walker(setup.options.folders, setup.options.exclude)
    this.opened = openStore(setup.options.file, (text) => setup.log('warn', text))
  }

  async search(query: string, limit: number, signal?: AbortSignal, given?: QueryVector): Promise<Hit[]> {
    if (query.trim() === '') return []
    if (this.working && (await this.opened.store.counts()).files === 0) await this.firstFiles(signal)
    const passages = await this.guarded(() => {
      const { store } = this.opened
      const vector = given === undefined ? this.queryVector(query, signal) : this.usable(given)
      return hybridSearch(store, query, vector, limit, defaultRanking)
    })
    signal?.throwIfAborted()
    return passages.map(({ path, startLine, endLine, text, score, outline }) => ({
      ...{ path, startLine, endLine, text, score, hash: sha256(text) },
      ...(outline !== '' && { outline }),
    }))
  }

  /** Looks at the files themselves: the index may be a moment behind. */
  async unchanged(passages: readonly PassageKey[]): Promise<boolean> {
    for (const [path, group] of Map.groupBy(passages, (passage) => passage.path)) {
      const found = await this.walker.findPath(path)
      const lines = found && (await readText(found.file).catch(() => undefined))?.text.split(/\r\n|\r|\n/)
      if (!lines) return false
      for (const { startLine, endLine, hash } of group)
        if (sha256(lines.slice(startLine - 1, endLine).join('\n')) !== hash) return false
    }
    return true
  }

  /** Resolves when the index is up to date, or the work was called off. */
  update(): Promise<void> {
    this.needsScan = true
    return this.work()
  }

  changed(files: readonly string[]): Promise<void> {
    for (const file of files) this.changedFiles.add(file)
    if (this.changedFiles.size > mostChangedFiles || files.some(isAboutOthers)) this.needsScan = true
    return this.work()
  }

  /** Forgets everything, vectors too, and begins anew. */
  async rebuild(): Promise<void> {
    await this.pause()
    await this.reopen(() => dropIndex(this.setup.options.file))
    await this.update()
  }

  /** Calls the work off; what is done is kept, and the next `update` goes on from there. */
  async pause(): Promise<void> {
    this.stop.abort()
    await this.working
  }

  async close(): Promise<void> {
    await this.pause()
    await this.opened.store.close()
  }

  private work(): Promise<void> {
    this.working ??= this.workAll().finally(() => {
      this.working = undefined
    })
    return this.working
  }

  private async workAll(): Promise<void> {
    const { onState, log } = this.setup
    this.stop = new AbortController()
    const { signal } = this.stop
    try {
      await this.guarded(() => this.workWithLease(signal))
      if (signal.aborted) onState({ kind: 'cancelled' })
      else {
        const trouble = this.trouble ?? this.opened.trouble
        onState({ kind: 'ready', ...(await this.opened.store.counts()), ...(trouble && { trouble }) })
      }
    } catch (error) {
      if (signal.aborted) onState({ kind: 'cancelled' })
      else {
        log('error', `Indexing ended: ${messageOf(error)}`)
        onState({ kind: 'failed', message: `The workspace can't be indexed: ${messageOf(error)}` })
      }
    }
  }

  private async workWithLease(signal: AbortSignal): Promise<void> {
    const { owner, now, onState } = this.setup
    const take = (): Promise<boolean> => this.opened.store.lease(owner, now(), now() + leaseMs)
    for (let told = false; !(await take()); told = true) {
      if (!told) onState({ kind: 'elsewhere' })
      await sleep(leaseRetryMs, signal)
    }
    const { store } = this.opened
    const renewal = setInterval(() => void take().catch(() => this.stop.abort()), leaseMs / 4)
    try {
      await this.workOn(signal)
    } finally {
      clearInterval(renewal)
      // A file that can't be written any more can't be released either: its lease runs out.
      await store.release(owner).catch(() => undefined)
    }
  }

  private async workOn(signal: AbortSignal): Promise<void> {
    const { embed, options } = this.setup
    const { store } = this.opened
    const indexer = new Indexer(store, this.walker, this.parser)
    const progress = new IndexProgress(embed !== undefined)
    const isFirst = (await store.counts()).files === 0
    const advance = ({ phase, done, total }: Advance): void =>
      this.setup.onState({ kind: 'indexing', phase, fraction: progress.at(phase, done, total), isFirst })
    if (options.model && embed) await store.useModel(options.model.id, options.model.dimensions)
    do {
      if (this.needsScan) {
        this.needsScan = false
        this.changedFiles.clear()
        try {
          await indexer.scan(advance, signal)
        } catch (error) {
          this.needsScan = true
          throw error
        }
        this.filesAreRead = true
        await store.trim()
      }
      for (const file of this.changedFiles) {
        signal.throwIfAborted()
        this.changedFiles.delete(file)
        if ((await indexer.update(file)) === 'folder') this.needsScan = true
      }
      if (embed) await this.embedAll(indexer, embed, advance, signal)
    } while (this.hasWork())
  }

  private hasWork(): boolean {
    return this.needsScan || this.changedFiles.size > 0
  }

  /** Files that change meanwhile come first: the work goes around again. Without vectors, words are searched. */
  private async embedAll(
    indexer: Indexer,
    embed: Embed,
    advance: (advance: Advance) => void,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await indexer.embed(embed, advance, () => this.hasWork(), signal)
      this.trouble = undefined
    } catch (error) {
      if (signal.aborted || faultOf(error)) throw error
      this.setup.log('warn', `No vectors: ${messageOf(error)}`)
      this.trouble = { reason: 'no-vectors', message: `Search goes by words only: ${messageOf(error)}` }
    }
  }

  /** Resolves when the files are read, or after a while. */
  private async firstFiles(signal: AbortSignal | undefined): Promise<void> {
    const waited = signal ? AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]) : AbortSignal.timeout(patienceMs)
    while (!waited.aborted && this.working && !this.filesAreRead) await sleep(20, waited).catch(() => undefined)
  }

  /** An index without vectors, or with those of a model of another size, is searched by words. */
  private async usable(vector: QueryVector): Promise<Float32Array | undefined> {
    const { model } = this.setup.options
    if (!vector || vector.length !== model?.dimensions) return undefined
    return (await this.opened.store.counts()).embedded === 0 ? undefined : vector
  }

  private async queryVector(query: string, signal: AbortSignal | undefined): Promise<Float32Array | undefined> {
    const { embed } = this.setup
    if (!embed || (await this.opened.store.counts()).embedded === 0) return undefined
    const limit = AbortSignal.timeout(queryVectorMs)
    try {
      const [vector] = await embed([inEnglish(query)], 'query', signal ? AbortSignal.any([signal, limit]) : limit)
      return vector
    } catch (error) {
      this.setup.log('warn', `The question has no vector: ${messageOf(error)}`)
      return undefined
    }
  }

  /** Runs something on the store; a fault of its file is mended once and then it runs again. */
  private async guarded<Result>(run: () => Promise<Result>): Promise<Result> {
    try {
      if (!this.opened.isCurrent()) await this.reopen(() => undefined)
      return await run()
    } catch (error) {
      const fault = faultOf(error)
      if (fault === undefined || fault === 'busy') throw error
      this.setup.log('warn', `The index is ${fault === 'damaged' ? 'damaged' : 'not writable'}: ${messageOf(error)}`)
      if (fault === 'damaged') await this.reopen(() => dropIndex(this.setup.options.file))
      else await this.replace(() => openMemory(messageOf(error)))
      this.needsScan = true
      if (!this.working) void this.work()
      return await run()
    }
  }

  private reopen(between: () => void): Promise<void> {
    return this.replace(() => {
      between()
      return openStore(this.setup.options.file, (text) => this.setup.log('warn', text))
    })
  }

  private async replace(open: () => OpenedStore): Promise<void> {
    await this.opened.store.close().catch(() => undefined)
    this.opened = open()
  }
}

/** What stands in it changes which other files are looked at. */
function isAboutOthers(file: string): boolean {
  return /[\\/]\.gitignore$/.test(file)
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, ms)
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      if (signal.aborted) reject(signal.reason as Error)
      else resolve()
    }
    signal.addEventListener('abort', done)
  })
}
