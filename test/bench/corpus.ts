/** A workspace of real TypeScript: the sources and declarations of the installed packages, the same for a lock file. */
import { cp, mkdir, readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { root } from '../vscode/install.ts'
import { sequence } from './report.ts'

export interface Corpus {
  /** First sentences of documentation comments. */
  readonly queries: readonly string[]
}

/** Lines that make a passage, about. */
const linesPerChunk = 14
const mostBytes = 200_000
const wantedQueries = 300
const packages = path.join(root, 'node_modules')

/** Fills `to` until there is text for so many passages. */
export async function makeCorpus(to: string, chunks: number): Promise<Corpus> {
  const sentences: string[] = []
  let lines = 0
  for (const name of (await readdir(packages, { recursive: true })).filter((entry) => entry.endsWith('.ts')).sort()) {
    if (lines >= chunks * linesPerChunk) break
    const text = await readFile(path.join(packages, name), 'utf8')
    if (text.length > mostBytes) continue
    // Not below `node_modules`, which no search looks into.
    const file = path.join(to, name.replaceAll('node_modules', 'packages'))
    await mkdir(path.dirname(file), { recursive: true })
    await cp(path.join(packages, name), file)
    lines += text.split('\n').length
    for (const [, sentence] of text.matchAll(/\/\*\*\s*\n?\s*\*?\s*([A-Z][^\n.@*]{20,120})/g))
      sentences.push((sentence as string).trim())
  }
  if (lines < chunks * linesPerChunk)
    console.error(`The installed packages hold text for about ${Math.round(lines / linesPerChunk)} passages only`)
  const random = sequence(1)
  const queries = Array.from({ length: wantedQueries }, () => sentences[Math.floor(random() * sentences.length)] ?? '')
  return { queries: [...new Set(queries)] }
}
