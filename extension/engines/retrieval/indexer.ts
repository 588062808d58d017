/** Brings an index up to date with the files, in steps between which a search can be answered. */
import { stat } from 'node:fs/promises'
import type { Embed } from '../../core/retrieval/types.ts'
import { passageOf } from '../../core/retrieval/passage.ts'
import type { FileStamp, IndexStore } from '../../core/retrieval/store.ts'
import { SyntaxParser } from './parser.ts'
import { chunkRows, sha256 } from './read-chunks.ts'
import { readText } from './read-text.ts'
import type { FoundFile, Walker } from './walk.ts'

export interface Advance {
  readonly phase: 'files' | 'vectors'
  readonly done: number
  readonly total: number
}

/** Chunks embedded at a time. */
const batch = 16
/** Chunks looked up at a time: looking costs a walk over all of them. */
const lookAhead = 512

/** Lets messages and timers in. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export class Indexer {
  private readonly store: IndexStore
  private readonly walker: Walker
  private readonly parser: SyntaxParser

  constructor(store: IndexStore, walker: Walker, parser: SyntaxParser = new SyntaxParser()) {
    this.store = store
    this.walker = walker
    this.parser = parser
  }

  /** Reads what is new or changed, forgets what is gone. What is cut short goes on where it stopped. */
  async scan(advance: (advance: Advance) => void, signal?: AbortSignal): Promise<void> {
    const known = await this.store.files()
    const found: FoundFile[] = []
    for await (const file of this.walker.files(signal)) found.push(file)
    const paths = new Set(found.map(({ path }) => path))
    const gone = [...known.keys()].filter((path) => !paths.has(path))
    if (gone.length > 0) await this.store.remove(gone)
    const changed = found.filter(({ path, size, modified }) => {
      const stamp = known.get(path)
      return stamp?.size !== size || stamp.modified !== modified
    })
    for (const [index, file] of changed.entries()) {
      signal?.throwIfAborted()
      await this.read(file, known.get(file.path))
      advance({ phase: 'files', done: index + 1, total: changed.length })
      await breathe()
    }
  }

  /** One file that was saved, made or deleted, or a folder that was deleted; a folder that is there needs a scan. */
  async update(file: string): Promise<'done' | 'folder'> {
    const found = await this.walker.find(file)
    const path = this.walker.pathOf(file)
    if (path === undefined) return 'done'
    if (found) await this.read(found, await this.store.file(path))
    else if (await isFolder(file)) return 'folder'
    else await this.store.remove(await this.store.filesAt(path))
    return 'done'
  }

  /** Embeds what has no vector yet, until something else is urgent. A batch is kept as soon as it is there. */
  async embed(
    embed: Embed,
    advance: (advance: Advance) => void,
    isUrgent: () => boolean,
    signal?: AbortSignal,
  ): Promise<void> {
    const { chunks, embedded } = await this.store.counts()
    let done = embedded
    for (;;) {
      const waiting = await this.store.waiting(lookAhead)
      if (waiting.length === 0) return
      for (let at = 0; at < waiting.length; at += batch) {
        signal?.throwIfAborted()
        if (isUrgent()) return
        const some = waiting.slice(at, at + batch)
        const texts = some.map((chunk) => passageOf(chunk.path, chunk))
        const vectors = await embed(texts, 'code', signal)
        await this.store.putVectors(new Map(some.map(({ passage }, index) => [passage, vectors[index]!])))
        done += some.length
        advance({ phase: 'vectors', done: Math.min(done, chunks), total: chunks })
      }
    }
  }

  private async read(found: FoundFile, before: FileStamp | undefined): Promise<void> {
    const { path, file, size, modified } = found
    // It may have gone or become unreadable since it was found: then it has no chunks.
    const content = await readText(file).catch(() => undefined)
    const hash = sha256(content?.bytes ?? '')
    const stamp = { size, modified, hash }
    if (before?.hash === hash) {
      await this.store.touch(path, stamp)
      return
    }
    const chunks = content ? await chunkRows(path, content.text, this.parser) : []
    await this.store.put(path, stamp, chunks)
  }
}

async function isFolder(file: string): Promise<boolean> {
  return await stat(file).then(
    (info) => info.isDirectory(),
    () => false,
  )
}
