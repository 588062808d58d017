/**
 * A checkpoint as training leaves it, a Hugging Face folder (config.json, model.safetensors, tokenizer.json), made ready to run:
 * its graph is built in memory. What only a card says of a model comes from the folder's own card.json, where it has
 * one, and otherwise from the card of the model that comes with Shortline: then the rankers and confidences are those that
 * were fitted to that one.
 */
import { access } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { readCard } from '../../core/completion/card.ts'
import type { Card } from '../../core/completion/card.ts'
import { readConfig } from '../checkpoint/config.ts'
import type { Config } from '../checkpoint/config.ts'
import { ModelError, advice, attempt, checkSum, parse, readModelFile } from '../model-files.ts'

export interface ModelFiles {
  readonly card: Card
  readonly tokenizer: Buffer
  /** A .onnx file's content. */
  readonly graph: Uint8Array
  /** The file to name where the graph can't be run. */
  readonly graphFile: string
}

const weightsFile = 'model.safetensors'

/** Whether a folder without a graph holds weights to build one from. */
export async function isCheckpoint(folder: string): Promise<boolean> {
  if (await exists(join(folder, 'model.onnx'))) return false
  if (await exists(join(folder, weightsFile))) return true
  return (await exists(join(folder, 'config.json'))) && !(await exists(join(folder, 'card.json')))
}

/**
 * @param baseCard file to take from what the folder does not say
 * @throws ModelError
 */
export async function readCheckpoint(folder: string, remedy: string, baseCard?: string): Promise<ModelFiles> {
  const [configFile, tokenizer, weights] = await Promise.all(
    ['config.json', 'tokenizer.json', weightsFile].map((name) => readModelFile(folder, name, remedy)),
  )
  const config = attempt(folder, 'config.json', () => readConfig(parse(configFile!)), remedy)
  const card = await cardFor(folder, config, remedy, baseCard)
  for (const [name, data] of [['tokenizer.json', tokenizer!] as const, [weightsFile, weights!] as const])
    if (name in card.sha256) checkSum(folder, card.sha256, name, data, remedy)
  const [{ readSafetensors }, { decoderGraph }, { encodeOnnx }] = await Promise.all([
    import('../checkpoint/safetensors.ts'),
    import('../checkpoint/decoder-graph.ts'),
    import('../checkpoint/onnx-file.ts'),
  ])
  const graph = attempt(folder, weightsFile, () => encodeOnnx(decoderGraph(config, readSafetensors(weights!))), remedy)
  return { card, tokenizer: tokenizer!, graph, graphFile: weightsFile }
}

async function cardFor(folder: string, config: Config, remedy: string, baseCard: string | undefined): Promise<Card> {
  const own = (await exists(join(folder, 'card.json'))) ? await readModelFile(folder, 'card.json', remedy) : undefined
  if (!own && baseCard === undefined)
    throw new ModelError('model-missing', `${folder} has no card.json. ${advice(remedy)}`)
  const base = baseCard === undefined ? undefined : await readModelFile(dirname(baseCard), basename(baseCard))
  return attempt(
    folder,
    own ? 'card.json' : 'config.json',
    () =>
      readCard({
        ...(base && { ...(parse(base) as object), name: basename(folder), sha256: {} }),
        ...(own && (parse(own) as object)),
        maxLength: config.max_position_embeddings,
        layers: config.num_hidden_layers,
        kvHeads: config.num_key_value_heads,
        headSize: config.head_dim,
        vocabulary: config.vocab_size,
      }),
    remedy,
  )
}

async function exists(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  )
}
