/** Puts the panel together. `main.ts` gives what stands outside the editor. */
import * as vscode from 'vscode'
import type { Tab } from '../../webview/protocol.ts'
import type { Agreement, Comparison } from '../core/asks/comparison.ts'
import type { AskSession } from '../core/asks/session.ts'
import { CompletionCounter } from './completion-counter.ts'
import { LastAsk } from './last-ask.ts'
import { CountedSince, exportLedger } from './ledger-export.ts'
import type { Outcomes } from './outcomes.ts'
import { act } from './panel-actions.ts'
import type { AskControl } from './panel-actions.ts'
import { PanelLedger } from './panel-ledger.ts'
import type { LedgerReads } from './panel-ledger.ts'
import { Panel, panelView } from './panel.ts'
import { outcomeOf } from './panel-words.ts'
import { SnippetDiff } from './snippet-diff.ts'
import { currentCaps } from './spending.ts'

export interface PanelWiring {
  readonly context: vscode.ExtensionContext
  readonly log: vscode.LogOutputChannel
  readonly outcomes: Outcomes
  readonly ledger: LedgerReads
  readonly asks?: AskControl
  /** The ledger can be read again. */
  readonly mended: () => void
  /** Newest first. */
  readonly comparisons: () => { readonly all: readonly Comparison[]; readonly agreement: Agreement }
}

export interface WiredPanel {
  dispose(): void
  readonly isVisible: boolean
  /** Brings it into view, and leaves the keyboard where it is. */
  reveal(): Thenable<unknown>
  /** The same, with this part of it in front. */
  show(tab: Tab): Thenable<unknown>
  /** Takes every state of an ask. */
  asked(session: AskSession): void
  /** Comparisons have changed. */
  compared(): void
}

export function createPanel({
  context,
  log,
  outcomes,
  ledger: reads,
  asks,
  mended,
  comparisons,
}: PanelWiring): WiredPanel {
  const { workspaceState, globalState, extensionUri } = context
  const completions = new CompletionCounter(outcomes, workspaceState)
  const ledger = new PanelLedger(reads)
  const last = new LastAsk(workspaceState)
  const since = new CountedSince(globalState)
  const diff = new SnippetDiff()
  const session = (): AskSession | undefined => last.session
  const panel: Panel = new Panel({
    extensionUri,
    ledger,
    completions,
    caps: currentCaps,
    session,
    comparisons,
    since: () => since.at,
    mended,
    handle: (message) =>
      act(message, {
        session,
        asks,
        diff,
        exportLedger: (format) => exportLedger(ledger.entries, format),
        reset: async () => {
          if (!(await since.reset())) return
          completions.reset()
          panel.changed('usage', 'decisions')
        },
        showWhatIf: (result) => panel.showWhatIf(result),
        outcomeOf: (id) => {
          if (id === session()?.request.id) return session()?.outcome ?? null
          const entry = ledger.entryOf(id)
          return entry ? outcomeOf(entry) : panel.refusedWhatIf
        },
      }),
    log,
  })
  const reveal = (options?: { readonly preserveFocus: boolean }): Thenable<unknown> =>
    vscode.commands.executeCommand(`${panelView}.focus`, options)
  const owned = vscode.Disposable.from(
    panel,
    completions,
    diff,
    vscode.commands.registerCommand('shortline.showPanel', () => reveal()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('shortline.caps')) panel.changed('usage')
    }),
  )
  return {
    get isVisible() {
      return panel.isVisible
    },
    reveal: () => reveal({ preserveFocus: true }),
    show: (tab) => {
      panel.show(tab)
      return reveal({ preserveFocus: true })
    },
    asked: (session) => {
      last.take(session)
      panel.asked(session)
    },
    compared: () => {
      panel.changed('compare')
      // The API's side of a completion is no ask, and was paid for all the same.
      void panel.refresh()
    },
    dispose: () => {
      owned.dispose()
    },
  }
}
