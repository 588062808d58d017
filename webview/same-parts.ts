/**
 * Messages arrive as copies: what has not changed in them is a new object all the same. Here it becomes the old one
 * again, so that whoever draws it sees at a glance that there is nothing to do.
 */

/** `after`, with every part that equals the part of `before` at the same place, or with the same `id`, replaced by that. */
export function withSameParts<T>(before: unknown, after: T): T {
  if (Object.is(before, after) || typeof before !== 'object' || typeof after !== 'object') return after
  if (before === null || after === null || Array.isArray(before) !== Array.isArray(after)) return after
  const isList = Array.isArray(before)
  return (isList ? sameList(before, after as unknown[]) : sameRecord(before, after)) as T
}

function sameRecord(before: object, after: object): object {
  const old = before as Record<string, unknown>
  let isSame = Object.keys(old).length === Object.keys(after).length
  const entries = Object.entries(after as Record<string, unknown>).map(([name, value]): [string, unknown] => {
    const part = withSameParts(old[name], value)
    isSame &&= name in old && Object.is(part, old[name])
    return [name, part]
  })
  return isSame ? before : Object.fromEntries(entries)
}

function sameList(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  const byId = new Map(before.flatMap((part) => (idOf(part) === undefined ? [] : [[idOf(part), part]])))
  let isSame = before.length === after.length
  const list = after.map((value: unknown, index) => {
    const id = idOf(value)
    const part = withSameParts(id === undefined ? before[index] : byId.get(id), value)
    isSame &&= Object.is(part, before[index])
    return part
  })
  return isSame ? before : list
}

function idOf(part: unknown): unknown {
  return typeof part === 'object' && part !== null && 'id' in part ? part.id : undefined
}
