/**
 * Serves ghost text. Two clocks: a request starts at the keystroke, and the editor, which asks some 50 ms later, picks
 * up the running or finished answer. At most one request is under way; a newer one cancels it.
 */
import * as vscode from 'vscode'
import { cursorAfter, mayStartEarly, thresholdFor } from '../core/keystroke.ts'
import { isLanguageOn } from '../core/settings.ts'
import type { Outcome, RefusedReason } from '../core/types.ts'
import type { DocumentMirror } from './documents.ts'
import { MultiLine } from './multi-line.ts'
import type { GoOn, Growth } from './multi-line.ts'
import { FirstAsk } from './first-ask.ts'
import type { Members } from './members.ts'
import type { Outcomes } from './outcomes.ts'
import { Pace } from './pace.ts'
import { Remembered } from './remembered.ts'
import { constraintOf, itemFor } from './selected-item.ts'
import { readSetting } from './settings.ts'

export const acceptedCommand = '_shortline.accepted'

/** Why nothing is suggested now unless someone asks by hand. */
export type Quiet = () => RefusedReason | undefined

export interface Question {
  readonly uri: string
  readonly version: number
  readonly offset: number
  readonly threshold: number
  readonly trigger: 'automatic' | 'explicit'
  readonly mustStartWith?: string
}

/** Asks the model host. */
export type Ask = (question: Question, signal: AbortSignal) => Promise<Outcome>

export interface Foresight extends Pick<Question, 'uri' | 'version' | 'offset'> {
  /** At the offset. */
  readonly inserted: string
  /** Behind it. */
  readonly outcome: Outcome
}

export type Done = Extract<Outcome, { kind: 'done' }>

/** A suggestion that is about to be seen. */
export interface Shown {
  readonly document: vscode.TextDocument
  readonly position: vscode.Position
  readonly outcome: Done
}

interface Suggestion {
  readonly outcome: Outcome
  /** What to show; absent unless the outcome is `done`. */
  readonly item?: vscode.InlineCompletionItem
}

export class InlineProvider implements vscode.InlineCompletionItemProvider {
  private readonly ask: Ask
  private readonly mirror: DocumentMirror
  private readonly outcomes: Outcomes
  private readonly quiet: Quiet
  private readonly threshold: (scope: vscode.Uri) => number
  private readonly members: Members
  private readonly remembered = new Remembered()
  readonly pace = new Pace()
  private readonly firstAsk = new FirstAsk()
  private readonly multiLine: MultiLine
  private running: { key: string; answer: Promise<Outcome>; abort: AbortController } | undefined
  private keystrokesSinceAsked = 0
  private readonly shown = new vscode.EventEmitter<Shown>()
  /** New suggestions that came by themselves; not what is left of one that is being typed. */
  readonly onShow = this.shown.event

  /**
   * @param members behind a dot; `ask` knows them too, but they may have come later
   * @param threshold how sure a suggestion must be to be shown
   */
  constructor(
    { ask, goOn }: { readonly ask: Ask; readonly goOn: GoOn },
    mirror: DocumentMirror,
    members: Members,
    outcomes: Outcomes,
    quiet: Quiet,
    threshold: InlineProvider['threshold'],
  ) {
    this.threshold = threshold
    this.ask = ask
    this.multiLine = new MultiLine(goOn)
    this.quiet = quiet
    this.mirror = mirror
    this.members = members
    this.outcomes = outcomes
  }

  /** What was suggested so far is not offered again: other settings, another model. */
  forget(): void {
    this.remembered.clear()
    this.members.forget()
    this.pace.forget()
    this.cancel()
  }

  dispose(): void {
    this.firstAsk.dispose()
    this.shown.dispose()
    this.cancel()
  }

  /** Why nothing is suggested in a document, wherever the cursor is. */
  refusal(document: vscode.TextDocument, trigger: 'automatic' | 'explicit' = 'automatic'): RefusedReason | undefined {
    const refused = this.mirror.refusal(document) ?? (languageIsOn(document) ? undefined : 'language-off')
    return refused ?? (trigger === 'automatic' ? this.quiet() : undefined)
  }

