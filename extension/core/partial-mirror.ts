/**
 * A large document is sent to the model host in pieces, so that no piece holds up the editor. While pieces are
 * missing, the host knows the first `known` characters; the rest is read from the document when its turn comes.
 */

export interface MirrorEdit {
  readonly offset: number
  readonly deleted: number
  readonly inserted: string
}

export interface Clipped {
  /** What the host must be told. */
  readonly edits: readonly MirrorEdit[]
  /** Characters that it knows afterwards. */
  readonly known: number
}

/** Edits of a document of which only the first `known` characters were sent; in order, as they were made. */
export function clipEdits(edits: readonly MirrorEdit[], known: number): Clipped {
  const told: MirrorEdit[] = []
  let end = known
  for (const edit of edits) {
    // At `end` itself nothing is known yet, so what is typed there comes with the next piece.
    if (edit.offset >= end) continue
    const deleted = Math.min(edit.deleted, end - edit.offset)
    told.push({ ...edit, deleted })
    end += edit.inserted.length - deleted
  }
  return { edits: told, known: end }
}

/**
 * Of the documents, the longest unused first, the one that the mirror is told more of: the one used last, for someone looks at
 * it; then the others in their order, since whatever comes last counts as the nearest. Undefined when it knows all of all.
 * @param documents `known`: characters that the mirror has, undefined for all
 */
export function nextToSend<Document extends { readonly known: number | undefined }>(
  documents: readonly Document[],
): Document | undefined {
  const last = documents.at(-1)
  return last?.known === undefined ? documents.find(({ known }) => known !== undefined) : last
}
