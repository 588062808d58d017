/**
 * What an index must be able to do, whoever keeps it: one SQLite file per workspace today; PostgreSQL with pgvector
 * could stand behind the same words for a team. Chunks and vectors are known by the hash of their content.
 */
import type { Chunk } from './chunks.ts'

export interface FileStamp {
  /** Bytes. */
  readonly size: number
  /** Milliseconds since the epoch, as the file system says. */
  readonly modified: number
  /** SHA-256 of the content, hexadecimal. */
  readonly hash: string
}

export interface ChunkRow extends Chunk {
  /** SHA-256 of `text`, hexadecimal. */
  readonly hash: string
  /** SHA-256 of the passage that stands for it where it is embedded, hexadecimal. */
  readonly passage: string
}

export interface StoredChunk extends ChunkRow {
  readonly id: number
  /** Of all files: no two definitions have the same. */
  readonly unit: number
  readonly path: string
}

/** What answers, with a score of which higher is better. */
export interface Match {
  readonly id: number
  readonly score: number
}

export interface IndexCounts {
  readonly files: number
  readonly chunks: number
  /** Chunks whose vector is known. */
  readonly embedded: number
}

export interface IndexStore {
  files(): Promise<ReadonlyMap<string, FileStamp>>
  file(path: string): Promise<FileStamp | undefined>
  /** The file of that path, or the files in the folder of that path. */
  filesAt(path: string): Promise<readonly string[]>
  /** Replaces all that was known of the file, in one step. */
  put(path: string, stamp: FileStamp, chunks: readonly ChunkRow[]): Promise<void>
  /** The content is as it was. */
  touch(path: string, stamp: FileStamp): Promise<void>
  remove(paths: readonly string[]): Promise<void>
  /** The first chunks that wait for their vector, in the order in which they came, one for each passage. */
  waiting(limit: number): Promise<readonly StoredChunk[]>
  /** Vectors by passage. Those of the model named last are kept, whether a chunk has the passage now or not. */
  putVectors(vectors: ReadonlyMap<string, Float32Array>): Promise<void>
  /** Vectors of another model are forgotten. */
  useModel(id: string, dimensions: number): Promise<void>
  /** Units that have at least one of the words, best first. */
  keyword(words: readonly string[], limit: number): Promise<readonly Match[]>
  /** Chunks, best first, by cosine. */
  nearest(vector: Float32Array, limit: number): Promise<readonly Match[]>
  chunks(ids: readonly number[]): Promise<readonly StoredChunk[]>
  /** All chunks of these units, each unit's in the order of their lines. */
  unitChunks(units: readonly number[]): Promise<readonly StoredChunk[]>
  /** In the order of their lines. */
  chunksOf(path: string): Promise<readonly StoredChunk[]>
  /** Forgets vectors that no chunk has had use for, when there are many. */
  trim(): Promise<void>
  counts(): Promise<IndexCounts>
  /** One writer at a time: true while `owner` has it, until `until`. Times in milliseconds since the epoch. */
  lease(owner: string, now: number, until: number): Promise<boolean>
  release(owner: string): Promise<void>
  close(): Promise<void>
}
