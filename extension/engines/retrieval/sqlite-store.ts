/** An index in one SQLite file, or in memory. Its methods block: it lives in a worker thread. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { ChunkRow, FileStamp, IndexCounts, IndexStore, Match, StoredChunk } from '../../core/retrieval/store.ts'
import { VectorTable, quantise } from '../../core/retrieval/vector-table.ts'
import { withSynonyms } from '../../core/retrieval/synonyms.ts'
import { wordsOf } from '../../core/retrieval/words.ts'
import { prepareSchema } from './schema.ts'
import { asChunk, asStamp, asVector, bytes } from './sqlite-rows.ts'

/** Weights of the columns name, signature, path, body in BM25. */
export type ColumnWeights = readonly [name: number, signature: number, path: number, body: number]

/** Fitted on development packages (`models/LOG.md`). */
export const defaultWeights: ColumnWeights = [3, 2, 1.5, 1]

/** So many vectors of other branches are kept in any case: 8 MB. */
const leastUnused = 20_000

const chunkColumns = `c.id, f.path, c.start, c.end, c.unit, c.kind, c.name, c.signature, c.outline, c.text, c.hash, c.passage
  FROM chunks c JOIN files f ON f.id = c.file`

export class SqliteStore implements IndexStore {
  private readonly db: DatabaseSync
  private readonly weights: ColumnWeights
  private readonly statements = new Map<string, StatementSync>()
  private table = new VectorTable(0)
  /** Grows when another process has written. */
  private seen: unknown
  /** Chunks before this one have their vectors: ids only rise. */
  private waitingFrom = 0

  /** @param db closed with the store */
  constructor(db: DatabaseSync, weights: ColumnWeights = defaultWeights) {
    this.db = db
    this.weights = weights
    prepareSchema(db)
    this.loadVectors()
  }

  files(): Promise<ReadonlyMap<string, FileStamp>> {
    const rows = this.sql('SELECT path, size, modified, hash FROM files').all()
    return Promise.resolve(new Map(rows.map((row): [string, FileStamp] => [row['path'] as string, asStamp(row)])))
  }

  file(path: string): Promise<FileStamp | undefined> {
    const row = this.sql('SELECT size, modified, hash FROM files WHERE path = ?').get(path)
    return Promise.resolve(row && asStamp(row))
  }

  filesAt(path: string): Promise<readonly string[]> {
    // `/` and the character after it: all that begins with the folder's name.
    const rows = this.sql("SELECT path FROM files WHERE path = ?1 OR (path > ?1 || '/' AND path < ?1 || '0')").all(path)
    return Promise.resolve(rows.map((row) => row['path'] as string))
  }

  put(path: string, stamp: FileStamp, chunks: readonly ChunkRow[]): Promise<void> {
    const [gone, added] = this.transaction(() => {
      const old = this.fileId(path)
      const gone = old === undefined ? [] : this.deleteChunks(old)
      const { id } = this.sql(
        `INSERT INTO files (path, size, modified, hash) VALUES (?, ?, ?, ?)
         ON CONFLICT (path) DO UPDATE SET size = excluded.size, modified = excluded.modified, hash = excluded.hash RETURNING id`,
      ).get(path, stamp.size, stamp.modified, bytes(stamp.hash)) as { id: number }
      return [gone, this.insertChunks(id, path, chunks)] as const
    })
    for (const id of gone) this.table.delete(id)
    for (const { id, vector } of added) if (vector) this.table.set(id, vector)
    return Promise.resolve()
  }

  touch(path: string, { size, modified }: FileStamp): Promise<void> {
    this.sql('UPDATE files SET size = ?, modified = ? WHERE path = ?').run(size, modified, path)
    return Promise.resolve()
  }

  remove(paths: readonly string[]): Promise<void> {
    const gone = this.transaction(() =>
      paths.flatMap((path) => {
        const file = this.fileId(path)
        if (file === undefined) return []
        const ids = this.deleteChunks(file)
        this.sql('DELETE FROM files WHERE id = ?').run(file)
        return ids
      }),
    )
    for (const id of gone) this.table.delete(id)
    return Promise.resolve()
  }

