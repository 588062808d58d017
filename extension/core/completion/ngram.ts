/**
 * The live n-gram over model tokens: what followed the longest matches of the last tokens in the text around.
 * Mixed with the model token by token; it needs no training and knows the user's names.
 */

/** Longest context that is compared; a longer match says nothing more. */
const maxOrder = 12
/**
 * What a place counts, chosen by how probable they make what training packages really go on with (`models/LOG.md`): a
 * match that is longer by one token as much as so many places, one in the same file as so many of a neighbour, and right
 * beside the cursor so much more, which falls to a third over so many tokens.
 */
const perToken = 5
const ownFile = 3
const besideCursor = 3
const reach = 1_500
const byLength = Array.from({ length: maxOrder + 1 }, (_, length) => perToken ** length)

/** Token ids, and which end of them is nearest to the cursor: neither for a text of another file. */
export interface TextAround {
  readonly ids: Int32Array
  readonly cursor?: 'end' | 'start'
}

export interface NgramPrediction {
  /** Token id to probability; sums to 1. */
  readonly next: ReadonlyMap<number, number>
  /** Tokens that matched at the best place. */
  readonly order: number
  /** Places with that match length. */
  readonly count: number
  /** The likeliest token. */
  readonly best: number
  /** What follows at the last of them: a draft of the next tokens. */
  readonly place: { readonly text: Int32Array; readonly at: number }
}

/**
 * @param context the last tokens before the one to predict (only the last `maxOrder` are read)
 * @returns undefined when the last token stands nowhere
 */
export function predictNext(texts: readonly TextAround[], context: readonly number[]): NgramPrediction | undefined {
  const length = context.length
  const last = context[length - 1]
  if (last === undefined) return undefined
  const next = new Map<number, number>()
  let order = 0
  let count = 0
  let total = 0
  let place: NgramPrediction['place'] | undefined
  for (const { ids: text, cursor } of texts) {
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
      const away = cursor === 'end' ? text.length - at : at
      const nearness = cursor === undefined ? 1 : ownFile * (1 + besideCursor * Math.exp(-away / reach))
      const weight = byLength[matched]! * nearness
      const id = text[at + 1] as number
      next.set(id, (next.get(id) ?? 0) + weight)
      total += weight
    }
  }
  if (!place) return undefined
  for (const [id, weight] of next) next.set(id, weight / total)
  let best = -1
  for (const [id, probability] of next) if (probability > (next.get(best) ?? 0)) best = id
  return { next, order, count, best, place }
}
