/** Which of the suggestions that are shown go to the API unasked, to be compared: a share of them, never close together. */

/** However fast someone types and however large the share is. */
export const leastMsApart = 60_000

export interface Chance {
  /** Setting: 0 takes none. */
  readonly share: number
  /** From 0 to below 1, new for each suggestion. */
  readonly random: number
  /** Milliseconds. */
  readonly now: number
  /** Undefined: none was taken yet. */
  readonly lastAt: number | undefined
}

export function isSampled({ share, random, now, lastAt }: Chance): boolean {
  return random < share && (lastAt === undefined || now - lastAt >= leastMsApart)
}
