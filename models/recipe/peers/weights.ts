/** The weights of a model by their names in its checkpoint: from the checkpoint, or back from the graph that ships. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { block } from '../../../extension/engines/checkpoint/config.ts'
import type { Config } from '../../../extension/engines/checkpoint/config.ts'
import { constantsOf } from '../../../extension/engines/checkpoint/onnx-file.ts'
import { readSafetensors } from '../../../extension/engines/checkpoint/safetensors.ts'
import type { Weights } from '../../../extension/engines/checkpoint/safetensors.ts'

/** @param folder with model.safetensors */
export async function checkpointWeights(folder: string): Promise<Map<string, Weights>> {
  return readSafetensors(await readFile(path.join(folder, 'model.safetensors')))
}

/**
 * @param file a graph in 8 bits, as `export.py` writes it
 * @param config of a checkpoint of the same shape
 */
export async function graphWeights(file: string, config: Config): Promise<Map<string, Weights>> {
  const raw = constantsOf(await readFile(file))
  const bytes = (name: string): Uint8Array => {
    const found = raw.get(name)
    if (!found) throw new Error(`${file} has no ${name}: it is not a graph in 8 bits as export.py writes it`)
    return found
  }
  const floats = (name: string): Float32Array => new Float32Array(new Uint8Array(bytes(name)).buffer)
  const matrix = (name: string): Float32Array => {
    const scales = floats(`${name}.scale`)
    // Unsigned bytes around 128, a scale for each 32 of a row.
    return Float32Array.from(bytes(`${name}.q`), (value, at) => (value - 128) * scales[Math.floor(at / block)]!)
  }
  const norm = (name: string): Weights => ({ shape: [floats(name).length], values: floats(name) })
  const width = floats('norm.0').length
  const rows = (values: Float32Array, columns: number, from = 0, to = values.length / columns): Weights => ({
    shape: [to - from, columns],
    values: values.slice(from * columns, to * columns),
  })
  const out = new Map<string, Weights>()
  out.set('model.embed_tokens.weight', rows(matrix('head'), width))
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    const put = (name: string, weights: Weights): unknown => out.set(`model.layers.${layer}.${name}.weight`, weights)
    const attention = matrix(`${layer}.qkv`)
    const keys = config.num_attention_heads * config.head_dim
    const values = keys + config.num_key_value_heads * config.head_dim
    put('input_layernorm', norm(`norm.${layer}`))
    put('self_attn.q_proj', rows(attention, width, 0, keys))
    put('self_attn.k_proj', rows(attention, width, keys, values))
    put('self_attn.v_proj', rows(attention, width, values))
    put('self_attn.o_proj', rows(matrix(`${layer}.o`), keys))
    put('post_attention_layernorm', norm(`${layer}.norm`))
    const both = matrix(`${layer}.gate_up`)
    const inner = both.length / width / 2
    put('mlp.gate_proj', rows(both, width, 0, inner))
    put('mlp.up_proj', rows(both, width, inner))
    put('mlp.down_proj', rows(matrix(`${layer}.down`), inner))
  }
  out.set('model.norm.weight', norm(`norm.${config.num_hidden_layers}`))
  return out
}
