/**
 * Stage 10: the same checkpoint for other programs.
 *
 * usage: node export.ts CHECKPOINT TOKENIZER.json OUT
 * writes OUT/hugging-face/   for transformers, vLLM and whatever reads such a folder
 *        OUT/model.gguf      for llama.cpp and what is built on it (prompt format: `recipe/prompts.py`)
 */
import path from 'node:path'
import { writeGguf, writeHuggingFace } from './folder.ts'

const [checkpoint, tokenizer, out] = process.argv.slice(2)
if (checkpoint === undefined || tokenizer === undefined || out === undefined) {
  console.error('usage: node export.ts CHECKPOINT TOKENIZER.json OUT')
  process.exit(1)
}
await writeHuggingFace(checkpoint, tokenizer, path.join(out, 'hugging-face'))
await writeGguf(checkpoint, tokenizer, path.join(out, 'model.gguf'))
console.log(out)
