/** `eval intents`: labels a file of requests and says how right, how sure and how fast. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { intentMetrics, judge, judgeSaid } from '../../core/evaluation/intent-metrics.ts'
import type { IntentMetrics, Judged } from '../../core/evaluation/intent-metrics.ts'
import { percentile } from '../../core/money/summary.ts'
import { parseOverrides } from '../../core/routing/overrides.ts'
import { labels } from '../../core/types.ts'
import type { Label } from '../../core/types.ts'
import type { Encoder } from '../encoder/encoder.ts'
import { readContext } from './ask-context.ts'
import type { Surroundings } from './command.ts'
import { encoderFor, encoderOptions } from './encoder-options.ts'
import type { EvalSet } from './eval.ts'
import { textField } from './json-lines.ts'

const defaultFile = 'test/cases/intents/test.jsonl'

export const intents: EvalSet = { run }

interface Case {
  readonly text: string
  readonly context: ReturnType<typeof readContext>
  readonly label: Label
  readonly accept: readonly Label[]
}

async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const options = { ...encoderOptions, json: { type: 'boolean', default: false } } as const
  const { values, positionals } = parseArgs({ args: [...args], options, strict: true, allowPositionals: true })
  const file = positionals[0] ?? path.join(surroundings.modelsDir, '..', defaultFile)
  const cases = readCases(await readFile(file, 'utf8'))
  const encoder = await encoderFor(values, surroundings)
  const { judged, ms } = await judgeAll(encoder, cases)
  const metrics = intentMetrics(judged)
  const times = { p50: percentile(ms, 0.5) ?? 0, p99: percentile(ms, 0.99) ?? 0 }
  const report = values.json ? JSON.stringify({ ...metrics, ms: times }) : describe(metrics, times)
  surroundings.output.write(`${report}\n`)
  return 0
}

/** Error that names the line. */
function readCases(content: string): readonly Case[] {
  const lines = content.split('\n').map((text, at) => ({ text, number: at + 1 }))
  return lines
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, number }) => {
      try {
        const line = JSON.parse(text) as Record<string, unknown>
        const accept = Array.isArray(line['accept']) ? line['accept'].map(readLabel) : []
        return {
          text: textField(line, 'text'),
          context: readContext(line['context']),
          label: readLabel(line['label']),
          accept,
        }
      } catch (error) {
        throw new Error(`line ${number}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
      }
    })
}

function readLabel(value: unknown): Label {
  const label = labels.find((each) => each === value)
  if (!label) throw new Error(`${JSON.stringify(value)} is not a label; labels are ${labels.join(', ')}`)
  return label
}

/** Times are those of a warm encoder, one request after the other. */
async function judgeAll(encoder: Encoder, cases: readonly Case[]): Promise<{ judged: Judged[]; ms: number[] }> {
  for (const { text, context } of cases.slice(0, 20)) await encoder.label(text, context)
  const [judged, ms]: [Judged[], number[]] = [[], []]
  for (const { text: whole, context, label, accept } of cases) {
    const { text, overrides } = parseOverrides(whole)
    const begun = performance.now()
    const logits = await encoder.logits(text, context)
    ms.push(performance.now() - begun)
    judged.push(
      overrides.label ? judgeSaid(label, accept, overrides.label) : judge(label, accept, logits, encoder.card),
    )
  }
  return { judged, ms }
}

function describe(metrics: IntentMetrics, ms: { readonly p50: number; readonly p99: number }): string {
  const { outOfScope } = metrics
  return `${metrics.count} requests
accuracy             ${percent(metrics.accuracy)} (${percent(metrics.strictAccuracy)} without the other labels that are accepted)
macro-F1             ${percent(metrics.macroF1)}
calibration error    ${metrics.ece.toFixed(3)}
conformal sets       ${percent(metrics.coverage)} hold the label, ${metrics.meanSetSize.toFixed(2)} labels each
out of scope         ${percent(outOfScope.recall)} found while ${percent(outOfScope.coverage)} of the rest are answered; ${percent(metrics.outOfScopeRecallAt95)} at 95 %
milliseconds         p50 ${ms.p50.toFixed(1)}, p99 ${ms.p99.toFixed(1)}

label          count  precision  recall      F1
${metrics.labels
  .map(
    ({ label, count, precision, recall, f1 }) =>
      `${label.padEnd(14)} ${String(count).padStart(5)}  ${[precision, recall, f1].map((value) => percent(value).padStart(8)).join(' ')}`,
  )
  .join('\n')}

what it is (rows), what was said (columns)
${' '.repeat(14)}${labels.map((label) => label.slice(0, 6).padStart(7)).join('')}
${metrics.confusion.map((row, at) => labels[at]!.padEnd(14) + row.map((count) => (count === 0 ? '·' : String(count)).padStart(7)).join('')).join('\n')}`
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`
}
