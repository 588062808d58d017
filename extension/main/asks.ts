/** Wires asking: command, panel, native chat and Compare, all through one service. */
import type * as vscode from 'vscode'
import { sideOf } from '../core/asks/comparison.ts'
import { afterEvent, beginSession } from '../core/asks/session.ts'
import type { AskSession } from '../core/asks/session.ts'
import { withoutMode } from '../core/routing/overrides.ts'
import type { AskRequest } from '../core/types.ts'
import { registerAskCommands } from '../editor/ask-commands.ts'
import { AskFlow } from '../editor/ask-flow.ts'
import { AskHistory } from '../editor/ask-history.ts'
import { Asks } from '../editor/asks.ts'
import { registerChatModel } from '../editor/chat-model.ts'
import { registerChatParticipant } from '../editor/chat-participant.ts'
import { Comparisons } from '../editor/comparisons.ts'
import { CompletionComparison } from '../editor/completion-comparison.ts'
import type { CompletionComparisonParts } from '../editor/completion-comparison.ts'
import { EditPreview } from '../editor/edit-preview.ts'
import type { InlineProvider } from '../editor/inline-provider.ts'
import { localiseLabel, localiseRouting } from '../editor/localise.ts'
import type { AskControl } from '../editor/panel-actions.ts'
import { ruleId } from '../editor/panel-rules.ts'
import type { WiredPanel } from '../editor/panel-wiring.ts'
import { fixOf, refusalFor } from '../editor/panel-words.ts'
import { readSetting } from '../editor/settings.ts'
import type { WiredAskService } from './ask-service.ts'

export interface WiredAsks {
  readonly asks: Asks
  readonly comparisons: Comparisons
  readonly control: AskControl
  /** The panel is made with `control`, so it comes later. */
  connect(panel: WiredPanel): void
  dispose(): void
}

/** Completions as they are served, to be compared with the endpoint's. */
export type ServedCompletions = Pick<CompletionComparisonParts, 'mirror' | 'local'> & Pick<InlineProvider, 'onShow'>

export function wireAsks(
  context: vscode.ExtensionContext,
  service: WiredAskService,
  { mirror, local, onShow }: ServedCompletions,
): WiredAsks {
  const asks = new Asks(service)
  const comparisons = new Comparisons(context.workspaceState)
  const preview = new EditPreview()
  let panel: WiredPanel | undefined
  const flow = new AskFlow({
    asks,
    history: new AskHistory(context.workspaceState),
    preview,
    compare: (request) => compareAsk(request, service, asks, comparisons),
    reveal: () => panel?.reveal(),
    isRevealed: () => panel?.isVisible ?? false,
  })
  const completions = new CompletionComparison({
    ...{ mirror, local, comparisons },
    api: (question, signal) => service.complete(question, signal),
    reveal: () => panel?.show('compare'),
  })
  const owned: readonly { dispose(): unknown }[] = [
    asks,
    comparisons,
    preview,
    registerAskCommands({ asks, flow, preview, completions }),
    onShow((shown) => void completions.sample(shown)),
    registerChatParticipant(service),
    registerChatModel(service),
  ]
  return {
    asks,
    comparisons,
    control: {
      stop: () => asks.stop(),
      again: (mode) => flow.again(mode),
      choose: (label) => flow.choose(label),
      runCommand: () => flow.runCommand(),
      showEdits: (edits) => preview.show(edits),
      whatIf: (text) => whatIf(text, service),
      vote: (id, vote) => comparisons.vote(id, vote),
    },
    connect: (made) => {
      panel = made
    },
    dispose: () => {
      for (const part of owned) part.dispose()
    },
  }
}

/** The endpoint's answer is the one that is shown as it comes; the local one is there for comparison. */
async function compareAsk(
  asked: AskRequest,
  service: WiredAskService,
  asks: Asks,
  comparisons: Comparisons,
): Promise<AskSession> {
  const { id } = asked
  // Each side has its mode.
  const request = { ...asked, text: withoutMode(asked.text) }
  // Two sides that both ask back compare nothing: the likeliest label is taken for both.
  const { intent } = (await service.decide(request, new AbortController().signal)).decision
  const settled = intent.set.length === 1 ? request : { ...request, text: `/${intent.label} ${request.text}` }
  comparisons.begin({ id, kind: 'ask', question: request.text })
  const stop = new AbortController()
  const local = async (): Promise<void> => {
    let session = beginSession({ ...settled, id: crypto.randomUUID(), mode: 'local' }, Date.now())
    for await (const event of service.ask(session.request, stop.signal)) session = afterEvent(session, event)
    comparisons.answered(id, 'local', sideOf(session))
  }
  const here = local()
  const shown = await asks.run({ ...settled, mode: 'api' })
  if (shown.outcome?.kind === 'cancelled') stop.abort()
  comparisons.answered(id, 'api', sideOf(shown))
  await here
  return shown
}

async function whatIf(text: string, service: WiredAskService): ReturnType<AskControl['whatIf']> {
  const begun = performance.now()
  const mode = readSetting('mode')
  const request: AskRequest = {
    kind: 'ask',
    id: crypto.randomUUID(),
    text,
    context: {},
    mode: mode === 'compare' ? 'auto' : mode,
  }
  const { decision, row } = await service.decide(request, new AbortController().signal)
  const { intent, route, reason, model, estimateMicroUsd, alternatives } = decision
  const refused = route === 'refuse' ? refusalFor(reason) : null
  const shown = {
    text,
    label: localiseLabel(intent.label),
    p: intent.p,
    labels: intent.set.map(localiseLabel),
    route,
    reason: localiseRouting(reason),
    fix: fixOf(refused),
    ruleId: row === null ? null : ruleId(row),
    model,
    estimateMicroUsd,
    alternatives,
    ms: performance.now() - begun,
  }
  return { shown, refused }
}
