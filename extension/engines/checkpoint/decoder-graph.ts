/**
 * The decoder of a checkpoint as a graph for onnxruntime in 8 bits: the same nodes and numbers as
 * `models/recipe/export.py` writes (which says what goes in and comes out, and why it is built so; a test compares them).
 */
import { block } from './config.ts'
import type { Config } from './config.ts'
import { halfOf } from './half.ts'
import type { Attribute, Constant, ElementType, Graph, GraphNode, Port } from './onnx-file.ts'
import { quantise } from './quantise.ts'
import type { Weights } from './safetensors.ts'

const microsoft = 'com.microsoft'
const projections = ['q', 'k', 'v'] as const

/** Error that names the weights which are missing or have another shape than the config says. */
export function decoderGraph(config: Config, weights: ReadonlyMap<string, Weights>): Graph {
  const heads = config.num_attention_heads
  const kvHeads = config.num_key_value_heads
  const { hidden_size: width, intermediate_size: inner, head_dim: size, vocab_size: vocabulary } = config
  const graph = new Builder(config.rms_norm_eps)
  const take = (name: string, ...shape: number[]): Float32Array => {
    const found = weights.get(`${name}.weight`)
    if (!found) throw new Error(`it has no ${name}.weight`)
    if (found.shape.join() !== shape.join())
      throw new Error(`${name}.weight is ${found.shape.join(' × ')}, config.json says ${shape.join(' × ')}`)
    return found.values
  }
  const embedding = take('model.embed_tokens', vocabulary, width)
  const table = graph.constant('embedding', 'half', [vocabulary, width], Uint16Array.from(embedding, halfOf))
  let x = graph.op('Cast', [graph.op('Gather', [table, 'input_ids'])], { to: 1 })
  const angles = rotaryAngles(config)
  const half = [config.max_position_embeddings, size / 2]
  const cos = graph.constant('cos', 'float', half, angles.map(Math.cos))
  const sin = graph.constant('sin', 'float', half, angles.map(Math.sin))
  const start = graph.op('Neg', ['keep'])
  const end = graph.constant('end', 'int64', [1], BigInt64Array.of(2n ** 63n - 1n))
  const axis = graph.constant('axis', 'int64', [1], BigInt64Array.of(1n))
  const inputs: Port[] = []
  const outputs: Port[] = []
  let y = graph.norm(x, 'norm.0', take('model.layers.0.input_layernorm', width))
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    const part = (name: string, ...shape: number[]): Float32Array => take(`model.layers.${layer}.${name}`, ...shape)
    const rows = { q: heads * size, k: kvHeads * size, v: kvHeads * size }
    const qkv = projections.map((name) => part(`self_attn.${name}_proj`, rows[name], width))
    const past = [`past.${layer}.key`, `past.${layer}.value`]
    const present = [`present.${layer}.key`, `present.${layer}.value`]
    inputs.push(...past.map((name) => float(name, [1, kvHeads, 'past', size])))
    outputs.push(...present.map((name) => float(name, [1, kvHeads, 'all', size])))
    let attention = `attention_${layer}`
    graph.add({
      kind: 'GroupQueryAttention',
      domain: microsoft,
      inputs: [
        ...[graph.linear(y, `${layer}.qkv`, qkv, width), '', '', ...past],
        ...['last', 'total', cos, sin, 'positions', 'bias'],
      ],
      outputs: [attention, ...present],
      attributes: {
        ...{ num_heads: heads, kv_num_heads: kvHeads, do_rotary: 1, rotary_interleaved: 0 },
        scale: { float: 1 / Math.sqrt(size) },
      },
    })
    const isLast = layer === config.num_hidden_layers - 1
    if (isLast) {
      attention = graph.op('Slice', [attention, start, end, axis])
      x = graph.op('Slice', [x, start, end, axis])
    }
    const out = graph.linear(attention, `${layer}.o`, [part('self_attn.o_proj', width, heads * size)], heads * size)
    ;[y, x] = graph.addNorm(out, x, `${layer}.norm`, part('post_attention_layernorm', width))
    const both = ['gate', 'up'].map((name) => part(`mlp.${name}_proj`, inner, width))
    const [gate, up] = graph.split(graph.linear(y, `${layer}.gate_up`, both, width))
    const act = graph.op('Mul', [graph.op('Mul', [gate, graph.op('Sigmoid', [gate])]), up])
    const down = graph.linear(act, `${layer}.down`, [part('mlp.down_proj', width, inner)], inner)
    const following = isLast ? take('model.norm', width) : take(`model.layers.${layer + 1}.input_layernorm`, width)
    ;[y, x] = graph.addNorm(down, x, `norm.${layer + 1}`, following, isLast)
  }
  graph.linear(y, 'head', [embedding], width, 'logits')
  const classes = graph.constant('classes', 'int64', [1], BigInt64Array.of(-1n))
  graph.op('ReduceLogSumExp', ['logits', classes], { keepdims: 0 }, 'log_sum_exp')
  return {
    nodes: graph.nodes,
    constants: graph.constants,
    inputs: [
      { name: 'input_ids', type: 'int64', shape: [1, 's'] },
      { name: 'positions', type: 'int64', shape: [1, 's'] },
      float('bias', [1, 1, 's', 'all']),
      { name: 'last', type: 'int32', shape: [1] },
      { name: 'total', type: 'int32', shape: [] },
      { name: 'keep', type: 'int64', shape: [1] },
      ...inputs,
    ],
    outputs: [float('logits', [1, 'keep', vocabulary]), float('log_sum_exp', [1, 'keep']), ...outputs],
  }
}

