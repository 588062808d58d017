/**
 * Measures the copies alone: the best candidate by prior per case, as predictions for models/recipe/score.py.
 *
 *   node test/bench/copies.ts CASES.jsonl [--out PREDICTIONS.jsonl] [--oracle K] [--features FILE.jsonl]
 *
 * `--oracle K`: how often the target is among the first K. `--features`: one line per candidate and case for
 * fitting the ranker, `{"id","label","features":[…]}`, the first line `{"names":[…]}`. The time includes the features.
 */
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { findCopies } from '../../extension/core/completion/copies.ts'
import { FEATURE_NAMES, featureReader } from '../../extension/core/completion/features.ts'
import { LiveIndex } from '../../extension/core/completion/live-index.ts'
import { readSituation } from '../../extension/core/completion/situation.ts'
import { languageOf } from './languages.ts'

interface Case {
  readonly id: string
  readonly language: string
  readonly path: string
  readonly prefix: string
  readonly suffix: string
  readonly target: string
  readonly neighbours: readonly { readonly path: string; readonly content: string }[]
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, oracle: { type: 'string' }, features: { type: 'string' } },
})
const [casesFile] = positionals
if (!casesFile) throw new Error('Which cases? node test/bench/copies.ts CASES.jsonl')

const out = values.out ? createWriteStream(values.out) : undefined
const features = values.features ? createWriteStream(values.features) : undefined
features?.write(`${JSON.stringify({ names: FEATURE_NAMES })}\n`)
const oracle = Number(values.oracle ?? 32)
const times: number[] = []
let first = 0
let among = 0

for await (const row of createInterface({ input: createReadStream(casesFile) })) {
  const { id, language, path, prefix, suffix, target, neighbours } = JSON.parse(row) as Case
  const index = new LiveIndex()
  index.open(path, languageOf(path, language), prefix + suffix)
  neighbours.forEach((other) => index.open(other.path, languageOf(other.path), other.content))
  const start = performance.now()
  const situation = readSituation(index, path, prefix.length)
  const search = findCopies(situation)
  const read = featureReader(situation, search)
  const rows = search.candidates.map(read)
  const ms = performance.now() - start
  const { candidates, longest } = search
  times.push(ms)
  const rank = candidates.slice(0, oracle).findIndex(({ text }) => text === target)
  if (rank === 0) first++
  if (rank >= 0) among++
  for (const [at, row] of features ? rows.entries() : []) {
    const label = candidates[at]!.text === target ? 1 : 0
    const rounded = Array.from(row, (value) => Math.round(value * 1e4) / 1e4)
    if (!features?.write(`${JSON.stringify({ id, label, features: rounded })}\n`)) await once(features!, 'drain')
  }
  out?.write(`${JSON.stringify({ id, completion: candidates[0]?.text ?? '', ms, matched: longest })}\n`)
}

times.sort((a, b) => a - b)
const percentile = (p: number): string => (times[Math.round((p / 100) * (times.length - 1))] ?? 0).toFixed(2)
const percent = (count: number): string => ((100 * count) / times.length).toFixed(1)
console.log(
  `${times.length} cases: best ${percent(first)} %, among the first ${oracle} ${percent(among)} %, ` +
    `p50 ${percentile(50)} ms, p95 ${percentile(95)} ms, p99 ${percentile(99)} ms`,
)
