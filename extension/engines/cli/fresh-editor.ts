/** An editor with one file and its neighbours as open tabs, for a line of `complete` or `replay`. */
import { CompletionEngine } from '../../core/completion/engine.ts'
import type { EngineModels } from '../../core/completion/engine.ts'
import { loadJudge, loadModel } from '../host/load-model.ts'
import { textField } from './json-lines.ts'
import type { EngineChoice } from './options.ts'

export interface Case {
  readonly language: string
  readonly path: string
  readonly prefix: string
  readonly suffix: string
  readonly neighbours: readonly { readonly path: string; readonly content: string }[]
}

export const fileUri = 'file'

/** Without a model with `--engine ngram`, or where no runtime starts; then standard error says why. */
export async function loadFor(choice: EngineChoice, cores: number): Promise<EngineModels> {
  const runtimes =
    choice.engine === 'auto' ? (['native', 'wasm'] as const) : choice.engine === 'ngram' ? [] : [choice.engine]
  for (const runtime of runtimes) {
    try {
      return await loadModel(choice.modelDir, runtime, choice.threads, cores, 'cpu', choice.baseCard)
    } catch (error) {
      if (choice.engine !== 'auto') throw error
      console.error(`shortline: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return { judge: await loadJudge(choice.modelDir, choice.baseCard) }
}

/** Error that names a wrong field. Unknown fields are dropped: the engine never sees a target. */
export function readCase(line: Record<string, unknown>): Case {
  const neighbours = line['neighbours'] ?? []
  if (!Array.isArray(neighbours)) throw new Error('"neighbours" must be a list')
  return {
    language: textField(line, 'language'),
    path: textField(line, 'path', 'untitled'),
    prefix: textField(line, 'prefix'),
    suffix: textField(line, 'suffix', ''),
    neighbours: neighbours.map((entry: unknown) => {
      const { path, content } = (entry ?? {}) as Record<string, unknown>
      if (typeof path !== 'string' || typeof content !== 'string')
        throw new Error('"neighbours" must hold {"path","content"}')
      return { path, content }
    }),
  }
}

/** The file and its neighbours as open tabs, the first neighbour as the one used last. */
export function openTabs(
  into: { open(uri: string, language: string, text: string): void },
  { language, prefix, suffix, neighbours }: Omit<Case, 'path'>,
): void {
  neighbours.toReversed().forEach(({ content }, at) => into.open(`neighbour ${at}`, language, content))
  into.open(fileUri, language, prefix + suffix)
}

/** Neighbours are indexed and encoded, as open tabs would be; the KV cache is cold. */
export function openEditor(models: EngineModels, choice: EngineChoice, one: Case): CompletionEngine {
  const engine = new CompletionEngine(models, () => performance.now(), choice.off)
  openTabs(engine, one)
  engine.prepare(fileUri)
  return engine
}
