/** How figures are printed: percentiles of one list, ratios against the first row of a table. */

/** @param share from 0 to 1; the smallest number that at least this share does not exceed */
export function quantile(numbers: readonly number[], share: number): number {
  if (numbers.length === 0) return NaN
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number
}

export const percentiles = [0.5, 0.95, 0.99] as const

/** Cells p50, p95, p99. */
export function spread(numbers: readonly number[]): string[] {
  return percentiles.map((share) => digits(quantile(numbers, share)))
}

export const spreadNames = percentiles.map((share) => `p${share * 100}`)

/** Three digits are more than such figures deserve. */
export function digits(value: number): string {
  if (Number.isNaN(value)) return '–'
  return Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2)
}

export function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`
}

export function printTable(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)))
  const line = (cells: readonly string[]): string =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')
  console.log(`\n${title}`)
  console.log(line(head))
  for (const row of rows) console.log(line(row))
}

/** The same numbers from 0 to 1 in every run. */
export function sequence(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
