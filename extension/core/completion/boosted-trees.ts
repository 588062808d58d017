/**
 * A small gradient-boosted tree model, as the recipe fits it and card.json carries it: the sum of one leaf per
 * tree and a bias is the logit of "this candidate is right".
 */

interface Tree {
  /** Position in the feature row per node; -1: a leaf. */
  readonly feature: Int16Array
  /** A row goes left when its value is not greater; NaN goes left. */
  readonly threshold: Float64Array
  readonly left: Int16Array
  readonly right: Int16Array
  /** Leaf values; ignored elsewhere. */
  readonly value: Float64Array
}

export interface BoostedTrees {
  readonly bias: number
  readonly trees: readonly Tree[]
}

const maxNodes = 32_767

/**
 * Reads `{ features: string[], bias: number, trees: { feature, threshold, left, right, value }[] }`, arrays with
 * one entry per node, node 0 the root, children after their parent, leaves with feature -1.
 * `names`: the features of a row, in order; the model may use them in another order, or fewer.
 * Throws an Error that says where the JSON is wrong.
 */
export function parseBoostedTrees(json: unknown, names: readonly string[]): BoostedTrees {
  const { features, bias, trees } = fields(json, 'ranker')
  const used = list(features, 'ranker.features').map((name) => {
    const position = typeof name === 'string' ? names.indexOf(name) : -1
    if (position < 0) throw new Error(`ranker.features: ${JSON.stringify(name)} is not a feature of this version`)
    return position
  })
  if (typeof bias !== 'number' || !Number.isFinite(bias)) throw new Error('ranker.bias: not a number')
  return {
    bias,
    trees: list(trees, 'ranker.trees').map((tree, index) => parseTree(tree, `ranker.trees[${index}]`, used)),
  }
}

/** Logit of one row of features, in the order of the `names` that the model was read with. */
export function evaluateTrees({ bias, trees }: BoostedTrees, row: Float32Array): number {
  let sum = bias
  for (const { feature, threshold, left, right, value } of trees) {
    let node = 0
    while (feature[node]! >= 0) node = row[feature[node]!]! > threshold[node]! ? right[node]! : left[node]!
    sum += value[node]!
  }
  return sum
}

export function probabilityOf(logit: number): number {
  return 1 / (1 + Math.exp(-logit))
}

function parseTree(json: unknown, where: string, used: readonly number[]): Tree {
  const parts = fields(json, where)
  const feature = numbers(parts['feature'], `${where}.feature`)
  const threshold = numbers(parts['threshold'], `${where}.threshold`)
  const left = numbers(parts['left'], `${where}.left`)
  const right = numbers(parts['right'], `${where}.right`)
  const value = numbers(parts['value'], `${where}.value`)
  const nodes = feature.length
  if (nodes === 0 || nodes > maxNodes) throw new Error(`${where}: ${nodes} nodes, wanted 1 to ${maxNodes}`)
  if ([threshold, left, right, value].some((array) => array.length !== nodes)) {
    throw new Error(`${where}: arrays of different lengths`)
  }
  for (const [node, which] of feature.entries()) {
    if (which === -1) continue
    if (!(which in used)) throw new Error(`${where}.feature[${node}]: ${which} is not a position in ranker.features`)
    // Children come after their parent, so that a walk always ends.
    for (const child of [left[node]!, right[node]!]) {
      if (!Number.isInteger(child) || child <= node || child >= nodes)
        throw new Error(`${where}: node ${node} has no child ${child}`)
    }
  }
  return {
    feature: Int16Array.from(feature, (which) => (which === -1 ? -1 : used[which]!)),
    threshold: Float64Array.from(threshold),
    left: Int16Array.from(left),
    right: Int16Array.from(right),
    value: Float64Array.from(value),
  }
}

function fields(json: unknown, where: string): Record<string, unknown> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error(`${where}: not an object`)
  return json as Record<string, unknown>
}

function list(json: unknown, where: string): unknown[] {
  if (!Array.isArray(json)) throw new Error(`${where}: not a list`)
  return json
}

function numbers(json: unknown, where: string): number[] {
  return list(json, where).map((value, index) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`${where}[${index}]: not a number`)
    return value
  })
}
