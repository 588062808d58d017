/** Reads what `strace -f -e trace=network` wrote: who opened which connection. */

export interface NetworkUse {
  /** Internet sockets opened, by process or thread id. */
  readonly sockets: ReadonlyMap<number, number>
  /** Addresses spoken to, the port included unless it is one that the system chose. */
  readonly destinations: ReadonlySet<string>
}

const internet = /socket\((AF_INET6?), /
const towards = /(?:connect|sendto|sendmsg|sendmmsg)\(.*?sa_family=(AF_INET6?), sin6?_port=htons\((\d+)\)(.*?)\}/
const address = /"([0-9a-fA-F.:]+)"/

export function networkUse(trace: string): NetworkUse {
  const sockets = new Map<number, number>()
  const destinations = new Set<string>()
  for (const line of trace.split('\n')) {
    const pid = Number(/^\d+/.exec(line)?.[0])
    if (internet.test(line)) sockets.set(pid, (sockets.get(pid) ?? 0) + 1)
    const target = towards.exec(line)
    if (target) destinations.add(`${address.exec(target[3]!)?.[1] ?? target[1]!}:${target[2]!}`)
  }
  return { sockets, destinations }
}

export function socketCount(use: NetworkUse): number {
  return [...use.sockets.values()].reduce((sum, count) => sum + count, 0)
}
