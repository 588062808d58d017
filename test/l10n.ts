/** Reads from the source what the translations must hold: the first arguments of `l10n.t()` and `phrase()`. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { labelTitles, routingReasons } from '../extension/core/routing/reasons.ts'

export const root = path.resolve(import.meta.dirname, '..')

export interface Keys {
  /** Sentence by the file that first says it. */
  readonly found: ReadonlyMap<string, string>
  /** Places where the key is not a literal, so that no test can find it. */
  readonly computed: readonly string[]
  /** Places where a person is told something that can't be translated. */
  readonly untranslated: readonly string[]
}

/** Tables of sentences that the editor looks up by name. */
const tables = { 'extension/core/routing/reasons.ts': [labelTitles, routingReasons] }

/** These hand on what others have worded. */
const exempt = ['extension/core/phrase.ts', 'extension/editor/localise.ts']

/** What puts its strings before a person. */
const showing = /\.(showInformationMessage|showWarningMessage|showErrorMessage)$/
const shownProperties = ['title', 'placeholder', 'placeHolder', 'prompt', 'label', 'tooltip', 'detail', 'description']

export function keysInSource(): Keys {
  const files = ['extension', 'webview'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${folder}/${file}`),
  )
  const listed = Object.entries(tables).flatMap(([file, sentences]) =>
    sentences.flatMap((table) => Object.values(table).map((text): [string, string] => [text, file])),
  )
  const keys = { found: new Map(listed), computed: [] as string[], untranslated: [] as string[] }
  for (const file of files)
    if (!exempt.includes(file)) readKeys(file, readFileSync(path.join(root, file), 'utf8'), keys)
  return keys
}

export function readKeys(
  file: string,
  text: string,
  keys: { found: Map<string, string>; computed: string[]; untranslated: string[] },
): void {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const isEditor = file.startsWith('extension/editor/') || file.startsWith('extension/main')
  const visit = (node: ts.Node): void => {
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
    if (ts.isCallExpression(node)) {
      const callee = node.expression.getText(source)
      // The panel's page has the same function by its short name.
      if (/(^|\.)l10n\.t$|^phrase$/.test(callee) || (callee === 't' && file.startsWith('webview/'))) {
        const key = node.arguments[0] && literal(node.arguments[0])
        if (key === undefined) keys.computed.push(`${file}:${line}`)
        else if (!keys.found.has(key)) keys.found.set(key, file)
      } else if (isEditor && showing.test(callee)) {
        if (node.arguments.some((argument) => isWorded(argument))) keys.untranslated.push(`${file}:${line}`)
      }
    }
    const isShown =
      ts.isPropertyAssignment(node) && shownProperties.includes(node.name.getText(source)) && isWorded(node.initializer)
    if (isEditor && isShown) keys.untranslated.push(`${file}:${line}`)
    ts.forEachChild(node, visit)
  }
  visit(source)
}

function literal(node: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined
  const [left, right] = [literal(node.left), literal(node.right)]
  return left === undefined || right === undefined ? undefined : left + right
}

/** A literal with a word in it; the product's name is the same in every language. */
function isWorded(node: ts.Expression): boolean {
  const text = literal(node)
  return text !== undefined && /\p{L}/u.test(text.replaceAll('Shortline', ''))
}

/** The gaps of a sentence, sorted: a translation must have the same. */
export function gapsOf(sentence: string): string[] {
  return [...sentence.matchAll(/\{\w+\}/g)].map(([gap]) => gap).sort()
}
