/**
 * The tiny model as the checkpoint that its graph was written from: its float32 graph holds the very weights, each matrix
 * turned, and they were rounded to bfloat16 before.
 */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { constantsOf } from '../../../extension/engines/checkpoint/onnx-file.ts'
import type { Weights } from '../../../extension/engines/checkpoint/safetensors.ts'
import { tinyFolder } from '../../core/completion/tiny.ts'

const width = 64
const heads = 4
const headSize = 16
const inner = 96
const layers = 2
const vocabulary = 400

export const tinyConfig: Readonly<Record<string, unknown>> = {
  ...{ model_type: 'llama', vocab_size: vocabulary, hidden_size: width, num_hidden_layers: layers },
  ...{ num_attention_heads: heads, num_key_value_heads: 1, head_dim: headSize, intermediate_size: inner },
  ...{ hidden_act: 'silu', rms_norm_eps: 1e-5, rope_theta: 10_000, max_position_embeddings: 640 },
  ...{ tie_word_embeddings: true, attention_bias: false, mlp_bias: false },
}

export async function tinyWeights(): Promise<Map<string, Weights>> {
  const constants = constantsOf(await readFile(path.join(tinyFolder, 'model.onnx')))
  const floats = (name: string): Float32Array => new Float32Array(Uint8Array.from(constants.get(name)!).buffer)
  const turned = (name: string, columns: number): Float32Array => {
    const found = floats(name)
    const rows = found.length / columns
    return found.map((_, at) => found[(at % columns) * rows + Math.floor(at / columns)]!)
  }
  const out = new Map<string, Weights>()
  const put = (name: string, shape: readonly number[], values: Float32Array): unknown =>
    out.set(`model.${name}.weight`, { shape, values })
  put('embed_tokens', [vocabulary, width], floats('embedding'))
  put('norm', [width], floats(`norm.${layers}`))
  for (let layer = 0; layer < layers; layer++) {
    const matrix = (name: string, rows: number, all: Float32Array, from = 0): unknown =>
      put(`layers.${layer}.${name}_proj`, [rows, width], all.slice(from * width, (from + rows) * width))
    const qkv = turned(`${layer}.qkv`, width)
    matrix('self_attn.q', heads * headSize, qkv)
    matrix('self_attn.k', headSize, qkv, heads * headSize)
    matrix('self_attn.v', headSize, qkv, (heads + 1) * headSize)
    const both = turned(`${layer}.gate_up`, width)
    matrix('mlp.gate', inner, both)
    matrix('mlp.up', inner, both, inner)
    put(`layers.${layer}.self_attn.o_proj`, [width, heads * headSize], turned(`${layer}.o`, heads * headSize))
    put(`layers.${layer}.mlp.down_proj`, [width, inner], turned(`${layer}.down`, inner))
    put(`layers.${layer}.input_layernorm`, [width], floats(`norm.${layer}`))
    put(`layers.${layer}.post_attention_layernorm`, [width], floats(`${layer}.norm`))
  }
  return out
}

/** A safetensors file in bfloat16: what it leaves out of the weights is lost. */
export function toSafetensors(weights: ReadonlyMap<string, Weights>): Buffer {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } }
  const data: Buffer[] = []
  let offset = 0
  for (const [name, { shape, values }] of weights) {
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
    const bytes = Buffer.alloc(2 * bits.length)
    bits.forEach((each, at) => bytes.writeUInt16LE(each >>> 16, 2 * at))
    header[name] = { dtype: 'BF16', shape, data_offsets: [offset, offset + bytes.length] }
    data.push(bytes)
    offset += bytes.length
  }
  return withHeader(header, ...data)
}

export function withHeader(header: object, ...data: readonly Buffer[]): Buffer {
  const text = Buffer.from(JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(text.length))
  return Buffer.concat([length, text, ...data])
}

/** A folder as transformers saves one. */
export async function writeCheckpoint(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, 'config.json'), JSON.stringify(tinyConfig))
  await writeFile(path.join(folder, 'model.safetensors'), toSafetensors(await tinyWeights()))
  await cp(path.join(tinyFolder, 'tokenizer.json'), path.join(folder, 'tokenizer.json'))
}
