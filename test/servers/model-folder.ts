/** Our own checkpoint as a server wants it: with its tokenizer, a template for chats, and greedy. */
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { root } from '../vscode/install.ts'
import { serversFolder } from './install.ts'

/** What servers call it: they name it by the end of its path. */
export const modelName = 'shortline-tiny'

/** It has seen code only; the turns of a chat are so much text before its gap. */
const template =
  "<|prefix|>{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}<|middle|>"

/** Whatever stands in the prompt: answers of a length that has something to stream. */
export const shortestAnswer = 48

export async function makeModelFolder(): Promise<string> {
  const folder = path.join(serversFolder, modelName)
  const checkpoint = path.join(root, 'models/checkpoint')
  await mkdir(folder, { recursive: true })
  for (const name of await readdir(checkpoint)) await copyFile(path.join(checkpoint, name), path.join(folder, name))
  await copyFile(path.join(root, 'models/completion/tokenizer.json'), path.join(folder, 'tokenizer.json'))
  const tokenizer = {
    ...{ tokenizer_class: 'PreTrainedTokenizerFast', pad_token: '<|pad|>', eos_token: '<|end|>' },
    chat_template: template,
  }
  const generation = {
    ...{ do_sample: false, eos_token_id: 1, pad_token_id: 0, min_new_tokens: shortestAnswer },
    // Small models that are asked what they can't know go round in circles: the end becomes likelier with each token.
    exponential_decay_length_penalty: [2 * shortestAnswer, 1.2],
  }
  await writeFile(path.join(folder, 'tokenizer_config.json'), JSON.stringify(tokenizer))
  await writeFile(path.join(folder, 'generation_config.json'), JSON.stringify(generation))
  return folder
}
