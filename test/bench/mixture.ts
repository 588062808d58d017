/**
 * Fits the live n-gram's share in the mixture, by match length: for each length the share that makes the words that
 * were really written most probable. Cases come from training packages.
 *
 *     node test/bench/mixture.ts CASES.jsonl [MODEL_DIR] [LIMIT]     prints the list for models/recipe/ship.py
 */
import { readFileSync } from 'node:fs'
import { EncodedTexts } from '../../extension/core/completion/encoded-texts.ts'
import { hangLines, scoreOf } from '../../extension/core/completion/line-scores.ts'
import { LiveIndex } from '../../extension/core/completion/live-index.ts'
import { tellingTokens } from '../../extension/core/completion/near.ts'
import { predictNext } from '../../extension/core/completion/ngram.ts'
import { buildPrompt } from '../../extension/core/completion/prompt.ts'
import { TokenTree } from '../../extension/core/completion/token-tree.ts'
import { readCase } from '../../extension/engines/cli/fresh-editor.ts'
import { loadModel } from '../../extension/engines/host/load-model.ts'

const [casesFile, modelDir = 'models/completion', limit = '400'] = process.argv.slice(2)
if (casesFile === undefined) throw new Error('usage: node test/bench/mixture.ts CASES.jsonl [MODEL_DIR] [LIMIT]')
const orders = 13
const shares = [
  0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9,
]

const { loaded } = await loadModel(modelDir, 'native', 1, 2)
const { tokenizer, model } = loaded
const telling = tellingTokens(tokenizer)
/** Log-likelihood by match length and share. */
const totals = Array.from({ length: orders }, () => new Float64Array(shares.length))
const counts = new Array<number>(orders).fill(0)

for (const row of readFileSync(casesFile, 'utf8').trimEnd().split('\n').slice(0, Number(limit))) {
  const json = JSON.parse(row) as Record<string, unknown>
  const { language, path, prefix, suffix, neighbours } = readCase(json)
  const index = new LiveIndex()
  neighbours.forEach(({ content }, at) => {
    index.open(`neighbour ${at}`, language, content)
  })
  index.open('file', language, prefix + suffix)
  const texts = new EncodedTexts(index, tokenizer)
  const window = texts.window('file', prefix.length)
  const around = [...texts.neighbours('file'), ...texts.around('file', prefix.length, true)]
  const input = { path, ...window, neighbours: texts.neighbours('file') }
  const prompt = buildPrompt(tokenizer, telling, input, undefined)
  // Only lines that healing leaves alone: elsewhere the first token is not free.
  if (prompt.forced !== '') continue
  const target = tokenizer.encode(String(json['target']))
  const tree = new TokenTree(model)
  const tip = tree.begin(prompt.tokens)
  const [end] = hangLines(tree, tip, [target], Infinity)
  await tree.read(tip)
  const score = end && scoreOf(tokenizer, tip, end)
  target.forEach((id, at) => {
    const ngram = predictNext(around, [...prompt.tokens, ...target.slice(0, at)])
    if (!ngram || !score) return
    const order = Math.min(ngram.order, orders - 1)
    const byModel = Math.exp(score.logProbabilities[at]!)
    const byNgram = ngram.next.get(id) ?? 0
    counts[order]!++
    shares.forEach((share, which) => {
      totals[order]![which]! += Math.log((1 - share) * byModel + share * byNgram + 1e-9)
    })
  })
}
const best = totals.map((row) => shares[row.indexOf(Math.max(...row))]!)
console.log('tokens by match length', counts.join(' '))
console.log('MIXTURE =', JSON.stringify(best))
