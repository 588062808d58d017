/** The text of a file, whatever encoding it says it has. */
import { readFile } from 'node:fs/promises'

/** undefined for what is no text. Never throws on bytes that are wrong for their encoding. */
export async function readText(file: string): Promise<{ text: string; bytes: Buffer } | undefined> {
  const bytes = await readFile(file)
  const text = decode(bytes)
  return text === undefined ? undefined : { text, bytes }
}

export function decode(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  if (bytes.subarray(0, 8192).includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // What is not UTF-8 and has no zero bytes is taken for the most common of the old encodings.
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
