/**
 * What the model and the live n-gram say of each token that was really written: what `mixture.py` fits their mixture to.
 *
 * usage: node mixture.ts CASES.jsonl MODEL [LIMIT]
 * writes {"features":[…]}, then a line per token: [features…, by the n-gram, by the model], both probabilities
 */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { EncodedTexts } from '../../extension/core/completion/encoded-texts.ts'
import { hangLines } from '../../extension/core/completion/line-scores.ts'
import { LiveIndex } from '../../extension/core/completion/live-index.ts'
import { mixingFeatures, readMixing } from '../../extension/core/completion/mixing.ts'
import { tellingTokens } from '../../extension/core/completion/near.ts'
import { predictNext } from '../../extension/core/completion/ngram.ts'
import { buildPrompt } from '../../extension/core/completion/prompt.ts'
import { TokenTree, logProbability } from '../../extension/core/completion/token-tree.ts'
import type { Node } from '../../extension/core/completion/token-tree.ts'
import { fileUri, openTabs, readCase } from '../../extension/engines/cli/fresh-editor.ts'
import { loadModel } from '../../extension/engines/host/load-model.ts'

const [casesFile, folder, limit = '6000'] = process.argv.slice(2)
if (casesFile === undefined || folder === undefined) {
  console.error('usage: node mixture.ts CASES.jsonl MODEL [LIMIT]')
  process.exit(1)
}
const { loaded } = await loadModel(folder, 'native', 1, 2)
const { tokenizer, model, card } = loaded
const telling = tellingTokens(tokenizer)
const parts = { near: card.near !== false, suffix: true }
const print = (row: unknown): unknown => process.stdout.write(`${JSON.stringify(row)}\n`)
print({ features: mixingFeatures })

let read = 0
for await (const row of createInterface({ input: createReadStream(casesFile) })) {
  if (read++ >= Number(limit)) break
  const json = JSON.parse(row) as Record<string, unknown>
  const { path, prefix, ...others } = readCase(json)
  const index = new LiveIndex()
  openTabs(index, { prefix, ...others })
  const texts = new EncodedTexts(index, tokenizer)
  const neighbours = texts.neighbours(fileUri)
  const around = [...neighbours.map((ids) => ({ ids })), ...texts.around(fileUri, prefix.length, true)]
  const input = { path, ...texts.window(fileUri, prefix.length), neighbours }
  const prompt = buildPrompt(tokenizer, telling, input, undefined, parts)
  // Where healing takes something back, the first token is not free.
  if (prompt.forced !== '') continue
  const target = tokenizer.encode(String(json['target']))
  const tree = new TokenTree(model)
  const tip = tree.begin(prompt.tokens)
  hangLines(tree, tip, [target], Infinity)
  await tree.read(tip)
  let node: Node = tip
  for (const [at, id] of target.entries()) {
    const ngram = predictNext(around, [...prompt.tokens, ...target.slice(0, at)])
    if (ngram) {
      const values = [...readMixing(ngram, node), ngram.next.get(id) ?? 0, Math.exp(logProbability(node, id))]
      print(values.map((value) => Number(value.toPrecision(5))))
    }
    node = tree.find(node, id)!
  }
}
