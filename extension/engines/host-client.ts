/**
 * The extension's end of the model host: starts it when it is first needed, asks it, and starts it again when it
 * dies. A host that just started knows no document: whoever mirrors them opens them at the state `starting`.
 *
 * Invariants: at most one process is alive; every request resolves, with an Outcome and never an error.
 */
import { restartDelay } from '../core/back-off.ts'
import { gaveUp } from '../core/host-state.ts'
import type { HostReady, HostState } from '../core/host-state.ts'
import { inEnglish } from '../core/phrase.ts'
import type { AskContext, Outcome } from '../core/types.ts'
import { unlessSaid } from './host-client-setup.ts'
import type { HostClientSetup } from './host-client-setup.ts'
import { startHost } from './host-process.ts'
import type { HostProcess } from './host-process.ts'
import type { EmbedResult, FromHost, GoOnResult, LabelResult, TextEdit, ToHost } from './protocol.ts'

type Message<Type extends ToHost['type']> = Omit<Extract<ToHost, { type: Type }>, 'type'>

/** Settles one request with the answer that belongs to it. */
type Pending = (answer: { readonly kind: string }) => void

export class HostClient {
  private readonly setup: Required<HostClientSetup>
  private current: HostState = { kind: 'idle' }
  private host: HostProcess | undefined
  private deathsSinceServed = 0
  private lastId = 0
  private readonly pending = new Map<number, Pending>()
  /** Asked and not answered; a cancelled request stays in it, for the host owes an answer to that too. */
  private readonly owed = new Set<number>()
  private callOffStart = (): void => undefined
  private callOffAnswer = (): void => undefined
  private readonly waiting: { resolve: (ready: HostReady) => void; reject: (error: Error) => void }[] = []
  private disposed = false

  constructor(setup: HostClientSetup) {
    this.setup = { ...unlessSaid, ...setup }
  }

  get state(): HostState {
    return this.current
  }

  get pid(): number | undefined {
    return this.host?.pid
  }

  /** Starts the host unless it runs, is about to, or died too often. */
  start(): void {
    if (this.current.kind === 'idle' && !this.disposed) this.launch()
  }

  /** Starts a new host at once, whatever happened before. */
  restart(): void {
    if (this.disposed) return
    this.end('it was restarted')
    this.deathsSinceServed = 0
    this.launch()
  }

  /** Ends the host until it is needed again. */
  stop(): void {
    this.end('it was stopped')
    this.deathsSinceServed = 0
    if (this.current.kind !== 'idle') this.become({ kind: 'idle' })
  }

  dispose(): void {
    this.disposed = true
    this.end('it was stopped')
    this.settleWaiting(({ reject }) => reject(new Error('Shortline is shutting down')))
  }

