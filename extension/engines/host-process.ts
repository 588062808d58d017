/** One run of the model host: forked, listened to, and gone without a trace when it is killed. */
import { fork } from 'node:child_process'
import type { FromHost, ToHost } from './protocol.ts'

export interface HostProcess {
  readonly pid: number | undefined
  send(message: ToHost): void
  /** Ends it at once; nothing is heard of it afterwards. It has nothing to save. */
  kill(): void
}

export interface HostEvents {
  message(message: FromHost): void
  /** The process is gone, or never came. Called once, and not after `kill`. */
  end(why: string): void
  /** A line that the process, or a library in it, wrote to standard error. */
  complaint(line: string): void
}

const mostComplaints = 50

/** glibc keeps freed memory for each thread, and for ever: large blocks of changing sizes, such as KV caches, add up. */
const thrift = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '1048576' }

/**
 * Node lets young objects take up to 100 MB before it looks, which is more than the whole of ours, and the old ones four
 * times what they took at the last look.
 */
const frugality = ['--max-semi-space-size=8', '--heap-growing-percent=50']
/** Node's exit code for a flag that it does not know, as a later V8 may not know these. */
const badOption = 9
/** Hosts that did not start with the flags: they do without. */
const lavish = new Set<string>()

export function startHost(file: string, events: HostEvents): HostProcess {
  const child = fork(file, {
    // Flags of the extension host, such as a debugger's port, are not meant for its children.
    execArgv: lavish.has(file) ? [] : frugality,
    // Strings travel as they are: twice as fast as JSON for whole documents, and lone surrogates survive.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ORT_DISABLE_TELEMETRY: '1', ...thrift },
  })
  let over = false
  let complaints = 0
  const end = (why: string): void => {
    if (over) return
    over = true
    child.kill('SIGKILL')
    events.end(why)
  }
  child.on('message', (message) => {
    if (over) return
    if (isFromHost(message)) events.message(message)
    else events.complaint('a message that is not in the protocol')
  })
  child.on('error', (error) => end(error.message))
  child.on('exit', (code, signal) => {
    if (code === badOption) lavish.add(file)
    end(signal === null ? `exit code ${code}` : `signal ${signal}`)
  })
  // A host that can't be spoken to is none. One that is on its way out gets time to say how.
  child.on('disconnect', () => setTimeout(end, 100, 'it closed its channel'))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n')) if (line.trim() !== '' && complaints++ < mostComplaints) events.complaint(line)
  })
  return {
    pid: child.pid,
    send: (message) => {
      // With a callback, a channel that has just closed is no exception: `exit` follows.
      if (!over && child.connected) child.send(message, () => undefined)
    },
    kill: () => {
      over = true
      child.kill('SIGKILL')
    },
  }
}

/** All of them: one that is missing here does not compile. */
const types: Readonly<Record<FromHost['type'], true>> = {
  ready: true,
  effort: true,
  written: true,
  learned: true,
  ahead: true,
  outcome: true,
  wentOn: true,
  label: true,
  embedded: true,
  timed: true,
  log: true,
}

function isFromHost(message: unknown): message is FromHost {
  if (typeof message !== 'object' || message === null || !('type' in message)) return false
  return typeof message.type === 'string' && Object.hasOwn(types, message.type)
}
