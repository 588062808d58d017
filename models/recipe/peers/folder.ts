/** The checkpoint as other programs take it: a Hugging Face folder that can be served, and one file for llama.cpp. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { readConfig, toGguf } from './gguf.ts'
import { checkpointWeights, graphWeights } from './weights.ts'

/** What a Hugging Face folder says of the tokenizer, beside tokenizer.json. */
export const tokenizerConfig = {
  tokenizer_class: 'PreTrainedTokenizerFast',
  pad_token: '<|pad|>',
  eos_token: '<|end|>',
}
/** Greedy: a line is a guess of what comes, not a composition. */
export const generationConfig = { do_sample: false, eos_token_id: 1, pad_token_id: 0 }

/** @param checkpoint folder with config.json and model.safetensors */
export async function writeHuggingFace(checkpoint: string, tokenizer: string, out: string): Promise<void> {
  await mkdir(out, { recursive: true })
  for (const name of ['config.json', 'model.safetensors'])
    await copyFile(path.join(checkpoint, name), path.join(out, name))
  await copyFile(tokenizer, path.join(out, 'tokenizer.json'))
  await writeFile(path.join(out, 'tokenizer_config.json'), JSON.stringify(tokenizerConfig))
  await writeFile(path.join(out, 'generation_config.json'), JSON.stringify(generationConfig))
}

/** Weights in 8 bits, as the shipped graph has them. */
export async function writeGguf(checkpoint: string, tokenizer: string, out: string): Promise<void> {
  await mkdir(path.dirname(out), { recursive: true })
  await writeFile(out, await toGguf(await readConfig(checkpoint), await checkpointWeights(checkpoint), tokenizer))
}

/**
 * The very weights of a model folder, whose checkpoint may be gone or have been trained on.
 * @param checkpoint one of the same shape
 */
export async function writeShippedGguf(modelDir: string, checkpoint: string, out: string): Promise<void> {
  const config = await readConfig(checkpoint)
  const weights = await graphWeights(path.join(modelDir, 'model.onnx'), config)
  await mkdir(path.dirname(out), { recursive: true })
  await writeFile(out, await toGguf(config, weights, path.join(modelDir, 'tokenizer.json')))
}
