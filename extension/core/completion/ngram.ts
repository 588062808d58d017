/**
 * The live n-gram over model tokens: what followed the longest matches of the last tokens in the text around.
 * Mixed with the model token by token; it needs no training and knows the user's names.
 */

/** Longest context that is compared; a longer match says nothing more. */
const maxOrder = 12
/** Weight of one place by its match length: each further matching token makes a place about as telling as two more. */
const weightBase = 3

export interface NgramPrediction {
  /** Token id to probability; sums to 1. */
  readonly next: ReadonlyMap<number, number>
  /** Tokens that matched at the best place. */
  readonly order: number
  /** Places with that match length. */
  readonly count: number
  /** What follows at the last of them: a draft of the next tokens. */
  readonly place: { readonly text: Int32Array; readonly at: number }
}

/**
 * @param texts token ids of the texts around, each with what stood before it left out
 * @param context the last tokens before the one to predict (only the last `maxOrder` are read)
 * @returns undefined when the last token stands nowhere
 */
export function predictNext(texts: readonly Int32Array[], context: readonly number[]): NgramPrediction | undefined {
  const length = context.length
  const last = context[length - 1]
  if (last === undefined) return undefined
  const next = new Map<number, number>()
  let order = 0
  let count = 0
  let total = 0
  let place: NgramPrediction['place'] | undefined
  for (const text of texts) {
    for (let at = text.indexOf(last); at >= 0 && at < text.length - 1; at = text.indexOf(last, at + 1)) {
      let matched = 1
      while (
        matched < maxOrder &&
        matched <= at &&
        matched < length &&
        text[at - matched] === context[length - 1 - matched]
      )
        matched++
      if (matched > order) [order, count] = [matched, 0]
      if (matched === order) {
        count++
        place = { text, at: at + 1 }
      }
      const weight = weightBase ** matched
      const id = text[at + 1] as number
      next.set(id, (next.get(id) ?? 0) + weight)
      total += weight
    }
  }
  if (!place) return undefined
  for (const [id, weight] of next) next.set(id, weight / total)
  return { next, order, count, place }
}

/** Share of the n-gram in the mixture, by match length from 0 on; the last entry counts for all longer matches. */
export function mixtureWeight(weights: readonly number[], prediction: NgramPrediction | undefined): number {
  if (!prediction) return 0
  return weights[Math.min(prediction.order, weights.length - 1)] ?? 0
}