  /** Starts the host if need be. Rejects when it can't be had. */
  ready(): Promise<HostReady> {
    this.start()
    if (this.current.kind === 'ready') return Promise.resolve(this.current)
    if (this.current.kind === 'stopped') return Promise.reject(new Error(inEnglish(this.current.message)))
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }))
  }

  open(document: Message<'open'>): void {
    this.host?.send({ type: 'open', ...document })
  }

  change(uri: string, version: number, edits: readonly TextEdit[]): void {
    this.host?.send({ type: 'change', uri, version, edits })
  }

  close(uri: string): void {
    this.host?.send({ type: 'close', uri })
  }

  /** What a host that runs is to know from here on. */
  tell(message: Extract<ToHost, { type: 'beside' | 'workspace' | 'learn' }>): void {
    this.host?.send(message)
  }

  /** The cursor stands there: a host that runs reads what is around it. */
  warm(place: Message<'warm'>): void {
    if (this.current.kind === 'ready') this.host?.send({ type: 'warm', ...place })
  }

  complete(request: Omit<Message<'complete'>, 'id'>, signal: AbortSignal): Promise<Outcome> {
    const begun = this.setup.now()
    return this.request<Outcome>(
      (id) => ({ type: 'complete', id, ...request }),
      () => ({ kind: 'cancelled', timings: { total: this.setup.now() - begun } }),
      signal,
    )
  }

  /** The lines behind a suggestion. */
  goOn(request: Omit<Message<'goOn'>, 'id'>, signal: AbortSignal): Promise<GoOnResult> {
    return this.request<GoOnResult>((id) => ({ type: 'goOn', id, ...request }), cancelled, signal)
  }

  label(text: string, context: AskContext, signal: AbortSignal): Promise<LabelResult> {
    return this.request<LabelResult>((id) => ({ type: 'label', id, text, context }), cancelled, signal)
  }

  /** Few texts of similar length; `embedAll` takes any number. */
  embed(texts: readonly string[], kind: 'query' | 'code', signal: AbortSignal): Promise<EmbedResult> {
    return this.request<EmbedResult>((id) => ({ type: 'embed', id, texts, kind }), cancelled, signal)
  }

  /** The host answers with what belongs to the message: that is the contract of `protocol.ts`. */
  private request<Answer>(
    message: (id: number) => ToHost,
    whenCancelled: () => Answer,
    signal: AbortSignal,
  ): Promise<Answer> {
    if (signal.aborted) return Promise.resolve(whenCancelled())
    this.start()
    const { host } = this
    if (!host) return Promise.resolve(hostStopped(this.current) as Answer)
    const id = ++this.lastId
    return new Promise((resolve) => {
      const settle = (answer: Answer): void => {
        this.pending.delete(id)
        signal.removeEventListener('abort', abort)
        resolve(answer)
      }
      const abort = (): void => {
        host.send({ type: 'cancel', id })
        settle(whenCancelled())
      }
      signal.addEventListener('abort', abort)
      this.pending.set(id, settle as Pending)
      this.owed.add(id)
      host.send(message(id))
      if (this.owed.size === 1 && this.current.kind === 'ready') this.expectAnswer(host)
    })
  }

  private launch(): void {
    const { file, options, startTimeoutMs, log } = this.setup
    const host = startHost(file, {
      message: (message) => this.receive(host, message),
      end: (why) => this.died(host, why),
      complaint: (line) => log('warn', `model host: ${line}`),
    })
    this.host = host
    host.send({ type: 'start', options: options() })
    this.callOffStart = this.setup.after(startTimeoutMs, () => {
      this.died(host, `not ready after ${startTimeoutMs / 1000} s`)
    })
    this.become({ kind: 'starting' })
  }

  private receive(host: HostProcess, message: FromHost): void {
    if (host !== this.host) return
    switch (message.type) {
      case 'ready': {
        this.callOffStart()
        this.become(readyOf(message))
        if (this.owed.size > 0) this.expectAnswer(host)
        return
      }
      case 'effort':
        this.restrain(message)
        return
      case 'written':
        this.setup.onWritten(message.uri, message.requests)
        return
      case 'learned':
        this.setup.onLearned(message.drift)
        return
      case 'ahead':
        this.setup.onAhead(message)
        return
      case 'outcome':
        this.answered(host, message.id, message.outcome)
        return
      case 'wentOn':
      case 'label':
      case 'embedded':
        this.answered(host, message.id, message.result)
        return
      case 'log':
        this.setup.log(message.level, message.text)
        return
      case 'timed': // Of a trial, which has a process of its own.
    }
  }

  private restrain({ effort, strain }: Extract<FromHost, { type: 'effort' }>): void {
    if (this.current.kind !== 'ready') return
    const ready = readyOf(this.current)
    this.become(effort === 'full' || !strain ? ready : { ...ready, restraint: { effort, strain } })
  }

  private answered(host: HostProcess, id: number, answer: { readonly kind: string }): void {
    this.owed.delete(id)
    this.callOffAnswer()
    if (this.owed.size > 0) this.expectAnswer(host)
    if (answer.kind === 'done') this.deathsSinceServed = 0
    this.pending.get(id)?.(answer)
  }

  /** In two halves: after the machine slept, a timer is due at once although the host had no time to answer. */
  private expectAnswer(host: HostProcess): void {
    const { answerTimeoutMs, after: later } = this.setup
    this.callOffAnswer()
    this.callOffAnswer = later(answerTimeoutMs / 2, () => {
      this.callOffAnswer = later(answerTimeoutMs / 2, () => {
        this.died(host, `no answer for ${answerTimeoutMs / 1000} s`)
      })
    })
  }

  private died(host: HostProcess, why: string): void {
    if (host !== this.host) return
    this.setup.onDeath(this.current)
    const attempt = ++this.deathsSinceServed
    const delay = restartDelay(attempt)
    this.setup.log(delay === undefined ? 'error' : 'warn', `The model process ended (${why}), ${attempt} in a row.`)
    if (delay === 0) {
      this.end(why)
      this.launch()
      return
    }
    const next: HostState =
      delay === undefined ? { kind: 'stopped', message: gaveUp(attempt) } : { kind: 'restarting', attempt, inMs: delay }
    this.current = next
    this.end(why)
    if (delay !== undefined) this.callOffStart = this.setup.after(delay, () => this.launch())
    this.become(next)
  }

  /** No process, no timer and no open request is left behind. */
  private end(why: string): void {
    this.callOffStart()
    this.callOffAnswer()
    this.host?.kill()
    this.host = undefined
    this.owed.clear()
    const outcome = hostStopped(this.current, why)
    for (const settle of [...this.pending.values()]) settle(outcome)
  }

  private become(state: HostState): void {
    this.current = state
    if (state.kind === 'ready') this.settleWaiting(({ resolve }) => resolve(state))
    if (state.kind === 'stopped') this.settleWaiting(({ reject }) => reject(new Error(inEnglish(state.message))))
    this.setup.onState(state)
  }

  private settleWaiting(settle: (waiter: HostClient['waiting'][number]) => void): void {
    this.waiting.splice(0).forEach(settle)
  }
}

function readyOf({ engine, provider, loadMs, trouble }: Omit<HostReady, 'kind'>): HostReady {
  return { kind: 'ready', engine, ...(provider && { provider }), loadMs, ...(trouble && { trouble }) }
}

/** Fits every kind of answer. */
function hostStopped(
  state: HostState,
  why?: string,
): { readonly kind: 'failed'; readonly reason: 'host-stopped'; readonly message: string } {
  const message =
    state.kind === 'stopped'
      ? inEnglish(state.message)
      : `The model process is not running${why === undefined ? '' : ` (${why})`}.`
  return { kind: 'failed', reason: 'host-stopped', message }
}

const cancelled = (): { readonly kind: 'cancelled' } => ({ kind: 'cancelled' })
