/** JSON lines from a stream, answered in order, each flushed as it is done. A line that can't be read is answered too. */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

/** @returns the exit code: 0, or 2 when a line could not be read */
export async function answerLines(
  input: Readable,
  output: Writable,
  answer: (line: Record<string, unknown>) => Promise<object>,
): Promise<number> {
  let exitCode = 0
  let number = 0
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    number++
    if (text.trim() === '') continue
    let out: object
    let id: unknown = null
    try {
      const line = JSON.parse(text) as unknown
      if (typeof line !== 'object' || line === null || Array.isArray(line)) throw new Error('not a JSON object')
      id = (line as Record<string, unknown>)['id'] ?? null
      out = await answer(line as Record<string, unknown>)
    } catch (error) {
      exitCode = 2
      out = { id, error: `line ${number}: ${error instanceof Error ? error.message : String(error)}` }
    }
    if (!output.write(`${JSON.stringify(out)}\n`)) await once(output, 'drain')
  }
  return exitCode
}

/** Error that names the field. */
export function textField(line: Record<string, unknown>, name: string, fallback?: string): string {
  const value = line[name] ?? fallback
  if (typeof value !== 'string') throw new Error(`"${name}" must be a string`)
  return value
}
