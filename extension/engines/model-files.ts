/** The files of a model folder: read, checked against the sums in `card.json`, refused with what to do about it. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export class ModelError extends Error {
  readonly reason: 'model-missing' | 'model-broken' | 'native-failed'

  constructor(reason: ModelError['reason'], message: string, cause?: unknown) {
    super(message, { cause })
    this.reason = reason
  }
}

/**
 * @param remedy what else than a new installation helps
 * @throws ModelError
 */
export async function readModelFile(folder: string, name: string, remedy?: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, name))
  } catch (error) {
    throw missing(folder, name, error, remedy)
  }
}

function missing(folder: string, name: string, error: unknown, remedy?: string): ModelError {
  return new ModelError(
    'model-missing',
    `${join(folder, name)} can't be read (${messageOf(error)}). ${advice(remedy)}`,
    error,
  )
}

/** @param remedy what else helps */
export function advice(remedy?: string): string {
  return `Reinstall Shortline${remedy === undefined ? '' : `, or ${remedy}`}.`
}

export function parse(data: Buffer): unknown {
  return JSON.parse(data.toString('utf8'))
}

/** @throws ModelError that names the file, where `read` throws */
export function attempt<T>(folder: string, name: string, read: () => T, remedy?: string): T {
  try {
    return read()
  } catch (error) {
    throw new ModelError(
      'model-broken',
      `${join(folder, name)} can't be used: ${messageOf(error)}. ${advice(remedy)}`,
      error,
    )
  }
}

/** @throws ModelError where `data` is not the file that the card was written for */
export function checkSum(
  folder: string,
  sha256: Readonly<Record<string, string>>,
  name: string,
  data: Buffer,
  remedy?: string,
): void {
  compare(folder, sha256, name, createHash('sha256').update(data).digest('hex'), remedy)
}

/** The same for a file that need not be in memory. */
export async function checkSumOfFile(
  folder: string,
  sha256: Readonly<Record<string, string>>,
  name: string,
): Promise<void> {
  const hash = createHash('sha256')
  try {
    for await (const part of createReadStream(join(folder, name))) hash.update(part as Buffer)
  } catch (error) {
    throw missing(folder, name, error)
  }
  compare(folder, sha256, name, hash.digest('hex'))
}

function compare(
  folder: string,
  sha256: Readonly<Record<string, string>>,
  name: string,
  found: string,
  remedy?: string,
): void {
  const wanted = sha256[name]
  if (wanted !== found) {
    throw new ModelError(
      'model-broken',
      `${join(folder, name)} is damaged or not the one that card.json was written for (SHA-256 ${found.slice(0, 12)}…, expected ${String(wanted).slice(0, 12)}…). ${advice(remedy)}`,
    )
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
