/**
 * What the encoder reads of a chunk and of a question. Measured (`models/LOG.md`); changing it means embedding anew,
 * and `models/recipe` trains on the same form.
 */
import type { Chunk } from './chunks.ts'

/** The encoder looks at 256 tokens: what is longer than this is cut off unread. */
const mostChars = 2000

export function passageOf(path: string, { name, signature, outline, text, kind }: Chunk): string {
  const place = name === '' ? path : `${path} ${name}`
  const head = kind === 'lines' || text.includes(signature) ? '' : `${signature}\n`
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return `${place}\n${head}${lines.join('\n')}${outline === '' ? '' : `\n${outline}`}`.slice(0, mostChars)
}
