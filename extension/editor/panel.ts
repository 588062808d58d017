/**
 * The panel's side in the extension host: folds what happens into one state and posts what changed of it.
 */
import * as vscode from 'vscode'
import type { Agreement, Comparison } from '../core/asks/comparison.ts'
import type { AskSession } from '../core/asks/session.ts'
import type { Caps } from '../core/money/caps.ts'
import type { AnswerText, FromPanel, PanelState, Range, Routing, Tab } from '../../webview/protocol.ts'
import type { AskOutcome } from '../core/types.ts'
import type { CompletionCounter } from './completion-counter.ts'
import type { Tried } from './panel-actions.ts'
import { answerOf } from './panel-answer.ts'
import { decisionsOf } from './panel-decisions.ts'
import type { PanelLedger } from './panel-ledger.ts'
import { lastResult } from './last-result.ts'
import { PanelFeed } from './panel-feed.ts'
import { panelPage } from './panel-page.ts'
import { rulesOf } from './panel-rules.ts'
import { usageReader } from './panel-usage.ts'
import { ruleWords, words } from './panel-words.ts'

export const panelView = 'shortline.panel'

type Section = keyof PanelState

export interface PanelParts {
  readonly extensionUri: vscode.Uri
  readonly ledger: PanelLedger
  readonly completions: CompletionCounter
  readonly caps: () => Caps
  /** The ask that runs, or the last one. */
  readonly session: () => AskSession | undefined
  readonly comparisons: () => { readonly all: readonly Comparison[]; readonly agreement: Agreement }
  /** Entries and counts from before are left out of the totals; 0 leaves out none. */
  readonly since: () => number
  /** The ledger can be read again. */
  readonly mended: () => void
  readonly handle: (message: FromPanel) => unknown
  readonly log: vscode.LogOutputChannel
}

const all: readonly Section[] = ['answer', 'trouble', 'decisions', 'usage', 'routing', 'compare']
const rowsAtFirst = 50
const rowsMore = 100

export class Panel implements vscode.WebviewViewProvider {
  private readonly parts: PanelParts
  private view: vscode.WebviewView | undefined
  private readonly feed: PanelFeed<Section>
  private readonly usage = usageReader(words)
  private readonly rules = lastResult(rulesOf)
  private sent = { id: '', length: 0 }
  private range: Range = 'month'
  private rows = rowsAtFirst
  private whatIf: Tried | { readonly error: string } | null = null
  /** Why the ledger can't be read. */
  private trouble: string | null = null
  /** To be brought to the front with the next message. */
  private wanted: Tab | undefined
  /** What was asked in this window, by id: the ledger keeps no text. */
  private readonly titles = new Map<string, string>()
  private readonly subscriptions: readonly vscode.Disposable[]

  constructor(parts: PanelParts) {
    this.parts = parts
    this.feed = new PanelFeed({
      all,
      isVisible: () => this.isVisible,
      post: (sections) => this.post(sections),
      after: (ms, run) => {
        const timer = setTimeout(run, ms)
        return () => clearTimeout(timer)
      },
    })
    this.subscriptions = [
      vscode.window.registerWebviewViewProvider(panelView, this),
      parts.completions.onChange(() => this.feed.changedAtLeisure('decisions', 'usage')),
      // Another window may have spent something.
      vscode.window.onDidChangeWindowState(({ focused }) => focused && void this.refresh()),
    ]
  }

  get isVisible(): boolean {
    return this.view?.visible ?? false
  }

  dispose(): void {
    this.feed.dispose()
    for (const subscription of this.subscriptions) subscription.dispose()
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { webview } = view
    const at = (name: string): vscode.Uri => vscode.Uri.joinPath(this.parts.extensionUri, 'dist', name)
    this.view = view
    webview.options = { enableScripts: true, localResourceRoots: [at('')] }
    webview.onDidReceiveMessage((message: FromPanel) => this.take(message))
    view.onDidChangeVisibility(() => {
      // The page of a hidden panel is gone, and says so by a new `ready`.
      if (view.visible) void this.prepare()
      else this.feed.closed()
    })
    view.onDidDispose(() => {
      this.view = undefined
      this.feed.closed()
    })
    webview.html = panelPage({
      script: webview.asWebviewUri(at('panel.js')).toString(),
      style: webview.asWebviewUri(at('panel.css')).toString(),
      source: webview.cspSource,
      nonce: crypto.randomUUID(),
      language: vscode.env.language,
      words: vscode.l10n.bundle,
    })
    void this.prepare()
  }

