/**
 * The checkpoint as the file that llama.cpp reads: weights in blocks of 32 with 8 bits, as the shipped graph has them.
 * Layout (version 3): "GGUF", version, counts, metadata, tensor table, then the tensors, each aligned to 32 bytes.
 */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { block, readConfig as parseConfig } from '../../../extension/engines/checkpoint/config.ts'
import type { Config } from '../../../extension/engines/checkpoint/config.ts'
import { halfOf } from '../../../extension/engines/checkpoint/half.ts'
import type { Weights } from '../../../extension/engines/checkpoint/safetensors.ts'

interface TokenizerFile {
  readonly added_tokens: readonly { readonly id: number }[]
  readonly model: { readonly vocab: Readonly<Record<string, number>>; readonly merges: readonly [string, string][] }
}

const types = { f32: 0, q8: 8 } as const
const alignment = 32

/** Names of a layer's tensors there and here. */
const layerNames: Readonly<Record<string, string>> = {
  input_layernorm: 'attn_norm',
  'self_attn.q_proj': 'attn_q',
  'self_attn.k_proj': 'attn_k',
  'self_attn.v_proj': 'attn_v',
  'self_attn.o_proj': 'attn_output',
  post_attention_layernorm: 'ffn_norm',
  'mlp.gate_proj': 'ffn_gate',
  'mlp.up_proj': 'ffn_up',
  'mlp.down_proj': 'ffn_down',
}

/** config.json of a checkpoint. */
export async function readConfig(checkpoint: string): Promise<Config> {
  return parseConfig(JSON.parse(await readFile(path.join(checkpoint, 'config.json'), 'utf8')))
}

/** @param weights by their names in the checkpoint */
export async function toGguf(
  config: Config,
  weightsByName: ReadonlyMap<string, Weights>,
  tokenizerFile: string,
): Promise<Buffer> {
  const tokenizer = JSON.parse(await readFile(tokenizerFile, 'utf8')) as TokenizerFile
  const data: Buffer[] = []
  const table: Buffer[] = []
  let offset = 0
  for (const [name, { shape, values }] of weightsByName) {
    const cols = shape.at(-1) as number
    const heads = headsOf(name, config)
    const weights = heads === undefined ? values : interleaved(values, heads, cols)
    const bytes = shape.length === 1 ? Buffer.from(weights.buffer) : quantise(weights)
    table.push(
      text(targetName(name)),
      u32(shape.length),
      ...shape.toReversed().map(u64),
      u32(shape.length === 1 ? types.f32 : types.q8),
      u64(offset),
    )
    const padding = Buffer.alloc((alignment - (bytes.length % alignment)) % alignment)
    data.push(bytes, padding)
    offset += bytes.length + padding.length
  }
  const metadata = metadataOf(config, tokenizer)
  const count = data.length / 2
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    u32(3),
    u64(count),
    u64(metadata.length),
    ...metadata.flat(),
    ...table,
  ])
  const padding = Buffer.alloc((alignment - (head.length % alignment)) % alignment)
  return Buffer.concat([head, padding, ...data])
}

function targetName(name: string): string {
  const layer = /^model\.layers\.(\d+)\.(.+)\.weight$/.exec(name)
  if (layer) return `blk.${layer[1]}.${layerNames[layer[2] as string]}.weight`
  return name === 'model.norm.weight' ? 'output_norm.weight' : 'token_embd.weight'
}

/** Heads of a matrix whose rows are rotated; undefined for all others. */
function headsOf(name: string, config: Config): number | undefined {
  if (name.includes('.q_proj')) return config.num_attention_heads
  return name.includes('.k_proj') ? config.num_key_value_heads : undefined
}

/** llama.cpp rotates neighbouring rows of a head, the checkpoint rotates its halves against each other. */
function interleaved(values: Float32Array, heads: number, cols: number): Float32Array {
  const size = values.length / cols / heads
  const out = new Float32Array(values.length)
  for (let row = 0; row < heads * size; row++) {
    const [head, within] = [Math.floor(row / size), row % size]
    const to = head * size + (within % (size / 2)) * 2 + Math.floor(within / (size / 2))
    out.set(values.subarray(row * cols, (row + 1) * cols), to * cols)
  }
  return out
}

/** Blocks of a half-precision scale and 32 signed bytes. */
function quantise(values: Float32Array): Buffer {
  const out = Buffer.alloc((values.length / block) * (2 + block))
  for (let at = 0; at < values.length / block; at++) {
    const row = values.subarray(at * block, (at + 1) * block)
    const scale = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127
    const base = at * (2 + block)
    out.writeUInt16LE(halfOf(scale), base)
    row.forEach((value, index) => out.writeInt8(scale === 0 ? 0 : Math.round(value / scale), base + 2 + index))
  }
  return out
}

function metadataOf(config: Config, { model, added_tokens }: TokenizerFile): Buffer[][] {
  const tokens: string[] = []
  for (const [token, id] of Object.entries(model.vocab)) tokens[id] = token
  const special = new Set(added_tokens.map(({ id }) => id))
  const [control, normal] = [3, 1]
  const llama = (key: string, value: number): Buffer[] => [text(`llama.${key}`), u32(4), u32(value)]
  const real = (key: string, value: number): Buffer[] => [text(`llama.${key}`), u32(6), f32(value)]
  const word = (key: string, value: string): Buffer[] => [text(key), u32(8), text(value)]
  const list = (key: string, type: number, values: readonly Buffer[]): Buffer[] => [
    ...[text(key), u32(9), u32(type), u64(values.length)],
    ...values,
  ]
  return [
    word('general.architecture', 'llama'),
    [text('general.file_type'), u32(4), u32(7)],
    [text('general.quantization_version'), u32(4), u32(2)],
    llama('block_count', config.num_hidden_layers),
    llama('context_length', config.max_position_embeddings),
    llama('embedding_length', config.hidden_size),
    llama('feed_forward_length', config.intermediate_size),
    llama('attention.head_count', config.num_attention_heads),
    llama('attention.head_count_kv', config.num_key_value_heads),
    llama('attention.key_length', config.head_dim),
    llama('attention.value_length', config.head_dim),
    llama('rope.dimension_count', config.head_dim),
    llama('vocab_size', config.vocab_size),
    real('rope.freq_base', config.rope_theta),
    real('attention.layer_norm_rms_epsilon', config.rms_norm_eps),
    word('tokenizer.ggml.model', 'gpt2'),
    word('tokenizer.ggml.pre', 'gpt-2'),
    list('tokenizer.ggml.tokens', 8, tokens.map(text)),
    list(
      'tokenizer.ggml.token_type',
      5,
      tokens.map((_, id) => u32(special.has(id) ? control : normal)),
    ),
    list(
      'tokenizer.ggml.merges',
      8,
      model.merges.map((pair) => text(pair.join(' '))),
    ),
    [text('tokenizer.ggml.eos_token_id'), u32(4), u32(1)],
    [text('tokenizer.ggml.padding_token_id'), u32(4), u32(0)],
    [text('tokenizer.ggml.add_bos_token'), u32(7), Buffer.of(0)],
  ]
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return bytes
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8')
  return Buffer.concat([u64(bytes.length), bytes])
}