  /** A document changed, and the model host knows: starts what the editor is going to ask for. */
  changed({ document, contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    const editor = vscode.window.activeTextEditor
    if (editor?.document !== document || contentChanges.length === 0) return
    this.cancel()
    // Undone and redone text was not typed.
    if (reason !== undefined || editor.selections.length > 1 || !mayStartEarly(this.keystrokesSinceAsked++)) return
    const offset = cursorAfter(
      contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
        offset: rangeOffset,
        deleted: rangeLength,
        inserted: text,
      })),
    )
    this.pace.keystroke(document, offset === undefined ? undefined : document.positionAt(offset))
    if (offset === undefined || !this.mirror.isComplete(document)) return
    if (!languageIsOn(document) || this.quiet() !== undefined) return
    this.firstAsk.typed(editor)
    if (this.served(document, document.positionAt(offset))) return
    void this.request(document, offset, 'automatic')
  }

  /** What will be suggested once something was inserted: it is there when the editor asks. */
  foresee({ uri, version, offset, inserted, outcome }: Foresight): void {
    const document = vscode.window.activeTextEditor?.document
    if (document?.uri.toString() !== uri || document.version !== version || outcome.kind !== 'done') return
    this.remembered.foresee(document, document.positionAt(offset), inserted, outcome)
  }

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    const begun = performance.now()
    this.keystrokesSinceAsked = 0
    const isByHand = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke
    const isFirst = this.firstAsk.asked(isByHand)
    const trigger = isByHand && !isFirst ? 'explicit' : 'automatic'
    const { outcome, item } = await this.suggest(document, position, trigger, context.selectedCompletionInfo, token)
    const waitedMs = performance.now() - begun
    const { id } = this.outcomes.record({ outcome, language: document.languageId, trigger, waitedMs })
    if (!item) return []
    item.command = { command: acceptedCommand, title: '', arguments: [id] }
    return [item]
  }

  private async suggest(
    document: vscode.TextDocument,
    position: vscode.Position,
    trigger: 'automatic' | 'explicit',
    selected: vscode.SelectedCompletionInfo | undefined,
    token: vscode.CancellationToken,
  ): Promise<Suggestion> {
    const refused = this.mirror.ensure(document) ?? this.refusal(document, trigger)
    if (refused) return { outcome: { kind: 'refused', reason: refused } }
    const editor = vscode.window.activeTextEditor
    if (editor?.document === document && editor.selections.length > 1) {
      return { outcome: { kind: 'refused', reason: 'several-cursors' } }
    }
    const mustStartWith = selected && constraintOf(document, position, selected)
    if (selected && mustStartWith === undefined) return { outcome: nothing }
    const cached = trigger === 'automatic' ? this.served(document, position, mustStartWith) : undefined
    const grown = trigger === 'explicit' && !selected ? this.multiLine.take(document, position) : undefined
    const outcome = cached ?? grown ?? (await this.answer(document, position, trigger, mustStartWith, token))
    if (outcome.kind !== 'done') return { outcome }
    if (!outcome.text.startsWith(mustStartWith ?? '')) return { outcome: nothing }
    if (!this.members.allows(document, position, outcome.text)) return { outcome: nothing }
    if (trigger === 'explicit' && !grown) this.pace.allowAgain(document, position)
    if (this.pace.isRejected(document, position, outcome.text)) return { outcome: { ...nothing, reason: 'dismissed' } }
    const isVisible = cached !== undefined && this.pace.isVisible(document, position, outcome.text)
    if (!isVisible && trigger === 'automatic' && mustStartWith === undefined) {
      await this.pace.wait(document, position, token)
      if (token.isCancellationRequested) return { outcome: { kind: 'cancelled', timings: outcome.timings } }
    }
    const isNew = !cached || cached.source !== 'cache'
    if (isNew && trigger === 'automatic') this.shown.fire({ document, position, outcome })
    if (cached && mustStartWith === undefined)
      this.multiLine.begin(document, this.question(document, document.offsetAt(position), trigger), outcome)
    const whole = this.multiLine.known(outcome)
    if (mustStartWith === undefined) {
      if (isNew || whole !== outcome) this.remembered.put(document, position, whole)
      if (whole === outcome) this.multiLine.later(document, position, trigger, outcome, this.growth)
    }
    this.pace.shown(document, position, whole.text)
    return { outcome: whole, item: itemFor(whole.text, position, selected, mustStartWith) }
  }

  /** Further lines that come when the first one is on the screen already are shown with the next keystroke. */
  private readonly growth: Growth = {
    isWanted: (document, position, { text }) => !this.pace.isRejected(document, position, text),
    grown: (document, position, whole) => this.remembered.put(document, position, whole),
  }

  private async answer(
    document: vscode.TextDocument,
    position: vscode.Position,
    trigger: 'automatic' | 'explicit',
    mustStartWith: string | undefined,
    token: vscode.CancellationToken,
  ): Promise<Outcome> {
    const begun = performance.now()
    const { version } = document
    await this.mirror.complete(document, token)
    const isStale = (): boolean => token.isCancellationRequested || document.version !== version
    if (!isStale()) {
      const outcome = await this.request(document, document.offsetAt(position), trigger, mustStartWith)
      if (!isStale()) return outcome
    }
    return { kind: 'cancelled', timings: { total: performance.now() - begun } }
  }

  /** The answer that is under way for the same question, or a new one. */
  private request(
    document: vscode.TextDocument,
    offset: number,
    trigger: 'automatic' | 'explicit',
    mustStartWith?: string,
  ): Promise<Outcome> {
    const question = this.question(document, offset, trigger)
    const constrained = mustStartWith === undefined ? question : { ...question, mustStartWith }
    const key = JSON.stringify(constrained)
    // Asking by hand again means to look again.
    if (this.running?.key === key && trigger === 'automatic') return this.running.answer
    this.cancel()
    const abort = new AbortController()
    const answer = this.ask(constrained, abort.signal)
    const running = { key, answer, abort }
    this.running = running
    void answer.then((outcome) => {
      const { kind } = outcome
      // What broke off is no answer for whoever asks the same again.
      if (this.running === running && (kind === 'cancelled' || kind === 'failed')) this.running = undefined
      const isHere = this.running === running && mustStartWith === undefined
      if (isHere && kind === 'done') this.multiLine.begin(document, question, outcome)
    })
    return answer
  }

  private question(document: vscode.TextDocument, offset: number, trigger: Question['trigger']): Question {
    const threshold = thresholdFor(trigger, this.threshold(document.uri))
    return { uri: document.uri.toString(), version: document.version, offset, threshold, trigger }
  }

  private cancel(): void {
    this.multiLine.cancel()
    this.running?.abort.abort()
    this.running = undefined
  }

  /** What is left of a suggestion that is being typed through. */
  private served(document: vscode.TextDocument, position: vscode.Position, mustStartWith = ''): Done | undefined {
    const served = this.remembered.get(document, position)
    // What was suggested before its members were known is not served any more.
    if (!served?.text.startsWith(mustStartWith) || !this.members.allows(document, position, served.text))
      return undefined
    return served
  }
}

const nothing = { kind: 'empty', reason: 'no-candidate', timings: { total: 0 } } as const

function languageIsOn({ uri, languageId }: vscode.TextDocument): boolean {
  return isLanguageOn(readSetting('languages', uri), languageId)
}
