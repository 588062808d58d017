/**
 * Completion cases from the packages that the ask evaluation pins (no model has trained on them): a cursor in a real
 * file and what was written behind it on its line. The same count gives the same cases.
 */
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { lexLine } from '../../extension/core/completion/lexer.ts'
import type { Case } from '../../extension/engines/cli/fresh-editor.ts'
import { fetchFixture, fixtureRoot, fixtures } from '../cases/asks/fixtures.ts'
import type { BenchOptions } from './benches.ts'
import { languageOf } from './languages.ts'
import { sequence } from './report.ts'

export const kinds = ['line-end', 'mid-identifier', 'after-dot', 'new-line'] as const
export type Kind = (typeof kinds)[number]

export interface BenchCase extends Case {
  readonly kind: Kind
  /** The rest of the cursor's line. */
  readonly target: string
}

interface SourceFile {
  readonly path: string
  readonly content: string
}

const mostChars = 60_000
const leastLines = 30
/** First imports and licences. */
const headerLines = 5
const leastTarget = 4
const mostTarget = 160
const mostNeighbours = 5
const seed = 7

/** Source files of the pinned packages, package by package, in the order of their paths. */
export async function packageFiles(): Promise<SourceFile[][]> {
  const packages: SourceFile[][] = []
  for (const fixture of fixtures) {
    await fetchFixture(fixture)
    const root = fixtureRoot(fixture.name)
    const names = (await readdir(root, { recursive: true })).filter((name) => /(?<!\.d)\.[cm]?[jt]s$/.test(name)).sort()
    const files = await Promise.all(
      names.map(async (name) => ({
        path: `${fixture.name}/${name.replaceAll('\\', '/')}`,
        content: await readFile(path.join(root, name), 'utf8'),
      })),
    )
    packages.push(
      files.filter(({ content }) => content.length <= mostChars && content.split('\n').length >= leastLines),
    )
  }
  return packages
}

/** Those that a bench was asked for: of a file as many as it takes, without regard to their order in it. */
export async function casesFor({ cases: count, from }: BenchOptions): Promise<BenchCase[]> {
  if (from === '') return await drawCases(count)
  const lines = (await readFile(from, 'utf8')).split('\n').filter((line) => line !== '')
  if (lines.length < count) throw new Error(`${from} holds ${lines.length} cases, not ${count}`)
  const random = sequence(seed)
  const shuffled = lines.map((line) => ({ line, order: random() })).sort((a, b) => a.order - b.order)
  return shuffled.slice(0, count).map(({ line }) => JSON.parse(line) as BenchCase)
}

/** Kinds and packages take turns; a line is used once. */
export async function drawCases(count: number): Promise<BenchCase[]> {
  const packages = await packageFiles()
  const random = sequence(seed)
  const cases: BenchCase[] = []
  const used = new Set<string>()
  for (let tries = 0; cases.length < count && tries < count * 200; tries++) {
    const kind = kinds[cases.length % kinds.length] as Kind
    const files = packages[Math.floor(cases.length / kinds.length) % packages.length] as SourceFile[]
    const file = files[Math.floor(random() * files.length)] as SourceFile
    const lines = file.content.split('\n')
    const number = headerLines + Math.floor(random() * (lines.length - headerLines))
    const line = (lines[number] ?? '').trimEnd()
    const column = isCode(line) ? columnOf(kind, line, random) : undefined
    const key = `${file.path}:${number}`
    if (column === undefined || used.has(key)) continue
    used.add(key)
    const target = line.slice(column)
    const before = lines.slice(0, number).map((text) => `${text}\n`)
    const after = lines.slice(number + 1).map((text) => `\n${text}`)
    cases.push({
      kind,
      target,
      language: languageOf(file.path),
      path: file.path,
      prefix: before.join('') + line.slice(0, column),
      suffix: after.join(''),
      neighbours: neighboursOf(file, files),
    })
  }
  if (cases.length < count) throw new Error(`The packages hold ${cases.length} cases, not ${count}`)
  return cases
}

/** No comment, no import, no lone bracket. */
function isCode(line: string): boolean {
  const text = line.trim()
  if (/^(\/\/|\/?\*|import\b|export\s*[{*]|["'`])|\brequire\(|\/\/|\*\/$/.test(text)) return false
  return /[a-z]/i.test(text) && /[(){}[\]=<>.:;,]/.test(text) && text.length >= 8
}

function columnOf(kind: Kind, line: string, random: () => number): number | undefined {
  const spans = lexLine(line)
  const first = spans[0] ?? 0
  const fair = (column: number): boolean => {
    const target = line.slice(column)
    return target.length >= leastTarget && target.length <= mostTarget && /[a-z0-9]/i.test(target)
  }
  const columns: number[] = []
  if (kind === 'new-line') columns.push(first)
  for (let at = 2; kind !== 'new-line' && at < spans.length; at += 2) {
    const [start, end] = [spans[at] as number, spans[at + 1] as number]
    if (kind === 'line-end' && start - first >= 8) columns.push(start)
    if (kind === 'mid-identifier' && end - start >= 5 && /[a-z_$]/i.test(line[start] as string))
      columns.push(start + 2 + Math.floor(random() * (end - start - 3)))
    if (kind === 'after-dot' && line[start - 1] === '.' && /[a-z_$]/i.test(line[start] as string)) columns.push(start)
  }
  const possible = columns.filter(fair)
  return possible[Math.floor(random() * possible.length)]
}

/** Imported files first, then those of the same folder. */
function neighboursOf(file: SourceFile, files: readonly SourceFile[]): SourceFile[] {
  const folder = path.posix.dirname(file.path)
  const imported = new Set(
    [...file.content.matchAll(/(?:from|require\()\s*['"](\.[^'"]+)['"]/g)].map(([, name]) =>
      path.posix.join(folder, name as string).replace(/\.[cm]?[jt]s$/, ''),
    ),
  )
  const others = files.filter((other) => other !== file)
  const stem = (name: string): string => name.replace(/\.[cm]?[jt]s$/, '')
  const first = others.filter((other) => imported.has(stem(other.path)))
  const beside = others.filter((other) => path.posix.dirname(other.path) === folder && !first.includes(other))
  return [...first, ...beside].slice(0, mostNeighbours)
}
