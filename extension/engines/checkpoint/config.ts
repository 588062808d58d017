/** What `config.json` of a Hugging Face folder says, as far as the graph needs it. */

export interface Config {
  readonly vocab_size: number
  readonly hidden_size: number
  readonly num_hidden_layers: number
  readonly num_attention_heads: number
  readonly num_key_value_heads: number
  readonly head_dim: number
  readonly intermediate_size: number
  readonly rms_norm_eps: number
  readonly rope_theta: number
  readonly max_position_embeddings: number
}

/** Inputs that share a scale in 8 bits: rows of all matrices are a multiple of it. */
export const block = 32

const counts = [
  'vocab_size',
  'hidden_size',
  'num_hidden_layers',
  'num_attention_heads',
  'intermediate_size',
  'max_position_embeddings',
] as const

/** What is asked of a LLaMA that is optional there. */
const demanded: Readonly<Record<string, { readonly is: unknown; readonly absent: unknown }>> = {
  model_type: { is: 'llama', absent: undefined },
  hidden_act: { is: 'silu', absent: 'silu' },
  tie_word_embeddings: { is: true, absent: false },
  attention_bias: { is: false, absent: false },
  mlp_bias: { is: false, absent: false },
}

/** Error that names the field which is missing or asks for what the graph has not. */
export function readConfig(json: unknown): Config {
  const config = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>
  for (const [name, { is, absent }] of Object.entries(demanded)) {
    const found = config[name] ?? absent
    if (found !== is) throw new Error(`"${name}" is ${JSON.stringify(found)}, only ${JSON.stringify(is)} can be run`)
  }
  for (const name of counts) {
    if (!Number.isSafeInteger(config[name]) || (config[name] as number) < 1)
      throw new Error(`"${name}" is not a positive whole number`)
  }
  const whole = config as unknown as Record<(typeof counts)[number], number>
  const heads = whole.num_attention_heads
  const { theta, kind } = rope(config)
  if (kind !== 'default') throw new Error(`rotary embeddings of the kind ${JSON.stringify(kind)} can't be run`)
  const read: Config = {
    ...whole,
    num_key_value_heads: numberOr(config, 'num_key_value_heads', heads),
    head_dim: numberOr(config, 'head_dim', whole.hidden_size / heads),
    rms_norm_eps: numberOr(config, 'rms_norm_eps', 1e-6),
    rope_theta: theta,
  }
  const rows = {
    hidden_size: read.hidden_size,
    intermediate_size: read.intermediate_size,
    heads: heads * read.head_dim,
  }
  for (const [name, row] of Object.entries(rows))
    if (row % block !== 0) throw new Error(`"${name}" is ${row}, not a multiple of ${block}`)
  return read
}

/** Where transformers 5 writes them, or where those before it did. */
function rope(config: Readonly<Record<string, unknown>>): { readonly theta: number; readonly kind: unknown } {
  const { rope_parameters, rope_scaling } = config as Record<string, Record<string, unknown> | null | undefined>
  const kind = rope_parameters?.['rope_type'] ?? rope_scaling?.['rope_type'] ?? rope_scaling?.['type'] ?? 'default'
  return { theta: numberOr(rope_parameters ?? config, 'rope_theta', 10_000), kind }
}

function numberOr(config: Readonly<Record<string, unknown>>, name: string, otherwise: number): number {
  const found = config[name] ?? otherwise
  if (typeof found !== 'number' || !(found > 0)) throw new Error(`"${name}" is not a positive number`)
  return found
}
