/** The weights of a model by their names in its checkpoint: from the checkpoint, or back from the graph that ships. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import protobuf from 'protobufjs'
import type { Config } from './gguf.ts'

export interface Weights {
  /** As in the checkpoint: [out, in] of a matrix. */
  readonly shape: readonly number[]
  readonly values: Float32Array
}

interface Stored {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data_offsets: readonly [number, number]
}

/** @param folder with model.safetensors in bfloat16 */
export async function checkpointWeights(folder: string): Promise<Map<string, Weights>> {
  const file = await readFile(path.join(folder, 'model.safetensors'))
  const headerBytes = Number(file.readBigUInt64LE(0))
  const header = JSON.parse(file.toString('utf8', 8, 8 + headerBytes)) as Record<string, Stored>
  const out = new Map<string, Weights>()
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(header)) {
    if (name === '__metadata__') continue
    if (dtype !== 'BF16') throw new Error(`${name} is ${dtype}, not BF16`)
    out.set(name, { shape, values: fromBfloat(file.subarray(8 + headerBytes).subarray(...data_offsets)) })
  }
  return out
}

function fromBfloat(bytes: Buffer): Float32Array {
  const bits = new Uint32Array(bytes.length / 2)
  for (let at = 0; at < bits.length; at++) bits[at] = bytes.readUInt16LE(2 * at) << 16
  return new Float32Array(bits.buffer)
}

/** What of ONNX's schema holds weights (onnx.proto3, version 1). */
const schema = {
  nested: {
    Model: { fields: { graph: { type: 'Graph', id: 7 } } },
    Graph: { fields: { initializer: { rule: 'repeated', type: 'Tensor', id: 5 } } },
    Tensor: {
      fields: {
        dims: { rule: 'repeated', type: 'int64', id: 1 },
        name: { type: 'string', id: 8 },
        rawData: { type: 'bytes', id: 9 },
      },
    },
  },
}
const block = 32

/**
 * @param file a graph in 8 bits, as `export.py` writes it
 * @param config of a checkpoint of the same shape
 */
export async function graphWeights(file: string, config: Config): Promise<Map<string, Weights>> {
  const model = protobuf.Root.fromJSON(schema)
    .lookupType('Model')
    .decode(await readFile(file)) as unknown as {
    readonly graph: { readonly initializer: readonly { readonly name: string; readonly rawData: Uint8Array }[] }
  }
  const raw = new Map(model.graph.initializer.map(({ name, rawData }) => [name, rawData]))
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
