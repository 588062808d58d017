/** tree-sitter's runtime and grammars as WebAssembly; a grammar is loaded when its first file comes. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import treeSitter from '@vscode/tree-sitter-wasm'
import { definitionsIn } from '../../core/retrieval/definitions.ts'
import type { Definition } from '../../core/retrieval/definitions.ts'
import type { Grammar, Syntax } from '../../core/retrieval/languages.ts'

const folder = path.dirname(createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm'))
/** A file that takes longer is cut into windows of lines. */
const mostParseMs = 1000

export class SyntaxParser {
  private readonly parsers = new Map<Grammar, Promise<treeSitter.Parser>>()

  /** undefined when the text can't be parsed in time; errors in it are no reason. */
  async definitions(text: string, syntax: Syntax): Promise<Definition[] | undefined> {
    let parser = this.parsers.get(syntax.grammar)
    if (!parser) this.parsers.set(syntax.grammar, (parser = load(syntax.grammar)))
    const ready = await parser
    const deadline = performance.now() + mostParseMs
    const tree = ready.parse(text, null, { progressCallback: () => performance.now() > deadline })
    if (!tree) {
      ready.reset()
      return undefined
    }
    try {
      return definitionsIn(tree.rootNode, syntax)
    } finally {
      tree.delete()
    }
  }
}

async function load(grammar: Grammar): Promise<treeSitter.Parser> {
  await treeSitter.Parser.init()
  const parser = new treeSitter.Parser()
  parser.setLanguage(await treeSitter.Language.load(await readFile(path.join(folder, `tree-sitter-${grammar}.wasm`))))
  return parser
}
