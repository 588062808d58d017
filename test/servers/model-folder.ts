/** Our own checkpoint as a server wants it in tests: with a template for chats, and answers of some length. */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { generationConfig, tokenizerConfig, writeHuggingFace } from '../../models/recipe/peers/folder.ts'
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
  const models = path.join(root, 'models')
  await writeHuggingFace(path.join(models, 'checkpoint'), path.join(models, 'completion/tokenizer.json'), folder)
  const generation = {
    ...generationConfig,
    min_new_tokens: shortestAnswer,
    // Small models that are asked what they can't know go round in circles: the end becomes likelier with each token.
    exponential_decay_length_penalty: [2 * shortestAnswer, 1.2],
  }
  const chats = { ...tokenizerConfig, chat_template: template }
  await writeFile(path.join(folder, 'tokenizer_config.json'), JSON.stringify(chats))
  await writeFile(path.join(folder, 'generation_config.json'), JSON.stringify(generation))
  return folder
}
