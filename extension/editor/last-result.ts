/** Gives the last result again while what it was made from is the same, one by one. */
export function lastResult<From extends readonly unknown[], Result>(
  make: (...from: From) => Result,
): (...from: From) => Result {
  let last: { readonly from: From; readonly result: Result } | undefined
  return (...from) => {
    if (!last?.from.every((part, index) => Object.is(part, from[index]))) last = { from, result: make(...from) }
    return last.result
  }
}
