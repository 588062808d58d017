/** What the search is measured against: BM25 over windows of 30 lines every 15, the path on top, identifiers split. */
import { DatabaseSync } from 'node:sqlite'
import { queryWords, wordsOf } from '../../core/retrieval/words.ts'

const windowLines = 30
const stride = 15

export class PlainBm25 {
  private readonly db = new DatabaseSync(':memory:')
  private readonly windows: { path: string; startLine: number; endLine: number }[] = []

  constructor() {
    this.db.exec("CREATE VIRTUAL TABLE windows USING fts5 (body, content = '', tokenize = 'unicode61')")
  }

  add(path: string, text: string): void {
    const insert = this.db.prepare('INSERT INTO windows (rowid, body) VALUES (?, ?)')
    const lines = text.split('\n')
    for (let start = 0; start === 0 || start + stride < lines.length; start += stride) {
      const body = `${path}\n${lines.slice(start, start + windowLines).join('\n')}`
      insert.run(this.windows.length, wordsOf(body).join(' '))
      this.windows.push({ path, startLine: start + 1, endLine: Math.min(start + windowLines, lines.length) })
    }
  }

  search(query: string, limit: number): { path: string; startLine: number; endLine: number }[] {
    const match = queryWords(query)
      .map((word) => `"${word}"`)
      .join(' OR ')
    const rows = this.db
      .prepare('SELECT rowid FROM windows WHERE windows MATCH ? ORDER BY rank LIMIT ?')
      .all(match, limit)
    return rows.map(({ rowid }) => this.windows[rowid as number]!)
  }

  close(): void {
    this.db.close()
  }
}
