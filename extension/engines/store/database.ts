/**
 * `store.db` through `node:sqlite`, which is required when it is first needed: ledger and answer cache, shared by all
 * windows. What can't be opened, read or written says so; it is never dropped, for it holds money.
 */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type * as Sqlite from 'node:sqlite'
import type { DatabaseSync } from 'node:sqlite'
import { schema, schemaVersion } from './schema.ts'

/** As long as another may hold the write lock before it is said to be stuck. */
const patienceMs = 5000

export class StoreError extends Error {
  override readonly name = 'StoreError'
}

/** @throws StoreError whose message says what to do */
export function openDatabase(file: string): DatabaseSync {
  // Typed as always there, which an older Node makes untrue.
  const sqlite = process.getBuiltinModule('node:sqlite') as typeof Sqlite | undefined
  if (!sqlite) throw new StoreError('This Node has no node:sqlite, which the ledger needs: use Node 22.18 or newer.')
  return translated(file, () => {
    mkdirSync(path.dirname(file), { recursive: true })
    const database = new sqlite.DatabaseSync(file, { timeout: patienceMs })
    try {
      prepare(database, file)
      // From here on `explained` waits: SQLite's own handler sleeps 1, 2, 5 … 100 ms between two tries.
      database.exec('PRAGMA busy_timeout = 0')
      return database
    } catch (error) {
      database.close()
      throw error
    }
  })
}

function prepare(database: DatabaseSync, file: string): void {
  patiently(() => database.exec('PRAGMA journal_mode = WAL'))
  // NORMAL: what a process wrote survives its death, and a power failure breaks nothing, though it may take the last
  // seconds along, when the ask was lost too. Only a checkpoint waits for the disk, so there is one in 600 calls.
  database.exec('PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000; PRAGMA foreign_keys = ON')
  const { user_version: found } = database.prepare('PRAGMA user_version').get() as { user_version: number }
  if (found > schemaVersion) {
    throw new StoreError(`${file} was written by a newer Shortline: update this one, or point it to another ledger.`)
  }
  const check = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string }
  if (check.quick_check !== 'ok') throw damaged(file, check.quick_check)
  if (found === schemaVersion) return
  // Whoever is second finds the tables there.
  database.exec(`BEGIN IMMEDIATE; ${schema}; PRAGMA user_version = ${schemaVersion}; COMMIT`)
}

/** Runs it again while another has the lock. What runs changes nothing before it has it. */
function patiently<T>(run: () => T): T {
  const begun = performance.now()
  for (;;) {
    try {
      return run()
    } catch (error) {
      const waited = performance.now() - begun
      if (codeOf(error) !== SQLITE.busy || waited > patienceMs) throw error
      // Who has the lock keeps it for a tenth of a millisecond; when not, its process is stuck or stands in line.
      Atomics.wait(nobodyWakes, 0, 0, waited < 20 ? 0.01 : 1)
    }
  }
}

const nobodyWakes = new Int32Array(new SharedArrayBuffer(4))

/** SQLite's primary result code. */
function codeOf(error: unknown): number | undefined {
  const { errcode } = error as { readonly errcode?: number }
  return errcode === undefined ? undefined : errcode & 0xff
}

function damaged(file: string, detail: string): StoreError {
  return new StoreError(
    `The ledger ${file} is damaged (${detail}). Move it away to begin a new one; nothing is sent until then.`,
  )
}

const SQLITE = { busy: 5, readonly: 8, ioerr: 10, corrupt: 11, full: 13, cantopen: 14, notadb: 26 } as const

/** Waits for the lock; SQLite's and the disk's errors become sentences that say what to do. */
export function explained<T>(file: string, run: () => T): T {
  return translated(file, () => patiently(run))
}

function translated<T>(file: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw explain(file, error)
  }
}

function explain(file: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC') return full(file)
  // Whatever else the file system says about the folder.
  if (code?.startsWith('E') && !code.startsWith('ERR_')) return cannotWrite(file, error)
  switch (codeOf(error)) {
    case SQLITE.busy:
      return new StoreError(`The ledger ${file} is locked by another program: close it and ask again.`)
    case SQLITE.readonly:
    case SQLITE.cantopen:
      return cannotWrite(file, error)
    case SQLITE.ioerr:
      return new StoreError(`The ledger ${file} can’t be read or written (${error.message}): check the disk.`)
    case SQLITE.full:
      return full(file)
    case SQLITE.corrupt:
    case SQLITE.notadb:
      return damaged(file, error.message)
    default:
      return error
  }
}

function cannotWrite(file: string, { message }: Error): StoreError {
  return new StoreError(`The ledger ${file} can’t be written (${message}): check who may write to that folder.`)
}

function full(file: string): StoreError {
  return new StoreError(`The disk with the ledger ${file} is full: free some space and ask again.`)
}
