/**
 * What broke a connection before an answer began, and whether the request may have been read by then: only where it is
 * certain that it was not, it cost nothing.
 */

export interface ConnectionFault {
  /** The system's name for it; empty where it has none. */
  readonly code: string
  readonly mayBeSent: boolean
  /** No safe connection came about, or it broke. */
  readonly isUnsafe: boolean
}

/** Steps that come before anything is sent. */
const before: readonly string[] = ['getaddrinfo', 'connect']
const neverConnected: readonly string[] = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT']
/** `fetch` refuses these by itself, and has no code for them. */
const refusedByFetch: readonly string[] = ['bad port', 'unknown scheme']
const unsafe = /CERT|^ERR_TLS|^ERR_SSL|UNABLE_TO_|SELF_SIGNED|^EPROTO$/
/** Of the handshake. Other faults of this kind may come when the request is out. */
const inHandshake = /CERT|UNABLE_TO_|SELF_SIGNED|HANDSHAKE|VERSION|PROTOCOL|PACKET_LENGTH/

export function connectionFault(error: unknown): ConnectionFault {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (refusedByFetch.includes(cause.message)) return { code: cause.message, mayBeSent: false, isUnsafe: false }
    const { code } = cause as NodeJS.ErrnoException
    if (typeof code !== 'string' || code === '') continue
    const isUnsafe = unsafe.test(code)
    const isBefore = isUnsafe ? inHandshake.test(code) : neverConnected.includes(code) || isOfConnecting(cause)
    return { code, mayBeSent: !isBefore, isUnsafe }
  }
  return { code: '', mayBeSent: true, isUnsafe: false }
}

/** Of a host with several addresses each has an error of its own. */
function isOfConnecting(cause: Error): boolean {
  if (cause instanceof AggregateError) return cause.errors.length > 0 && cause.errors.every(isOfConnecting)
  return before.includes((cause as NodeJS.ErrnoException).syscall ?? '')
}
