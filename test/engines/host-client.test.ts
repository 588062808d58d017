import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { HostState } from '../../extension/core/host-state.ts'
import type { Outcome } from '../../extension/core/types.ts'
import { HostClient } from '../../extension/engines/host-client.ts'
import type { HostClientSetup } from '../../extension/engines/host-client-setup.ts'

const fakeHost = path.join(import.meta.dirname, 'fake-host.ts')
const realHost = path.resolve(import.meta.dirname, '../../extension/engines/host/main.ts')
const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
/** As a call, so that the compiler does not take it for unchanged. */
const pidOf = (host: HostClient): number | undefined => host.pid
const never = new AbortController().signal
const request = (uri: string, version = 1, offset = 0) =>
  ({ uri, version, offset, threshold: 0, trigger: 'automatic' }) as const

async function until(what: string, condition: () => boolean): Promise<void> {
  const end = performance.now() + 8000
  while (!condition()) {
    if (performance.now() > end) throw new Error(`Waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe('host client', () => {
  const clients: HostClient[] = []
  let states: HostState[]
  let log: string[]
  let timers: { ms: number; run: () => void }[]

  function client(modelDir: string, setup: Partial<HostClientSetup> = {}): HostClient {
    const made = new HostClient({
      file: fakeHost,
      options: () => ({ modelDir, engine: 'auto', threads: 1 }),
      onState: (state) => states.push(state),
      log: (level, text) => log.push(`${level} ${text}`),
      ...setup,
    })
    clients.push(made)
    return made
  }

  /** Timers that fire when the test says so. */
  const after = (ms: number, run: () => void): (() => void) => {
    const timer = { ms, run }
    timers.push(timer)
    return () => void (timers = timers.filter((other) => other !== timer))
  }

  const fire = (ms: number): void => {
    const timer = timers.find((other) => other.ms === ms)
    assert.ok(timer, `a timer of ${ms} ms among ${timers.map((other) => other.ms).join(', ')}`)
    timers = timers.filter((other) => other !== timer)
    timer.run()
  }

  beforeEach(() => {
    states = []
    log = []
    timers = []
  })
  afterEach(() => {
    for (const made of clients.splice(0)) made.dispose()
  })

  it('shows what the host leaves out, until it is all there again', async () => {
    const host = client('')
    await host.ready()
    await host.complete(request('strained'), never)
    assert.deepEqual(host.state, {
      ...{ kind: 'ready', engine: 'ngram', loadMs: 1 },
      restraint: { effort: 'ngram', strain: 'slow' },
    })
    await host.complete(request('rested'), never)
    assert.deepEqual(host.state, { kind: 'ready', engine: 'ngram', loadMs: 1 })
  })

  const textOf = (outcome: Outcome): string => (outcome.kind === 'done' ? outcome.text : JSON.stringify(outcome))

  it('starts no process before one is needed, and then one', async () => {
    const host = client('')
    assert.equal(pidOf(host), undefined)
    host.open({ uri: 'a', path: 'a', language: 'typescript', version: 1, text: '' })
    assert.deepEqual(host.state, { kind: 'idle' })
    assert.equal(textOf(await host.complete(request('a'), never)), '')
    const pid = pidOf(host)
    assert.ok(pid !== undefined && alive(pid))
    host.start()
    assert.equal((await host.ready()).engine, 'ngram')
    assert.equal(host.pid, pid)
    assert.deepEqual(
      states.map(({ kind }) => kind),
      ['starting', 'ready'],
    )
  })

  it('passes documents and changes on in order', async () => {
    const host = client('')
    host.start()
    host.open({ uri: 'a', path: 'a', language: 'typescript', version: 1, text: 'x' })
    host.open({ uri: 'b', path: 'b', language: 'typescript', version: 4, text: 'x' })
    host.change('a', 2, [{ offset: 0, deleted: 1, inserted: 'y' }])
    host.close('b')
    assert.equal(textOf(await host.complete(request('a'), never)), 'a,2')
  })

  it('asks what goes on behind a suggestion', async () => {
    const host = client('')
    const after = { uri: 'a', version: 1, offset: 0, text: '{', confidence: 1, threshold: 0, lines: 'sure' } as const
    assert.deepEqual(await host.goOn(after, never), { kind: 'done', text: '\n}', confidence: 0.5 })
    const abort = new AbortController()
    const answer = host.goOn({ ...after, uri: 'hang' }, abort.signal)
    abort.abort()
    assert.deepEqual(await answer, { kind: 'cancelled' })
  })

  it('answers a cancelled request at once, and tells the host', async () => {
    const host = client('')
    await host.ready()
    const abort = new AbortController()
    const answer = host.complete(request('hang'), abort.signal)
    abort.abort()
    assert.equal((await answer).kind, 'cancelled')
    assert.equal((await host.complete(request('a'), abort.signal)).kind, 'cancelled')
    await until('cancel', () => log.includes('info cancel 1'))
  })

  it('starts a host that died in a request again, at once, and asks for the documents', async () => {
    const host = client('')
    await host.ready()
    const first = host.pid!
    const answers = await Promise.all([
      host.complete(request('hang'), never),
      host.complete(request('die'), never),
      host.complete(request('hang'), never),
    ])
    assert.deepEqual(
      answers.map((outcome) => (outcome.kind === 'failed' ? outcome.reason : outcome.kind)),
      ['host-stopped', 'host-stopped', 'host-stopped'],
    )
    await host.ready()
    assert.ok(host.pid !== first && !alive(first))
    assert.deepEqual(
      states.map(({ kind }) => kind),
      ['starting', 'ready', 'starting', 'ready'],
    )
    assert.equal(textOf(await host.complete(request('a'), never)), '', 'the new host knows nothing')
  })

  it('a document opened at the state `starting` is there for the next request', async () => {
    const host: HostClient = client('', {
      onState: ({ kind }) => {
        if (kind === 'starting') host.open({ uri: 'a', path: 'a', language: 'python', version: 7, text: '' })
      },
    })
    await host.ready()
    await host.complete(request('die'), never)
    assert.equal(textOf(await host.complete(request('a'), never)), 'a,7')
  })

  it('backs off from a host that dies at each start, gives up, and starts again when told to', async () => {
    const host = client('die', { after })
    host.start()
    for (const [attempt, inMs] of [
      [2, 1000],
      [3, 2000],
      [4, 4000],
    ] as const) {
      await until(`attempt ${attempt}`, () => host.state.kind === 'restarting' && host.state.attempt === attempt)
      assert.deepEqual(host.state, { kind: 'restarting', attempt, inMs })
      assert.equal(host.pid, undefined)
      assert.match(JSON.stringify(await host.complete(request('a'), never)), /host-stopped/)
      assert.equal(timers.length, 1, 'no timer but the next start')
      fire(inMs)
    }
    await until('stopped', () => host.state.kind === 'stopped')
    assert.deepEqual(timers, [])
    assert.match(JSON.stringify(await host.complete(request('a'), never)), /Restart Model/)
    await assert.rejects(host.ready(), /Restart Model/)
    host.start()
    assert.equal(host.pid, undefined, 'typing does not start it')
    host.restart()
    assert.notEqual(pidOf(host), undefined)
    assert.ok(log.some((line) => line.includes('exit code 3')))
  })

  it('counts deaths from the last served suggestion', async () => {
    const host = client('')
    for (let time = 0; time < 6; time++) {
      await host.complete(request('die'), never)
      assert.equal(host.state.kind, 'starting')
      assert.equal((await host.complete(request('a'), never)).kind, 'done')
    }
  })

  it('ends a host that owes an answer for too long, also to cancelled requests', async () => {
    const host = client('', { answerTimeoutMs: 100 })
    await host.ready()
    const first = host.pid!
    const abort = new AbortController()
    void host.complete(request('hang'), abort.signal)
    const answer = host.complete(request('hang'), never)
    assert.match(JSON.stringify(await answer), /no answer for 0.1 s/)
    await host.ready()
    assert.notEqual(host.pid, first)
    abort.abort()
  })

  it('ends a host that does not get ready', async () => {
    const host = client('hang', { after, startTimeoutMs: 5000 })
    host.start()
    const first = host.pid!
    fire(5000)
    await until('gone', () => !alive(first))
    assert.equal(host.state.kind, 'starting')
    assert.ok(log.some((line) => line.includes('not ready after 5 s')))
  })

  it('survives messages that make no sense', async () => {
    const host = client('')
    assert.equal(textOf(await host.complete(request('garbage'), never)), 'after garbage')
    assert.ok(log.includes('warn model host: a message that is not in the protocol'))
  })

  it('writes to the log what the process complained about', async () => {
    client('complain', { after }).start()
    await until('complaint', () => log.includes('warn model host: no such processor'))
  })

  it('ends the process when it is stopped or disposed, without a restart', async () => {
    const host = client('')
    for (const end of [() => host.stop(), () => host.dispose()]) {
      await host.ready()
      const pid = host.pid!
      const answer = host.complete(request('hang'), never)
      end()
      assert.match(JSON.stringify(await answer), /host-stopped/)
      await until('gone', () => !alive(pid))
      assert.equal(host.pid, undefined)
    }
    host.start()
    host.restart()
    assert.equal(host.pid, undefined, 'a disposed client starts nothing')
  })

  it('gives an answer when the host cannot be started at all', async () => {
    const host = client('', { file: path.join(import.meta.dirname, 'no-such-host.ts'), after })
    assert.match(JSON.stringify(await host.complete(request('a'), never)), /host-stopped/)
  })

  describe('with the real host', () => {
    const options = { modelDir: '', engine: 'ngram', threads: 1 } as const

    it('completes from a document that was opened and changed', async () => {
      const host = client('', { file: realHost, options: () => options })
      host.start()
      const line = 'const converted = convertCurrency(order.amount)\n'
      const text = `${line}\n${line}\n`
      host.open({ uri: 'a', path: 'a.ts', language: 'typescript', version: 1, text })
      host.change('a', 2, [{ offset: text.length, deleted: 0, inserted: 'const conv' }])
      const outcome = await host.complete(request('a', 2, text.length + 10), never)
      assert.equal(textOf(outcome), 'erted = convertCurrency(order.amount)')
      const stale = await host.complete(request('a', 1, 0), never)
      assert.equal(stale.kind, 'cancelled')
    }).timeout(20_000)

    it('leaves no process behind when the extension host is killed', async () => {
      const code = `
        const child = require('node:child_process').fork(${JSON.stringify(realHost)}, { execArgv: [], stdio: 'ignore', detached: false })
        child.send({ type: 'start', options: ${JSON.stringify(options)} })
        child.on('message', () => process.send(child.pid))`
      const parent = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
      const [pid] = (await once(parent, 'message')) as [number]
      assert.ok(alive(pid))
      parent.kill('SIGKILL')
      await until('gone', () => !alive(pid))
    }).timeout(20_000)
  })
})