  /** A page takes VS Code a second or two to begin: what it will ask for is read and added up meanwhile. */
  private async prepare(): Promise<void> {
    await this.read()
    if (this.feed.isOpen || !this.isVisible) return
    this.sectionOf('usage')
    // Between the two, others have their turn.
    await new Promise(setImmediate)
    this.sectionOf('routing')
  }

  /** An event of the ask that runs: hundreds a second while one streams. */
  asked(session: AskSession): void {
    this.titles.set(session.request.id, session.request.text)
    this.changed('answer')
    // What it cost stands in the ledger now.
    if (session.outcome) void this.refresh()
  }

  changed(...sections: readonly Section[]): void {
    this.feed.changed(...sections)
  }

  /** Reads what is new in the ledger, if anyone looks. */
  async refresh(): Promise<void> {
    if (this.feed.isOpen) await this.read()
  }

  private async read(): Promise<void> {
    const had = this.trouble
    try {
      await this.parts.ledger.refresh(() => this.changed('answer', 'decisions', 'usage', 'routing'))
      this.trouble = null
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error)
      if (this.trouble !== had) this.parts.log.warn(`Panel: ${this.trouble}`)
    }
    if (this.trouble === had) return
    this.changed('trouble')
    if (!this.trouble) this.parts.mended()
  }

  show(tab: Tab): void {
    this.wanted = tab
    this.changed()
  }

  /** Why what was tried last would not be sent. */
  get refusedWhatIf(): AskOutcome | null {
    return this.whatIf && 'refused' in this.whatIf ? this.whatIf.refused : null
  }

  showWhatIf(whatIf: Tried | { readonly error: string }): void {
    this.whatIf = whatIf
    this.changed('routing')
  }

  private take(message: FromPanel): void {
    switch (message.type) {
      case 'ready':
        this.sent = { id: '', length: 0 }
        this.feed.opened()
        void this.refresh()
        break
      case 'range':
        this.range = message.range
        this.changed('usage')
        break
      case 'retry':
        void this.refresh()
        break
      case 'older':
        this.rows += rowsMore
        this.changed('decisions')
        break
      default:
        void this.parts.handle(message)
    }
  }

  private post(sections: readonly Section[]): void {
    const state = Object.fromEntries(sections.map((section) => [section, this.sectionOf(section)]))
    const text = this.textToSend()
    const show = this.wanted
    this.wanted = undefined
    void this.view?.webview.postMessage({ type: 'state', state, ...(text && { text }), ...(show && { show }) })
  }

  private sectionOf(section: Section): PanelState[Section] {
    const { ledger, completions, caps, since, session, comparisons } = this.parts
    switch (section) {
      case 'answer': {
        const current = session()
        return current ? answerOf(current, ledger.entryOf(current.request.id), words) : null
      }
      case 'decisions':
        return decisionsOf(ledger.entries, completions.counts, this.titles, this.rows, words)
      case 'usage': {
        if (!ledger.isComplete) return null
        const numbers = {
          entries: ledger.entries,
          use: ledger.use,
          counts: completions.counts,
          caps: caps(),
          since: since(),
        }
        return this.usage(numbers, this.range, Date.now())
      }
      case 'routing':
        return { rules: this.rules(ledger.entries, ruleWords), whatIf: this.shownWhatIf() }
      case 'trouble':
        return this.trouble
      case 'compare': {
        const { all, agreement } = comparisons()
        return { comparisons: all, ...agreement }
      }
    }
  }

  private shownWhatIf(): Routing['whatIf'] {
    return this.whatIf && 'shown' in this.whatIf ? this.whatIf.shown : this.whatIf
  }

  /** What was added to the answer since the last message. */
  private textToSend(): AnswerText | undefined {
    const session = this.parts.session()
    if (!session) return undefined
    const { request, text } = session
    if (this.sent.id !== request.id || text.length < this.sent.length) this.sent = { id: request.id, length: 0 }
    if (this.sent.length === text.length) return undefined
    const from = this.sent.length
    this.sent.length = text.length
    return { answerId: request.id, from, text: text.slice(from) }
  }
}