function float(name: string, shape: Port['shape']): Port {
  return { name, type: 'float', shape }
}

/** float32[positions * headSize / 2] */
function rotaryAngles({ max_position_embeddings: positions, head_dim: size, rope_theta: theta }: Config): Float32Array {
  return Float32Array.from({ length: (positions * size) / 2 }, (_, at) => {
    const [position, pair] = [Math.floor(at / (size / 2)), at % (size / 2)]
    return position * theta ** ((-2 * pair) / size)
  })
}

/** Nodes in the order in which they run; each has a name of its own for what it gives. */
class Builder {
  readonly nodes: GraphNode[] = []
  readonly constants: Constant[] = []
  private readonly epsilon: Attribute

  constructor(epsilon: number) {
    this.epsilon = { float: epsilon }
  }

  constant(name: string, type: ElementType, shape: readonly number[], values: ArrayBufferView): string {
    const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    this.constants.push({ name, type, shape, data })
    return name
  }

  add(node: GraphNode): void {
    this.nodes.push(node)
  }

  op(kind: string, inputs: readonly string[], attributes: GraphNode['attributes'] = {}, output?: string): string {
    const name = output ?? this.name(kind)
    this.add({ kind, inputs, outputs: [name], attributes })
    return name
  }

  split(x: string): readonly [string, string] {
    const name = this.name('Split')
    const outputs = [`${name}_0`, `${name}_1`] as const
    this.add({ kind: 'Split', inputs: [x], outputs, attributes: { axis: -1, num_outputs: 2 } })
    return outputs
  }

  /** x @ weights.T; the weights of several products of the same input one below the other, each float32[out, columns] */
  linear(x: string, name: string, weights: readonly Float32Array[], columns: number, output?: string): string {
    const count = weights.reduce((sum, { length }) => sum + length, 0)
    const whole = new Float32Array(count)
    let at = 0
    for (const each of weights) {
      whole.set(each, at)
      at += each.length
    }
    const rows = count / columns
    const { bytes, scales } = quantise(whole)
    const outputs = [output ?? this.name('MatMulNBits')]
    this.add({
      kind: 'MatMulNBits',
      domain: microsoft,
      inputs: [
        x,
        this.constant(`${name}.q`, 'uint8', [rows, columns / block, block], bytes),
        this.constant(`${name}.scale`, 'float', [scales.length], scales),
      ],
      outputs,
      attributes: { K: columns, N: rows, bits: 8, block_size: block, accuracy_level: 4 },
    })
    return outputs[0]!
  }

  norm(x: string, name: string, weight: Float32Array): string {
    const scale = this.constant(name, 'float', [weight.length], weight)
    return this.op('SimplifiedLayerNormalization', [x, scale], { axis: -1, epsilon: this.epsilon, stash_type: 1 })
  }

  /** @returns the norm of x + y, and x + y, which the last one need not give */
  addNorm(x: string, y: string, name: string, weight: Float32Array, isLast = false): [string, string] {
    const scale = this.constant(name, 'float', [weight.length], weight)
    const own = this.name('SkipSimplifiedLayerNormalization')
    const sum = isLast ? '' : `${own}_sum`
    this.add({
      kind: 'SkipSimplifiedLayerNormalization',
      domain: microsoft,
      inputs: [x, y, scale],
      outputs: [own, '', '', sum],
      attributes: { epsilon: this.epsilon },
    })
    return [own, sum]
  }

  private name(kind: string): string {
    return `${kind}_${this.nodes.length}`
  }
}
