/** When a model host that died is started again. */

/** After so many deaths without a served suggestion nobody waits for the next one. */
export const mostDeaths = 5

/**
 * Milliseconds until the next start, after `deaths` in a row without a served suggestion: at once the first time,
 * then doubling. Undefined: give up.
 */
export function restartDelay(deaths: number): number | undefined {
  if (deaths >= mostDeaths) return undefined
  return deaths <= 1 ? 0 : 1000 * 2 ** (deaths - 2)
}
