/** The ask that runs and the one before it: whoever shows asks listens here. One runs at a time; a new one ends it. */
import * as vscode from 'vscode'
import type { AskService } from '../core/ask-service.ts'
import { afterEvent, beginSession } from '../core/asks/session.ts'
import type { AskSession } from '../core/asks/session.ts'
import type { AskRequest } from '../core/types.ts'

export class Asks {
  private readonly service: AskService
  private readonly changed = new vscode.EventEmitter<AskSession>()
  private running: AbortController | undefined
  private latest: AskSession | undefined
  /** Every event of the current ask: hundreds a second while one streams. */
  readonly onChange = this.changed.event

  constructor(service: AskService) {
    this.service = service
  }

  /** The ask that runs, or the last one. */
  get current(): AskSession | undefined {
    return this.latest
  }

  /** Shows it from the question to the outcome, with which it resolves; a failure is an outcome, too. */
  async run(request: AskRequest): Promise<AskSession> {
    this.stop()
    const abort = new AbortController()
    this.setRunning(abort)
    let session = beginSession(request, Date.now())
    this.show(session)
    for await (const event of this.service.ask(request, abort.signal)) {
      const isCurrent = this.latest === session
      session = afterEvent(session, event)
      // A newer ask has taken its place; its own ending is still waited for, so that it is settled.
      if (isCurrent) this.show(session)
    }
    if (this.running === abort) this.setRunning(undefined)
    return session
  }

  stop(): void {
    this.running?.abort()
    this.setRunning(undefined)
  }

  dispose(): void {
    this.stop()
    this.changed.dispose()
  }

  /** Key bindings and the palette offer “Stop” while it is true. */
  private setRunning(abort: AbortController | undefined): void {
    if (Boolean(abort) !== Boolean(this.running)) {
      void vscode.commands.executeCommand('setContext', 'shortline.asking', abort !== undefined)
    }
    this.running = abort
  }

  private show(session: AskSession): void {
    this.latest = session
    this.changed.fire(session)
  }
}
