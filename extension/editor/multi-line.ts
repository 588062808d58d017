/**
 * Suggestions that go on for several lines. The first line never waits for the others: they are asked for once it is
 * there. Who asked by hand sees them as soon as they come; else they are shown if they came in time, or with the next
 * keystroke.
 */
import * as vscode from 'vscode'
import type { Outcome } from '../core/types.ts'
import type { Done, Question } from './inline-provider.ts'
import { readSetting } from './settings.ts'

export interface GoOnQuestion extends Pick<Question, 'uri' | 'version' | 'offset' | 'threshold'> {
  readonly text: string
  readonly confidence: number
  readonly lines: 'sure' | 'asked'
}

/** Asks the model host; anything but `done` means that there is nothing. */
export type GoOn = (
  question: GoOnQuestion,
  signal: AbortSignal,
) => Promise<({ readonly kind: 'done' } & Found) | { readonly kind: string }>

/** Further lines, '' for none, and how sure the whole is with them. */
interface Found {
  readonly text: string
  readonly confidence: number
}

/** What becomes of further lines that were not there in time. */
export interface Growth {
  isWanted(document: vscode.TextDocument, position: vscode.Position, whole: Done): boolean
  grown(document: vscode.TextDocument, position: vscode.Position, whole: Done): void
}

interface Growing {
  readonly promise: Promise<Done | undefined>
  whole: Done | undefined
}

export class MultiLine {
  private readonly goOn: GoOn
  private readonly growing = new WeakMap<Outcome, Growing>()
  private abort: AbortController | undefined
  /** The line that was asked about to the end, and what follows it: while it is typed through, nothing else comes of it. */
  private answered: { readonly finished: string; readonly found: Found } | undefined
  /** For whoever asked by hand, until the editor has fetched it. */
  private ready: { document: vscode.TextDocument; version: number; position: vscode.Position; whole: Done } | undefined

  constructor(goOn: GoOn) {
    this.goOn = goOn
  }

  /** Looks for the lines behind a suggestion, unless the settings say no or its line was looked at before. */
  begin(document: vscode.TextDocument, question: Question, outcome: Done): void {
    const allowed = readSetting('multiLine', document.uri)
    if (allowed === 'off' || (allowed === 'onRequest' && question.trigger === 'automatic')) return
    const { uri, version, offset, threshold, trigger } = question
    const { text, confidence } = outcome
    if (text.includes('\n')) return
    const { line, character } = document.positionAt(offset)
    const finished = `${uri}\n${line}\n${document.lineAt(line).text.slice(0, character)}${text}`
    if (trigger === 'automatic' && finished === this.answered?.finished) {
      // An earlier keystroke asked, and was typed past before its lines could be shown.
      const whole = wholeOf(outcome, this.answered.found)
      if (whole) this.growing.set(outcome, { whole, promise: Promise.resolve(whole) })
      return
    }
    this.cancel()
    this.abort = new AbortController()
    const lines = trigger === 'explicit' ? 'asked' : 'sure'
    const further = this.goOn({ uri, version, offset, threshold, text, confidence, lines }, this.abort.signal)
    const growing: Growing = {
      whole: undefined,
      promise: further.then((found) => {
        if (!('text' in found)) return undefined
        this.answered = { finished, found }
        return (growing.whole = wholeOf(outcome, found))
      }),
    }
    this.growing.set(outcome, growing)
  }

  cancel(): void {
    this.abort?.abort()
  }

  /** The suggestion with all lines that are there by now. */
  known(outcome: Done): Done {
    return this.growing.get(outcome)?.whole ?? outcome
  }

  /** Its first line is on the screen: what is to be done when there are more. */
  later(
    document: vscode.TextDocument,
    position: vscode.Position,
    trigger: Question['trigger'],
    outcome: Done,
    growth: Growth,
  ): void {
    const { version } = document
    void this.growing.get(outcome)?.promise.then((whole) => {
      if (!whole || document.version !== version || !growth.isWanted(document, position, whole)) return
      growth.grown(document, position, whole)
      const editor = vscode.window.activeTextEditor
      if (trigger === 'automatic' || editor?.document !== document || !editor.selection.active.isEqual(position)) return
      this.ready = { document, version, position, whole }
      void showAgain()
    })
  }

  /** What `later` made the editor fetch. */
  take(document: vscode.TextDocument, position: vscode.Position): Done | undefined {
    const { ready } = this
    this.ready = undefined
    if (ready?.document !== document || ready.version !== document.version) return undefined
    return ready.position.isEqual(position) ? ready.whole : undefined
  }
}

function wholeOf(outcome: Done, { text, confidence }: Found): Done | undefined {
  return text === '' ? undefined : { ...outcome, text: outcome.text + text, confidence }
}

/** The editor does not ask twice for the same place while something is shown there. */
async function showAgain(): Promise<void> {
  await vscode.commands.executeCommand('editor.action.inlineSuggest.hide')
  await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger')
}
