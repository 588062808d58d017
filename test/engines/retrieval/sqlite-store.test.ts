/** The store's own promises, on a real SQLite in memory. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { ChunkRow } from '../../../extension/core/retrieval/store.ts'
import { chunkRows } from '../../../extension/engines/retrieval/read-chunks.ts'
import { SyntaxParser } from '../../../extension/engines/retrieval/parser.ts'
import { SqliteStore } from '../../../extension/engines/retrieval/sqlite-store.ts'

const parser = new SyntaxParser()
const rowsOf = (path: string, names: readonly string[]): Promise<ChunkRow[]> =>
  chunkRows(path, names.map((name) => `def ${name}():\n    return 1\n`).join('\n'), parser)
const hash = createHash('sha256').update('').digest('hex')
const stamp = { size: 1, modified: 1, hash }

describe('index store', () => {
  it('gives what waits for its vector in order, a passage once, and nothing that has one', async () => {
    const store = new SqliteStore(new DatabaseSync(':memory:'))
    await store.useModel('toy', 4)
    const rows = await rowsOf('a.py', ['one', 'two', 'three'])
    await store.put('a.py', stamp, rows)
    await store.put('copy.py', stamp, rows)
    const waiting = async (limit = 10): Promise<string[]> => (await store.waiting(limit)).map(({ passage }) => passage)
    const passages = rows.map(({ passage }) => passage)
    assert.ok(passages.length > 0)
    assert.deepEqual(await waiting(), passages)
    assert.deepEqual(await waiting(1), passages.slice(0, 1))
    await store.putVectors(new Map([[passages[0] as string, Float32Array.of(1, 0, 0, 0)]]))
    assert.deepEqual(await waiting(), passages.slice(1))
    await store.putVectors(new Map(passages.map((passage) => [passage, Float32Array.of(0, 1, 0, 0)])))
    assert.deepEqual(await waiting(), [])
    const later = await rowsOf('b.py', ['four'])
    await store.put('b.py', stamp, later)
    assert.deepEqual(await waiting(), [later[0]?.passage])
    await store.close()
  })

  it('notices what another window does to the vectors: with another model all wait again', async () => {
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'shortline-store-')), 'index.db')
    const [mine, other] = [new SqliteStore(new DatabaseSync(file)), new SqliteStore(new DatabaseSync(file))]
    const rows = await rowsOf('a.py', ['one', 'two'])
    const passages = rows.map(({ passage }) => passage)
    await mine.useModel('toy', 4)
    await mine.put('a.py', stamp, rows)
    await mine.putVectors(new Map(passages.map((passage) => [passage, Float32Array.of(0, 1, 0, 0)])))
    assert.deepEqual(await mine.waiting(10), [])
    await mine.useModel('toy', 4)
    assert.equal((await mine.nearest(Float32Array.of(0, 1, 0, 0), 10)).length, 2)
    await other.useModel('other', 4)
    assert.deepEqual(
      (await mine.waiting(10)).map(({ passage }) => passage),
      passages,
    )
    for (const store of [mine, other]) await store.close()
    await rm(path.dirname(file), { recursive: true })
  })
})
