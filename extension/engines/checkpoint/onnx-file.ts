/** As much of ONNX's schema (onnx.proto3, IR version 9) as the decoder's graph is made of. */
import protobuf from 'protobufjs/light.js'

export const types = { float: 1, uint8: 2, int32: 6, int64: 7, half: 10 } as const
export type ElementType = keyof typeof types

export interface GraphNode {
  readonly kind: string
  /** `''`: left out. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly domain?: string
  readonly attributes: Readonly<Record<string, Attribute>>
}

/** A whole number, or one with a fraction. */
export type Attribute = number | { readonly float: number }

export interface Constant {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly number[]
  readonly data: Uint8Array
}

/** An input or output; a name stands for a size that differs from run to run. */
export interface Port {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly (number | string)[]
}

export interface Graph {
  readonly nodes: readonly GraphNode[]
  readonly constants: readonly Constant[]
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
}

const field = (type: string, id: number): protobuf.IField => ({ type, id })
const list = (type: string, id: number): protobuf.IField => ({ rule: 'repeated', type, id })
const message = (fields: Record<string, protobuf.IField>): protobuf.IType => ({ fields })

const schema: protobuf.INamespace = {
  nested: {
    Model: message({
      irVersion: field('int64', 1),
      producerName: field('string', 2),
      graph: field('Graph', 7),
      opsetImport: list('Opset', 8),
    }),
    Opset: message({ domain: field('string', 1), version: field('int64', 2) }),
    Graph: message({
      node: list('Node', 1),
      name: field('string', 2),
      initializer: list('Tensor', 5),
      input: list('Value', 11),
      output: list('Value', 12),
    }),
    Node: message({
      input: list('string', 1),
      output: list('string', 2),
      opType: field('string', 4),
      attribute: list('Attribute', 5),
      domain: field('string', 7),
    }),
    Attribute: message({
      name: field('string', 1),
      f: field('float', 2),
      i: field('int64', 3),
      type: field('int32', 20),
    }),
    Tensor: message({
      dims: list('int64', 1),
      dataType: field('int32', 2),
      name: field('string', 8),
      rawData: field('bytes', 9),
    }),
    Value: message({ name: field('string', 1), type: field('Type', 2) }),
    Type: message({ tensorType: field('TensorType', 1) }),
    TensorType: message({ elemType: field('int32', 1), shape: field('Shape', 2) }),
    Shape: message({ dim: list('Dimension', 1) }),
    Dimension: message({ dimValue: field('int64', 1), dimParam: field('string', 2) }),
  },
}
const model = (): protobuf.Type => protobuf.Root.fromJSON(schema).lookupType('Model')
const attributeTypes = { float: 1, int: 2 } as const

/** The bytes of a .onnx file. */
export function encodeOnnx({ nodes, constants, inputs, outputs }: Graph): Uint8Array {
  return model()
    .encode({
      irVersion: 9,
      producerName: 'shortline',
      opsetImport: [{ version: 20 }, { domain: 'com.microsoft', version: 1 }],
      graph: {
        name: 'shortline',
        node: nodes.map((node) => ({
          input: node.inputs,
          output: node.outputs,
          opType: node.kind,
          attribute: Object.entries(node.attributes).map(([name, value]) => attribute(name, value)),
          ...(node.domain !== undefined && { domain: node.domain }),
        })),
        initializer: constants.map(({ name, type, shape, data }) => ({
          ...{ name, dims: shape, dataType: types[type], rawData: data },
        })),
        input: inputs.map(port),
        output: outputs.map(port),
      },
    })
    .finish()
}

function attribute(name: string, value: Attribute): object {
  return typeof value === 'number'
    ? { name, i: value, type: attributeTypes.int }
    : { name, f: value.float, type: attributeTypes.float }
}

function port({ name, type, shape }: Port): object {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }))
  return { name, type: { tensorType: { elemType: types[type], shape: { dim } } } }
}

/** The bytes of all constants of a .onnx file, by name. */
export function constantsOf(file: Uint8Array): Map<string, Uint8Array> {
  const { graph } = model().decode(file) as unknown as {
    readonly graph: { readonly initializer: readonly { readonly name: string; readonly rawData: Uint8Array }[] }
  }
  return new Map(graph.initializer.map(({ name, rawData }) => [name, rawData]))
}
