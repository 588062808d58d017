/**
 * Answers what will be asked when a suggestion has been accepted, while nobody asks for anything else. The document is
 * changed for as long as that takes, and changed back before anything else is read or written.
 */
import { afterAcceptance } from '../../core/completion/acceptance.ts'
import type { CompletionEngine, Query, Verdict } from '../../core/completion/engine.ts'
import { withoutEnd } from '../../core/completion/line-text.ts'
import type { Outcome } from '../../core/types.ts'

/** What was answered ahead, and where it will be asked. */
export interface Foreseen {
  readonly uri: string
  readonly offset: number
  /** What stands before the offset by then, from the start of the suggestion's line. */
  readonly before: string
  readonly verdict: Verdict
}

/** For the step of indentation. */
const linesAbove = 60

export class Ahead {
  private undoing: (() => void) | undefined
  private foreseen: Foreseen | undefined

  /** The documents are as the editor has them, again. */
  undo(): void {
    this.undoing?.()
    this.undoing = undefined
  }

  /** After a change: what was answered ahead for the place where the document has come to; told once. */
  cameTrue(engine: CompletionEngine, uri: string): Foreseen | undefined {
    const { foreseen } = this
    if (foreseen?.uri !== uri) return undefined
    const { offset, before } = foreseen
    const { text } = engine.index.document(uri)
    if (offset > text.length || !engine.index.linesBefore(uri, offset, before.length).endsWith(before)) return undefined
    this.foreseen = undefined
    return foreseen
  }

  /**
   * @param query that a suggestion of `text` answered
   * @param isWhole the suggestion goes to the end of its line
   * @returns the outcome once `inserted` stands at the query's offset; undefined when nobody can know where that will be;
   *   `interrupted` when something else came up
   */
  async look(
    engine: CompletionEngine,
    path: string,
    query: Query,
    text: string,
    isWhole: boolean,
  ): Promise<{ readonly inserted: string; readonly outcome: Outcome } | 'interrupted' | undefined> {
    this.undo()
    const { uri, offset } = query
    const { text: source, language } = engine.index.document(uri)
    const { line, number, column } = source.find(offset)
    const lines = source.lines.slice(Math.max(0, number - linesAbove), number + 1).map((each) => withoutEnd(each.text))
    const whole = lines.pop() ?? ''
    const typed = line.text.slice(0, column)
    const inserted = afterAcceptance({ typed, rest: whole.slice(column), text, isWhole, language, above: lines })
    if (inserted === undefined) return undefined
    engine.change(uri, [{ offset, deleted: 0, inserted }])
    const run = { isOver: false }
    this.undoing = () => {
      run.isOver = true
      engine.change(uri, [{ offset, deleted: inserted.length, inserted: '' }])
    }
    const asked = { ...query, offset: offset + inserted.length }
    try {
      const verdict = await engine.judge(path, asked, () => run.isOver, false)
      if (run.isOver) return 'interrupted'
      this.foreseen = { uri, offset: asked.offset, before: typed + inserted, verdict }
      return { inserted, outcome: verdict.outcome }
    } finally {
      if (!run.isOver) this.undo()
    }
  }
}
