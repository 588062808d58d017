/** The tables of an index. Changing any of this, or what is written into it, means a new version: old files are built anew. */
import type { DatabaseSync } from 'node:sqlite'

export const indexVersion = 1
/** "Slix": tells an index from any other SQLite file. */
export const applicationId = 0x536c6978

const tables = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE files (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, modified REAL NOT NULL, hash BLOB NOT NULL);
  CREATE TABLE chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT, file INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    -- Id of the first chunk of its definition.
    unit INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, signature TEXT NOT NULL, outline TEXT NOT NULL,
    text TEXT NOT NULL, hash BLOB NOT NULL, passage BLOB NOT NULL
  );
  CREATE INDEX chunks_file ON chunks (file);
  CREATE INDEX chunks_unit ON chunks (unit);
  CREATE INDEX chunks_passage ON chunks (passage);
  CREATE TABLE vectors (passage BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE lease (id INTEGER PRIMARY KEY CHECK (id = 1), owner TEXT NOT NULL, until INTEGER NOT NULL);
  -- One row a unit: split words, no copy of the text.
  CREATE VIRTUAL TABLE words USING fts5 (
    name, signature, path, body, content = '', contentless_delete = 1, tokenize = 'porter unicode61'
  );
`

/** True when the tables had to be made. */
export function prepareSchema(db: DatabaseSync): boolean {
  db.exec(
    'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000',
  )
  const pragma = (name: string): unknown => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]
  const isOurs = pragma('application_id') === applicationId && pragma('user_version') === indexVersion
  if (isOurs) return false
  db.exec('BEGIN IMMEDIATE')
  try {
    // Another window may have been faster.
    if (pragma('user_version') !== indexVersion) {
      const old = db.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'words_%'",
      )
      for (const { name } of old.all()) db.exec(`DROP TABLE "${name as string}"`)
      db.exec(`${tables}; PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${indexVersion}`)
    }
    db.exec('COMMIT')
  } catch (error) {
    db.exec('ROLLBACK')
    throw error
  }
  return true
}
