/** Answers that may be served again: by the question's key, or by its vector. They stay on this machine, and are few. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Source } from '../../core/ask-service.ts'

export interface Answer {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly question: string
  readonly text: string
  /** What it stands on. */
  readonly sources: readonly Source[]
  /** Tokens of the prompt that it took, for what was saved. */
  readonly promptTokens: number
}

export interface NewAnswer extends Answer {
  /** Workspace and place that the question was asked about. */
  readonly scope: string
  readonly key: string
  /** Of length 1; null while there is no encoder. */
  readonly vector: Float32Array | null
}

export interface Similar extends Answer {
  /** Cosine of the questions; 1 for the same key. */
  readonly similarity: number
}

const mostAnswers = 500

type Row = Omit<Answer, 'sources'> & { sources: string; key: string; vector: Uint8Array | null }

export class AnswerTable {
  readonly #put: StatementSync
  readonly #prune: StatementSync
  readonly #find: StatementSync
  readonly #remove: StatementSync

  constructor(database: DatabaseSync) {
    this.#put = database.prepare(
      `INSERT INTO answer (id, at, scope, key, vector, question, text, sources, promptTokens)
       VALUES (:id, :at, :scope, :key, :vector, :question, :text, :sources, :promptTokens)
       ON CONFLICT (scope, key) DO UPDATE SET id = excluded.id, at = excluded.at, vector = excluded.vector,
         question = excluded.question, text = excluded.text, sources = excluded.sources,
         promptTokens = excluded.promptTokens`,
    )
    this.#prune = database.prepare(
      'DELETE FROM answer WHERE number IN (SELECT number FROM answer ORDER BY at DESC LIMIT -1 OFFSET ?)',
    )
    this.#find = database.prepare('SELECT * FROM answer WHERE scope = ?')
    this.#remove = database.prepare('DELETE FROM answer WHERE id = ?')
  }

  put({ id, at, scope, key, vector, question, text, sources, promptTokens }: NewAnswer): void {
    const bytes = vector && new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)
    this.#put.run({ id, at, scope, key, vector: bytes, question, text, sources: JSON.stringify(sources), promptTokens })
    this.#prune.run(mostAnswers)
  }

  /** At least `least` alike, best first. */
  similar(scope: string, key: string, vector: Float32Array | null, least: number): Similar[] {
    return (this.#find.all(scope) as unknown as Row[])
      .map((row) => ({ row, similarity: row.key === key ? 1 : cosine(row.vector, vector) }))
      .filter(({ similarity }) => similarity >= least)
      .sort((a, b) => b.similarity - a.similarity)
      .map(({ row: { id, at, question, text, sources, promptTokens }, similarity }) => ({
        ...{ id, at, question, text, promptTokens, similarity },
        sources: JSON.parse(sources) as Source[],
      }))
  }

  remove(id: string): void {
    this.#remove.run(id)
  }
}

/** Of unit vectors; vectors of another encoder are not alike. */
function cosine(bytes: Uint8Array | null, vector: Float32Array | null): number {
  if (!bytes || !vector || bytes.byteLength !== vector.byteLength) return 0
  const other = new Float32Array(bytes.slice().buffer)
  return vector.reduce((sum, value, index) => sum + value * other[index]!, 0)
}
