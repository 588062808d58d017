import type { Readable, Writable } from 'node:stream'
import type { Outcome } from '../../core/types.ts'
import { fileUri, loadFor, openEditor, readCase } from './fresh-editor.ts'
import { answerLines } from './json-lines.ts'
import { readOptions } from './options.ts'
import type { EngineValues } from './options.ts'

/** `shortline complete`, see `../shared/facts` formats in options.ts. @returns the exit code */
export async function complete(
  values: EngineValues,
  modelDir: string,
  cores: number,
  input: Readable,
  output: Writable,
): Promise<number> {
  const choice = readOptions(values, modelDir)
  const models = await loadFor(choice, cores)
  return await answerLines(input, output, async (line) => {
    const file = readCase(line)
    const engine = openEditor(models, choice, file)
    const begun = performance.now()
    const outcome = await engine.complete(
      file.path,
      { uri: fileUri, offset: file.prefix.length, threshold: choice.threshold },
      () => false,
    )
    return { id: line['id'] ?? null, ...describe(outcome), ms: round(performance.now() - begun) }
  })
}

function describe(outcome: Outcome): object {
  if (outcome.kind === 'done') {
    return {
      completion: outcome.text,
      confidence: round(outcome.confidence),
      source: outcome.source,
      tokens: outcome.tokens,
    }
  }
  const why = 'reason' in outcome ? outcome.reason : outcome.kind
  return { completion: '', confidence: 0, source: null, tokens: 0, why }
}

export function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
