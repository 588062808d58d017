import type { Readable, Writable } from 'node:stream'
import { rankFeatures } from '../../core/completion/candidates.ts'
import { cutFeatures } from '../../core/completion/confidence.ts'
import { fileUri, loadFor, openEditor, readCase } from './fresh-editor.ts'
import { answerLines } from './json-lines.ts'
import { readOptions } from './options.ts'
import type { EngineValues } from './options.ts'

/** `shortline judge`: what the engine knew of each candidate. @returns the exit code */
export async function judge(
  values: EngineValues,
  modelDir: string,
  cores: number,
  input: Readable,
  output: Writable,
): Promise<number> {
  const choice = readOptions(values, modelDir)
  const models = await loadFor(choice, cores)
  output.write(`${JSON.stringify({ rankFeatures: rankFeatures[models.loaded ? 'full' : 'copies'], cutFeatures })}\n`)
  return await answerLines(input, output, async (line) => {
    const file = readCase(line)
    const engine = openEditor(models, choice, file)
    const query = { uri: fileUri, offset: file.prefix.length, threshold: 0 }
    const { ranked, cuts } = await engine.judge(file.path, query, () => false)
    return {
      id: line['id'] ?? null,
      lines: ranked.map(({ candidate, probability, features }) => ({
        text: candidate.text,
        origin: candidate.origin,
        probability,
        features: short(features),
      })),
      cuts: cuts.map(({ end, features }) => ({ end, features: short(features) })),
    }
  })
}

function short(features: Float32Array): number[] {
  return Array.from(features, (value) => Number(value.toPrecision(6)))
}
