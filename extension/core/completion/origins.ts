/** Where a line that is suggested stands already: what a person is told about it. */
import type { TextPlace } from '../types.ts'
import type { Candidate } from './copies.ts'
import type { LiveIndex } from './live-index.ts'

/** The places with the longest match, those of lines that an edit has replaced since left out. */
export function originsOf(index: LiveIndex, { seen }: Candidate): TextPlace[] {
  const documents = [...index.all()]
  return seen.flatMap((line) => {
    line.owner.renumber()
    const document = documents.find(({ text }) => text === line.owner)
    if (!document || line.owner.lines[line.number] !== line) return []
    return [{ uri: document.uri, line: line.number + 1 }]
  })
}
