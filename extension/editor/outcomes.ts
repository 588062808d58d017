/** What came of each request that the editor made: for the status bar, the log and whoever listens. No code in here. */
import * as vscode from 'vscode'
import { inEnglish } from '../core/phrase.ts'
import { describeOutcome, milliseconds } from '../core/reasons.ts'
import type { Outcome } from '../core/types.ts'

export interface Answered {
  readonly id: number
  readonly outcome: Outcome
  readonly language: string
  readonly trigger: 'automatic' | 'explicit'
  /** From the editor's question to the answer; the work may have begun before. */
  readonly waitedMs: number
}

const mostKept = 50

export class Outcomes {
  private readonly log: vscode.LogOutputChannel
  private readonly recorded = new vscode.EventEmitter<Answered>()
  private readonly taken = new vscode.EventEmitter<Answered>()
  private readonly kept: Answered[] = []
  private readonly failures = new Set<string>()
  private lastId = 0
  readonly onRecord = this.recorded.event
  /** A suggestion that was accepted whole. */
  readonly onAccept = this.taken.event

  constructor(log: vscode.LogOutputChannel) {
    this.log = log
  }

  get last(): Answered | undefined {
    return this.kept.at(-1)
  }

  /** Of the latest requests that were worked on to their end; the work at the keystroke, before the editor asked, is not in them. */
  get latencies(): readonly number[] {
    return this.kept.filter(({ outcome }) => ['done', 'empty'].includes(outcome.kind)).map(({ waitedMs }) => waitedMs)
  }

  record(answer: Omit<Answered, 'id'>): Answered {
    const answered = { id: ++this.lastId, ...answer }
    this.kept.push(answered)
    if (this.kept.length > mostKept) this.kept.shift()
    this.log.debug(lineFor(answered))
    const { outcome } = answered
    // The same failure at every keystroke is one warning.
    if (outcome.kind === 'failed' && !this.failures.has(outcome.message)) {
      this.failures.add(outcome.message)
      this.log.warn(lineFor(answered))
    }
    this.recorded.fire(answered)
    return answered
  }

  accepted(id: number): void {
    this.log.debug(`#${id} accepted`)
    const answered = this.kept.findLast((answer) => answer.id === id)
    if (answered) this.taken.fire(answered)
  }

  /** Writes down what the log's level left out, so that whoever opens the log finds the reasons there. */
  writeLatest(): void {
    if (this.log.logLevel <= vscode.LogLevel.Debug || this.kept.length === 0) return
    this.log.info(`The last ${this.kept.length} requests (all of them: log level Debug):`)
    for (const answered of this.kept.splice(0, this.kept.length - 1)) this.log.info(lineFor(answered))
    this.log.info(lineFor(this.kept[0]!))
  }

  dispose(): void {
    this.recorded.dispose()
    this.taken.dispose()
  }
}

function lineFor({ id, language, trigger, outcome, waitedMs }: Answered): string {
  const engineMs = milliseconds(outcome)
  const times = `${engineMs === undefined ? '' : `engine ${engineMs.toFixed(1)} ms, `}waited ${waitedMs.toFixed(1)} ms`
  return `#${id} ${language}, ${trigger}: ${inEnglish(describeOutcome(outcome))} (${times})`
}
