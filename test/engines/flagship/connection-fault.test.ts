import assert from 'node:assert/strict'
import { connectionFault } from '../../../extension/engines/flagship/connection-fault.ts'

const failing = (cause: object): Error => new TypeError('fetch failed', { cause })
const named = (code: string, more: object = {}): Error => Object.assign(new Error(code), { code, ...more })

describe('a connection that fails', () => {
  const costs = (cause: object): boolean => connectionFault(failing(cause)).mayBeSent

  it('cost nothing where nothing can have been sent', () => {
    for (const free of [
      named('ENOTFOUND'),
      named('ECONNREFUSED', { syscall: 'connect' }),
      named('EHOSTUNREACH', { syscall: 'connect' }),
      named('ETIMEDOUT', { syscall: 'connect' }),
      named('UND_ERR_CONNECT_TIMEOUT'),
      Object.assign(new AggregateError([named('ENETUNREACH', { syscall: 'connect' })]), { code: 'ENETUNREACH' }),
      new Error('bad port'),
      named('DEPTH_ZERO_SELF_SIGNED_CERT'),
      named('ERR_SSL_WRONG_VERSION_NUMBER'),
    ])
      assert.equal(costs(free), false, free.message)
  })

  it('may have cost something wherever that is not certain', () => {
    for (const dear of [
      named('ECONNRESET', { syscall: 'read' }),
      named('ETIMEDOUT', { syscall: 'read' }),
      named('UND_ERR_SOCKET'),
      named('EPIPE', { syscall: 'write' }),
      named('ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC'),
      named('EPROTO'),
      new Error('something new'),
    ])
      assert.equal(costs(dear), true, dear.message)
    assert.deepEqual(connectionFault('thrown by nobody'), { code: '', mayBeSent: true, isUnsafe: false })
  })
})
