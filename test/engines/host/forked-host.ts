/** The model host as a process of its own, spoken to over its protocol: a new one for each test of the file that says `forkHost()`. */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FromHost, HostOptions, ToHost } from '../../../extension/engines/protocol.ts'
import { tinyFolder } from '../../core/completion/tiny.ts'

type Complete = Extract<ToHost, { type: 'complete' }>
type Answer<Type extends FromHost['type']> = Extract<FromHost, { type: Type }>

const main = path.resolve(import.meta.dirname, '../../../extension/engines/host/main.ts')
export const uri = 'file:///toy.ts'

export class ForkedHost {
  home = ''
  child!: ChildProcess
  received: FromHost[] = []

  async fork(): Promise<void> {
    this.home = await mkdtemp(path.join(tmpdir(), 'shortline-home-'))
    // Both would hide that onnxruntime reports to its makers.
    const silencing = { CI: undefined, ORT_DISABLE_TELEMETRY: undefined }
    const env = { ...process.env, ...silencing, HOME: this.home, XDG_CACHE_HOME: path.join(this.home, '.cache') }
    this.child = fork(main, { env, execArgv: [] })
    this.received = []
    this.child.on('message', (message) => this.received.push(message as FromHost))
  }

  /** A process whose parent goes away at once. */
  orphan(): ChildProcess {
    this.child = fork(main)
    this.child.disconnect()
    return this.child
  }

  async kill(): Promise<void> {
    if (this.child.exitCode === null) {
      this.child.kill('SIGKILL')
      await once(this.child, 'exit')
    }
    await rm(this.home, { recursive: true })
  }

  send(message: ToHost): boolean {
    return this.child.send(message)
  }

  /** The first message of the type that `fits`, come or to come. */
  async answer<Type extends FromHost['type']>(
    type: Type,
    fits: (message: Answer<Type>) => boolean = () => true,
  ): Promise<Answer<Type>> {
    for (;;) {
      const found = this.received.find((message) => message.type === type && fits(message as Answer<Type>))
      if (found) return found as Answer<Type>
      await once(this.child, 'message')
    }
  }

  async outcome(id: number): Promise<Answer<'outcome'>['outcome']> {
    return (await this.answer('outcome', (message) => message.id === id)).outcome
  }

  async start(options: Partial<HostOptions> = {}): Promise<Answer<'ready'>> {
    this.send({ type: 'start', options: { modelDir: tinyFolder, engine: 'native', threads: 1, ...options } })
    return await this.answer('ready')
  }

  open(text: string, version = 1): void {
    this.send({ type: 'open', uri, path: 'toy.ts', language: 'typescript', version, text })
  }

  ask(id: number, version: number, offset: number, more: Partial<Complete> = {}): void {
    this.send({ type: 'complete', id, uri, version, offset, threshold: 0, trigger: 'automatic', ...more })
  }
}

export function forkHost(): ForkedHost {
  const host = new ForkedHost()
  beforeEach(() => host.fork())
  afterEach(() => host.kill())
  return host
}
