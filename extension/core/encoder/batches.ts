/** Rows of similar length together, so that little of a batch is padding. */

/**
 * @param lengths of the rows, in any unit
 * @param budget most of a batch, padding included; a longer row is a batch of its own
 * @returns indexes into `lengths`, each once, shortest rows first
 */
export function batchesByLength(lengths: readonly number[], budget: number): readonly (readonly number[])[] {
  const order = lengths.map((_, index) => index).sort((a, b) => lengths[a]! - lengths[b]!)
  const batches: number[][] = []
  let batch: number[] = []
  for (const index of order) {
    if (batch.length > 0 && lengths[index]! * (batch.length + 1) > budget) {
      batches.push(batch)
      batch = []
    }
    batch.push(index)
  }
  return batch.length > 0 ? [...batches, batch] : batches
}