  waiting(limit: number): Promise<readonly StoredChunk[]> {
    this.noticeOthers()
    const rows = this.sql(
      `SELECT ${chunkColumns} LEFT JOIN vectors v ON v.passage = c.passage
       WHERE c.id >= ? AND v.passage IS NULL ORDER BY c.id LIMIT ?`,
    ).all(this.waitingFrom, limit)
    const [first] = rows.length > 0 ? rows : this.sql('SELECT coalesce(max(id), 0) + 1 AS id FROM chunks').all()
    this.waitingFrom = first!['id'] as number
    return Promise.resolve([...new Map(rows.map(asChunk).map((chunk) => [chunk.passage, chunk])).values()])
  }

  putVectors(vectors: ReadonlyMap<string, Float32Array>): Promise<void> {
    const known: [number, Int8Array][] = []
    this.transaction(() => {
      for (const [passage, vector] of vectors) {
        if (vector.length !== this.table.dimensions) throw new Error(`a vector of ${vector.length} numbers`)
        const small = quantise(vector)
        this.sql('INSERT OR REPLACE INTO vectors (passage, vector) VALUES (?, ?)').run(bytes(passage), small)
        for (const { id } of this.sql('SELECT id FROM chunks WHERE passage = ?').all(bytes(passage)))
          known.push([id as number, small])
      }
    })
    for (const [id, vector] of known) this.table.set(id, vector)
    return Promise.resolve()
  }

  useModel(id: string, dimensions: number): Promise<void> {
    const model = `${id} ${dimensions}`
    if (this.meta('model') === model) {
      this.noticeOthers()
      return Promise.resolve()
    }
    this.transaction(() => {
      this.sql('DELETE FROM vectors').run()
      this.sql("INSERT OR REPLACE INTO meta (key, value) VALUES ('model', ?)").run(model)
    })
    this.loadVectors()
    return Promise.resolve()
  }

  keyword(words: readonly string[], limit: number): Promise<readonly Match[]> {
    if (words.length === 0) return Promise.resolve([])
    const rows = this.sql(
      `SELECT rowid AS id, -bm25(words, ${this.weights.join(', ')}) AS score FROM words WHERE words MATCH ? ORDER BY 2 DESC LIMIT ?`,
    ).all(matchOf(words), limit)
    return Promise.resolve(rows as unknown as Match[])
  }

  nearest(vector: Float32Array, limit: number): Promise<readonly Match[]> {
    this.noticeOthers()
    return Promise.resolve(vector.length === this.table.dimensions ? this.table.nearest(vector, limit) : [])
  }

  chunks(ids: readonly number[]): Promise<readonly StoredChunk[]> {
    const rows = this.sql(`SELECT ${chunkColumns} WHERE c.id IN (SELECT value FROM json_each(?))`).all(
      JSON.stringify(ids),
    )
    return Promise.resolve(rows.map(asChunk))
  }

  unitChunks(units: readonly number[]): Promise<readonly StoredChunk[]> {
    const rows = this.sql(
      `SELECT ${chunkColumns} WHERE c.unit IN (SELECT value FROM json_each(?)) ORDER BY c.unit, c.start`,
    ).all(JSON.stringify(units))
    return Promise.resolve(rows.map(asChunk))
  }

  chunksOf(path: string): Promise<readonly StoredChunk[]> {
    return Promise.resolve(this.sql(`SELECT ${chunkColumns} WHERE f.path = ? ORDER BY c.start`).all(path).map(asChunk))
  }

  trim(): Promise<void> {
    const unused = 'passage NOT IN (SELECT passage FROM chunks)'
    const { count } = this.sql(`SELECT count(*) AS count FROM vectors WHERE ${unused}`).get() as { count: number }
    if (count > Math.max(leastUnused, this.table.size)) this.sql(`DELETE FROM vectors WHERE ${unused}`).run()
    return Promise.resolve()
  }

  counts(): Promise<IndexCounts> {
    const { files, chunks } = this.sql(
      'SELECT (SELECT count(*) FROM files) files, (SELECT count(*) FROM chunks) chunks',
    ).get()!
    return Promise.resolve({ files: files as number, chunks: chunks as number, embedded: this.table.size })
  }

  lease(owner: string, now: number, until: number): Promise<boolean> {
    const { changes } = this.sql(
      `INSERT INTO lease (id, owner, until) VALUES (1, ?1, ?3)
       ON CONFLICT (id) DO UPDATE SET owner = ?1, until = ?3 WHERE owner = ?1 OR until < ?2 OR until > ?3 + 3600000`,
    ).run(owner, now, until)
    return Promise.resolve(changes > 0)
  }

