/** `npx shortline …` as a user starts it. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { text } from 'node:stream/consumers'

const bin = path.resolve(import.meta.dirname, '../../../extension/bin.mjs')

export interface Run {
  readonly code: number
  readonly output: string
  readonly errors: string
}

/** @param interruptAt Ctrl+C is pressed when this stands on standard error */
export async function shortline(
  args: readonly string[],
  input: readonly (object | string)[] = [],
  interruptAt?: string,
): Promise<Run> {
  const child = spawn(process.execPath, [bin, ...args], { stdio: 'pipe', detached: interruptAt !== undefined })
  let said = ''
  child.stderr.on('data', (chunk) => {
    const before = said
    said += String(chunk)
    // As a terminal does, to the whole group.
    if (interruptAt !== undefined && said.includes(interruptAt) && !before.includes(interruptAt))
      process.kill(-child.pid!, 'SIGINT')
  })
  // A command that refuses its arguments reads nothing.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''))
  const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)))
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await ended, output, errors }
}

export function jsonLines(output: string): Record<string, unknown>[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
