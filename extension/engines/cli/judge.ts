import { rankFeatures } from '../../core/completion/candidates.ts'
import { cutFeatures } from '../../core/completion/confidence.ts'
import type { Weighed } from '../../core/completion/weighing.ts'
import { fileUri, loadFor, openEditor, readCase } from './fresh-editor.ts'
import { answerLines } from './json-lines.ts'
import type { Command, Surroundings } from './command.ts'
import { engineHelp, readOptions } from './options.ts'

export const judge: Command = {
  summary: 'every candidate line with the numbers it was judged by',
  help: `shortline judge: the input of complete; {"id","lines":[{"text","origin","probability","features":[…]}],"cuts":[{"end","features":[…]}]},
lines best first, cuts of the first line; with a model also "early" and "quick": few copies, as at a keystroke, before and behind the beam. The first line of the output names the features. models/recipe/rank.py fits the rankers on it.${engineHelp}`,
  run,
}

async function run(args: readonly string[], { input, output, modelsDir, cores }: Surroundings): Promise<number> {
  const choice = readOptions(args, modelsDir)
  const models = await loadFor(choice, cores)
  output.write(`${JSON.stringify({ rankFeatures: rankFeatures[models.loaded ? 'full' : 'copies'], cutFeatures })}\n`)
  return await answerLines(input, output, async (line) => {
    const file = readCase(line)
    const engine = openEditor(models, choice, file)
    const at = { uri: fileUri, offset: file.prefix.length }
    // As at a keystroke, where little may be shown at all, then as for a whole line.
    const quick = await engine.judge(file.path, { ...at, threshold: Number.MIN_VALUE }, () => false)
    const whole = await engine.judge(file.path, { ...at, threshold: 0 }, () => false)
    const early = quick.early ?? quick
    return {
      id: line['id'] ?? null,
      ...written(whole),
      ...(models.loaded && {
        early: { ...written(early), confidences: Array.from(early.confidences) },
        quick: written(quick),
      }),
    }
  })
}

function written({ ranked, cuts }: Weighed): object {
  return {
    lines: ranked.map(({ candidate, probability, features }) => ({
      ...{ text: candidate.text, origin: candidate.origin, probability },
      features: short(features),
    })),
    cuts: cuts.map(({ end, features }) => ({ end, features: short(features) })),
  }
}

function short(features: Float32Array): number[] {
  return Array.from(features, (value) => Number(value.toPrecision(6)))
}
