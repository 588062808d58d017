/** The commands about asks. */
import * as vscode from 'vscode'
import { otherMode } from '../core/asks/session.ts'
import type { Replacement } from '../core/ask-service.ts'
import { copyText, openAsMarkdown } from './answer-actions.ts'
import type { AskArguments, AskFlow } from './ask-flow.ts'
import type { Asks } from './asks.ts'
import type { CompletionComparison } from './completion-comparison.ts'
import type { EditPreview } from './edit-preview.ts'

export interface AskCommandTargets {
  readonly asks: Asks
  readonly flow: AskFlow
  readonly preview: EditPreview
  readonly completions: CompletionComparison
}

export function registerAskCommands({ asks, flow, preview, completions }: AskCommandTargets): vscode.Disposable {
  const commands: Readonly<Record<string, (...args: never[]) => unknown>> = {
    // Menus give the file that they stand at; only our own arguments count.
    'shortline.ask': (given?: unknown) => void flow.ask(argumentsOf(given)),
    'shortline.compare': () => void flow.ask({ mode: 'compare' }),
    'shortline.compareCompletion': () => void completions.compare(),
    'shortline.askAgain': () => void flow.again(),
    'shortline.askOtherMode': () => void flow.again(asks.current && otherMode(asks.current)),
    'shortline.stopAsk': () => asks.stop(),
    'shortline.copyAnswer': () => copyText(asks.current?.text ?? ''),
    'shortline.openAnswer': () => openAsMarkdown(asks.current),
    'shortline.previewEdits': (edits?: readonly Replacement[]) => preview.show(edits ?? asks.current?.edits ?? []),
    'shortline.applyEdit': (uri?: unknown) => preview.apply(uri instanceof vscode.Uri ? uri : undefined),
    'shortline.discardEdit': (uri?: unknown) => preview.discard(uri instanceof vscode.Uri ? uri : undefined),
  }
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run)),
  )
}

function argumentsOf(given: unknown): AskArguments {
  if (typeof given !== 'object' || given === null) return {}
  const { text, mode } = given as { readonly text?: unknown; readonly mode?: unknown }
  const isMode = mode === 'auto' || mode === 'local' || mode === 'api' || mode === 'compare'
  return { ...(typeof text === 'string' && { text }), ...(isMode && { mode }) }
}
