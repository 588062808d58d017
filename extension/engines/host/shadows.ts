/** What could have been suggested on the line that is being written, out of the engine's verdicts. */
import type { Verdict } from '../../core/completion/engine.ts'
import type { Edit } from '../../core/completion/line-text.ts'
import { withoutEnd } from '../../core/completion/line-text.ts'
import type { LiveIndex } from '../../core/completion/live-index.ts'
import { ShadowLines } from '../../core/completion/shadow-lines.ts'
import type { Shades } from '../../core/shadow.ts'

export class Shadows {
  private readonly index: () => LiveIndex
  private readonly lines: ShadowLines

  /** @param written called when a line has been left */
  constructor(index: () => LiveIndex, written: (uri: string, requests: readonly Shades[]) => void) {
    this.index = index
    this.lines = new ShadowLines((uri, number) => {
      const line = index().has(uri) ? index().document(uri).text.lines[number] : undefined
      return line && withoutEnd(line.text)
    }, written)
  }

  /** What could have been shown, whether it was or not; rules that forbid a text forbid it at every threshold. */
  remember(uri: string, offset: number, { outcome, ranked, cuts, confidences }: Verdict): void {
    const wasHidden = outcome.kind === 'empty' && outcome.reason === 'below-threshold'
    const [best] = ranked
    if (!best || cuts.length === 0 || !(outcome.kind === 'done' || wasHidden)) return
    const { line, number, column } = this.index().document(uri).text.find(offset)
    this.lines.asked(uri, number, {
      typed: line.text.slice(0, column),
      after: withoutEnd(line.text).slice(column),
      text: best.candidate.text,
      ends: cuts.map(({ end }, at) => ({ length: end, confidence: confidences[at] ?? 0 })),
    })
  }

  /** Before the edits are made. */
  changing(uri: string, edits: readonly Edit[]): void {
    this.lines.changing(uri, this.index().document(uri).text, edits)
  }

  closed(uri: string): void {
    this.lines.closed(uri)
  }
}
