/** A file as chunks: read, judged, parsed, cut, hashed. */
import { createHash } from 'node:crypto'
import { chunksOf } from '../../core/retrieval/chunks.ts'
import type { ChunkSizes } from '../../core/retrieval/chunks.ts'
import { unsuitableByText } from '../../core/retrieval/file-kind.ts'
import { syntaxOf } from '../../core/retrieval/languages.ts'
import { passageOf } from '../../core/retrieval/passage.ts'
import type { ChunkRow } from '../../core/retrieval/store.ts'
import type { SyntaxParser } from './parser.ts'

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** None for what is generated. */
export async function chunkRows(
  path: string,
  text: string,
  parser: SyntaxParser,
  sizes?: ChunkSizes,
): Promise<ChunkRow[]> {
  if (unsuitableByText(text)) return []
  const syntax = syntaxOf(path)
  const definitions = syntax ? await parser.definitions(text, syntax) : undefined
  return chunksOf(text, definitions ?? [], sizes).map((chunk) => ({
    ...chunk,
    hash: sha256(chunk.text),
    passage: sha256(passageOf(path, chunk)),
  }))
}