  release(owner: string): Promise<void> {
    this.sql('DELETE FROM lease WHERE owner = ?').run(owner)
    return Promise.resolve()
  }

  close(): Promise<void> {
    this.db.close()
    return Promise.resolve()
  }

  private insertChunks(
    file: number,
    path: string,
    chunks: readonly ChunkRow[],
  ): { id: number; vector: Int8Array | undefined }[] {
    return [...Map.groupBy(chunks, ({ unit }) => unit).values()].flatMap((parts) => {
      let unit: number | undefined
      const added = parts.map((chunk) => {
        const id = this.insertChunk(file, unit, chunk)
        unit ??= id
        const known = this.sql('SELECT vector FROM vectors WHERE passage = ?').get(bytes(chunk.passage))
        return { id, vector: known && asVector(known['vector']) }
      })
      const { name, signature } = parts[0]!
      const body = parts.map(({ text, outline }) => (outline === '' ? text : `${text}\n${outline}`)).join('\n')
      this.sql('INSERT INTO words (rowid, name, signature, path, body) VALUES (?, ?, ?, ?, ?)').run(
        unit!,
        ...[name, signature, path, body].map((column) => wordsOf(column).join(' ')),
      )
      return added
    })
  }

  /** The first chunk of a unit gives it its number. */
  private insertChunk(file: number, unit: number | undefined, chunk: ChunkRow): number {
    const { startLine, endLine, kind, name, signature, outline, text, hash, passage } = chunk
    const values: SQLInputValue[] = [
      file,
      startLine,
      endLine,
      kind,
      name,
      signature,
      outline,
      text,
      bytes(hash),
      bytes(passage),
    ]
    const { lastInsertRowid } = this.sql(
      `INSERT INTO chunks (unit, file, start, end, kind, name, signature, outline, text, hash, passage)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(unit ?? 0, ...values)
    const id = Number(lastInsertRowid)
    if (unit === undefined) this.sql('UPDATE chunks SET unit = id WHERE id = ?').run(id)
    return id
  }

  private deleteChunks(file: number): number[] {
    const ids = this.sql('SELECT id FROM chunks WHERE file = ?')
      .all(file)
      .map(({ id }) => id as number)
    for (const id of ids) this.sql('DELETE FROM words WHERE rowid = ?').run(id)
    this.sql('DELETE FROM chunks WHERE file = ?').run(file)
    return ids
  }

  private fileId(path: string): number | undefined {
    return this.sql('SELECT id FROM files WHERE path = ?').get(path)?.['id'] as number | undefined
  }

  private meta(key: string): string | undefined {
    return this.sql('SELECT value FROM meta WHERE key = ?').get(key)?.['value'] as string | undefined
  }

  private loadVectors(): void {
    this.seen = this.dataVersion()
    this.waitingFrom = 0
    this.table = new VectorTable(Number(this.meta('model')?.split(' ').at(-1) ?? 0))
    const rows = this.sql('SELECT c.id, v.vector FROM chunks c JOIN vectors v ON v.passage = c.passage').iterate()
    for (const { id, vector } of rows) this.table.set(id as number, asVector(vector))
  }

  private noticeOthers(): void {
    if (this.dataVersion() !== this.seen) this.loadVectors()
  }

  /** Changes when another connection has written. */
  private dataVersion(): unknown {
    return this.sql('PRAGMA data_version').get()?.['data_version']
  }

  private sql(text: string): StatementSync {
    let statement = this.statements.get(text)
    if (!statement) this.statements.set(text, (statement = this.db.prepare(text)))
    return statement
  }

  private transaction<Result>(run: () => Result): Result {
    this.db.exec('BEGIN IMMEDIATE')
    try {
      const result = run()
      this.db.exec('COMMIT')
      return result
    } catch (error) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK')
      throw error
    }
  }
}

/** A word counts wherever it stands, more so in a name, where it may be called otherwise, and in the path. */
function matchOf(words: readonly string[]): string {
  const any = (list: readonly string[]): string => list.map((word) => `"${word}"`).join(' OR ')
  return `${any(words)} OR {name signature} : (${any(withSynonyms(words))}) OR {path} : (${any(words)})`
}
