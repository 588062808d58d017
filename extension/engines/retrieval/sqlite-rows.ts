/** Rows of the index's tables as what the store speaks of. Hashes are blobs there, hexadecimal here. */
import type { FileStamp, StoredChunk } from '../../core/retrieval/store.ts'

export const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex')
const hex = (value: unknown): string => Buffer.from(value as Uint8Array).toString('hex')

export function asStamp({ size, modified, hash }: Record<string, unknown>): FileStamp {
  return { size: size as number, modified: modified as number, hash: hex(hash) }
}

export function asVector(blob: unknown): Int8Array {
  const { buffer, byteOffset, byteLength } = blob as Uint8Array
  return new Int8Array(buffer, byteOffset, byteLength)
}

export function asChunk(row: Record<string, unknown>): StoredChunk {
  const { id, path, start, end, unit, kind, name, signature, outline, text, hash, passage } = row
  return {
    ...({ id, path, startLine: start, endLine: end, unit, kind, name, signature, outline, text } as StoredChunk),
    hash: hex(hash),
    passage: hex(passage),
  }
}
