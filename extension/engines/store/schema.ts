/**
 * Tables of `store.db`. Money in integer micro-dollars, times in milliseconds since 1970.
 *
 * A counter is one row, raised only while it stays within a cap that comes with each statement; so no two processes
 * can both take what is left, and a changed cap counts at once:
 *   `day:2026-11-25` micro-dollars · `hour:2026-11-25 14` asks · `query:ID` tokens of one ask
 */
export const schemaVersion = 1

export const schema = `
CREATE TABLE IF NOT EXISTS counter (
  name TEXT PRIMARY KEY,
  spent INTEGER NOT NULL CHECK (spent >= 0),
  reserved INTEGER NOT NULL CHECK (reserved >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS entry (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  day TEXT NOT NULL,
  state TEXT NOT NULL,
  pid INTEGER NOT NULL,
  kind TEXT NOT NULL,
  route TEXT NOT NULL,
  reason TEXT NOT NULL,
  label TEXT,
  p REAL,
  mode TEXT NOT NULL,
  model TEXT,
  prompt TEXT,
  priceRow TEXT,
  why TEXT,
  billedModel TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  firstTokenMs REAL,
  ms REAL NOT NULL DEFAULT 0,
  costMicroUsd INTEGER NOT NULL DEFAULT 0,
  flagshipMicroUsd INTEGER NOT NULL DEFAULT 0,
  estimated INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS entryAt ON entry (at);
CREATE INDEX IF NOT EXISTS entryOpen ON entry (pid) WHERE state = 'open';

CREATE TABLE IF NOT EXISTS component (
  entry INTEGER NOT NULL REFERENCES entry (number),
  call INTEGER NOT NULL,
  component TEXT NOT NULL,
  tokens INTEGER NOT NULL,
  costMicroUsd INTEGER NOT NULL,
  ms REAL
) STRICT;
CREATE INDEX IF NOT EXISTS componentEntry ON component (entry);

CREATE TABLE IF NOT EXISTS reservation (
  entry INTEGER NOT NULL REFERENCES entry (number),
  call INTEGER NOT NULL,
  day TEXT NOT NULL,
  hour TEXT NOT NULL,
  asks INTEGER NOT NULL,
  -- Likely prompt and longest answer, against the cap on tokens; input and output are the bound that money goes by.
  queryTokens INTEGER NOT NULL,
  inputTokens INTEGER NOT NULL,
  outputTokens INTEGER NOT NULL,
  inputMicroUsd INTEGER NOT NULL,
  outputMicroUsd INTEGER NOT NULL,
  -- What was counted as spent; NULL while the call is under way.
  countedMicroUsd INTEGER,
  countedTokens INTEGER,
  PRIMARY KEY (entry, call)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS answer (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  -- float32, of length 1
  vector BLOB,
  question TEXT NOT NULL,
  text TEXT NOT NULL,
  sources TEXT NOT NULL,
  promptTokens INTEGER NOT NULL,
  UNIQUE (scope, key)
) STRICT;
`
