/** What the panel's buttons do. A message only names an action: what it acts on is read here, never taken from the page. */
import * as vscode from 'vscode'
import type { AskSession } from '../core/asks/session.ts'
import type { Vote } from '../core/asks/comparison.ts'
import type { Replacement } from '../core/ask-service.ts'
import type { AskOutcome, Mode } from '../core/types.ts'
import type { FromPanel, Link, WhatIf } from '../../webview/protocol.ts'
import { copyText, insertText, openAsMarkdown } from './answer-actions.ts'
import { mend } from './panel-words.ts'
import type { SnippetDiff } from './snippet-diff.ts'
import { openLines } from './workspace-files.ts'

/** What can be done about asks; absent where nothing can be asked. */
export interface AskControl {
  readonly stop: () => unknown
  /** Without a mode as it was asked before. */
  readonly again: (mode?: Mode) => unknown
  readonly choose: (label: string) => unknown
  readonly runCommand: () => unknown
  readonly showEdits: (edits: readonly Replacement[]) => unknown
  readonly whatIf: (text: string) => Promise<Tried>
  readonly vote: (comparisonId: string, vote: Vote) => unknown
}

/** What would become of a request. */
export interface Tried {
  readonly shown: WhatIf
  /** Why it would not be sent. */
  readonly refused: AskOutcome | null
}

export interface ActionParts {
  readonly session: () => AskSession | undefined
  readonly asks: AskControl | undefined
  readonly diff: SnippetDiff
  readonly exportLedger: (format: 'csv' | 'json') => unknown
  readonly reset: () => unknown
  readonly showWhatIf: (result: Tried | { readonly error: string }) => void
  /** How the ask of this id ended, or would with `what-if`. */
  readonly outcomeOf: (id: string) => AskOutcome | null
}

const commands: Readonly<Record<Link, readonly [command: string, ...args: unknown[]]>> = {
  ask: ['shortline.ask'],
  'set-key': ['shortline.setApiKey'],
  caps: ['workbench.action.openSettings', '@ext:shortline.shortline caps'],
  walkthrough: ['workbench.action.openWalkthrough', 'shortline.shortline#shortline'],
  compare: ['shortline.compare'],
  'compare-completion': ['shortline.compareCompletion'],
  log: ['shortline.showLog'],
  exclude: ['workbench.action.openSettings', '@id:shortline.exclude'],
}

export async function act(message: FromPanel, parts: ActionParts): Promise<void> {
  const { asks, session } = parts
  switch (message.type) {
    case 'stop':
      asks?.stop()
      break
    case 'again':
      await asks?.again(message.mode)
      break
    case 'choose':
      await asks?.choose(message.label)
      break
    case 'run-command':
      await asks?.runCommand()
      break
    case 'fix':
      await mend(parts.outcomeOf(message.of))
      break
    case 'edit': {
      const edit = session()?.edits[message.index]
      if (edit) await asks?.showEdits([edit])
      break
    }
    case 'copy':
      await copyText(message.text)
      break
    case 'copy-answer':
      await copyText(session()?.text ?? '')
      break
    case 'insert':
      await insertText(message.text)
      break
    case 'diff':
      await parts.diff.show(message.text)
      break
    case 'open':
      await openLines(message.lines)
      break
    case 'open-answer':
      await openAsMarkdown(session())
      break
    case 'browse':
      await browse(message.url)
      break
    case 'link': {
      const [command, ...args] = commands[message.link]
      await vscode.commands.executeCommand(command, ...args)
      break
    }
    case 'export':
      await parts.exportLedger(message.format)
      break
    case 'reset':
      await parts.reset()
      break
    case 'what-if':
      parts.showWhatIf(await whatIf(message.text, asks))
      break
    case 'vote':
      await asks?.vote(message.id, message.vote)
      break
    case 'ready':
    case 'older':
    case 'retry':
    case 'range':
      break
  }
}

/** VS Code asks before it opens what the user has not trusted. */
async function browse(url: string): Promise<void> {
  const uri = vscode.Uri.parse(url, true)
  if (uri.scheme === 'https' || uri.scheme === 'http') await vscode.env.openExternal(uri)
}

async function whatIf(text: string, asks: AskControl | undefined): Promise<Tried | { readonly error: string }> {
  if (!asks) return { error: vscode.l10n.t('Nothing can be asked in this window.') }
  try {
    return await asks.whatIf(text)
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}
