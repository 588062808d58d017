/** Opens an index, whatever state its file is in: a damaged one is made anew, one that can't be kept is held in memory. */
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type * as sqlite from 'node:sqlite'
import type { IndexTrouble } from '../../core/retrieval/index-state.ts'
import { SqliteStore } from './sqlite-store.ts'

export interface OpenedStore {
  readonly store: SqliteStore
  readonly trouble?: IndexTrouble
  /** The file is still the one that was opened: another process may have deleted it. */
  isCurrent(): boolean
}

/** `damaged`: the file is no index any more; `unkept`: it can't be written; `busy`: later. */
export type SqliteFault = 'damaged' | 'unkept' | 'busy'

const faults: Readonly<Record<number, SqliteFault>> = {
  5: 'busy',
  6: 'busy',
  8: 'unkept', // read-only
  10: 'unkept', // I/O error
  11: 'damaged',
  13: 'unkept', // disk full
  14: 'unkept', // can't be opened
  26: 'damaged', // not a database
}

/** undefined: no fault of the file. */
export function faultOf(error: unknown): SqliteFault | undefined {
  if (!(error instanceof Error)) return undefined
  if ('errcode' in error && typeof error.errcode === 'number') return faults[error.errcode & 0xff]
  const code = (error as NodeJS.ErrnoException).code ?? ''
  return ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EEXIST'].includes(code) ? 'unkept' : undefined
}

/** @throws when there is no SQLite at all */
export function openStore(file: string, log: (text: string) => void): OpenedStore {
  try {
    return openFile(file)
  } catch (error) {
    const fault = faultOf(error)
    if (fault === undefined) throw error
    log(`The index at its place can't be used (${messageOf(error)}).`)
    if (fault === 'damaged') {
      try {
        dropIndex(file)
        return openFile(file)
      } catch (again) {
        log(`Nor can a new one be made (${messageOf(again)}).`)
      }
    }
    return openMemory(messageOf(error))
  }
}

export function openMemory(why: string): OpenedStore {
  const message = `The index can't be kept on disk (${why}): it is in memory and gone when the window closes. Free some space or check the folder's permissions.`
  return { store: connect(':memory:'), trouble: { reason: 'not-kept', message }, isCurrent: () => true }
}

/** With what SQLite keeps beside it. */
export function dropIndex(file: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true })
}

function openFile(file: string): OpenedStore {
  if (file === ':memory:') return { store: connect(file), isCurrent: () => true }
  mkdirSync(path.dirname(file), { recursive: true })
  const store = connect(file)
  const inode = statSync(file).ino
  return { store, isCurrent: () => statSync(file, { throwIfNoEntry: false })?.ino === inode }
}

function connect(file: string): SqliteStore {
  // Not imported: where there is no SQLite, only the search is gone.
  const { DatabaseSync } = createRequire(import.meta.url)('node:sqlite') as typeof sqlite
  const db = new DatabaseSync(file)
  try {
    return new SqliteStore(db)
  } catch (error) {
    db.close()
    throw error
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
