import type { Outcome } from '../../core/types.ts'
import { fileUri, loadFor, openEditor, readCase } from './fresh-editor.ts'
import { answerLines } from './json-lines.ts'
import type { Command, Surroundings } from './command.ts'
import { engineHelp, readOptions } from './options.ts'

export const complete: Command = {
  summary: 'one completion per line',
  help: `shortline complete: JSON lines {"id","language","path","prefix","suffix","neighbours":[{"path","content"}]} from standard input,
one line {"id","completion","confidence","source","tokens","ms","why"} each to standard output.${engineHelp}`,
  run,
}

async function run(args: readonly string[], { input, output, modelsDir, cores }: Surroundings): Promise<number> {
  const choice = readOptions(args, modelsDir)
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
