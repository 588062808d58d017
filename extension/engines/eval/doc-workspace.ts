/** A package copied without the doc comments that are asked for, and the questions with their places. */
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { documented, withoutComments } from '../../core/retrieval/doc-queries.ts'
import type { DocQuery } from '../../core/retrieval/doc-queries.ts'
import { syntaxOf } from '../../core/retrieval/languages.ts'
import type { SyntaxParser } from '../retrieval/parser.ts'
import { sha256 } from '../retrieval/read-chunks.ts'
import { readText } from '../retrieval/read-text.ts'

export interface PlacedQuery extends DocQuery {
  readonly path: string
}

/** Writes the package into `to`. At most `most` questions, the same ones every time. */
export async function docWorkspace(
  from: string,
  to: string,
  most: number,
  parser: SyntaxParser,
): Promise<PlacedQuery[]> {
  const files: { name: string; text: string; found: ReturnType<typeof documented> }[] = []
  for (const entry of await readdir(from, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    const name = path.relative(from, file).split(path.sep).join('/')
    const text = (await readText(file))?.text.replaceAll('\r\n', '\n')
    if (text === undefined) continue
    const syntax = syntaxOf(name)
    const definitions = syntax ? await parser.definitions(text, syntax) : undefined
    files.push({ name, text, found: definitions ? documented(text, definitions, syntax?.grammar === 'python') : [] })
  }
  const everything = files.map(({ text }) => flat(text)).join('\n')
  const candidates = files
    .flatMap(({ name, found }) => found.map((one) => ({ name, one, order: sha256(`${name} ${one.sentence}`) })))
    // A sentence that stands twice asks for two functions.
    .filter(({ one }) => everything.split(flat(one.sentence)).length === 2)
    .sort((a, b) => (a.order < b.order ? -1 : 1))
  const chosen = new Set(candidates.slice(0, most).map(({ one }) => one))
  const queries: PlacedQuery[] = []
  for (const { name, text, found } of files) {
    const without = withoutComments(
      text,
      found.filter((one) => chosen.has(one)),
    )
    const file = path.join(to, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, without.text)
    queries.push(...without.queries.map((query) => ({ ...query, path: name })))
  }
  return queries
}

/** Comment marks and line breaks do not tell two sentences apart. */
function flat(text: string): string {
  return text.replace(/[\s*#/]+/g, ' ')
}
