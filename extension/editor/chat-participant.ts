/** `@shortline` in VS Code's own chat: the same service as the command, its sources as the chat's references. */
import * as vscode from 'vscode'
import type { AskEvent, AskService } from '../core/ask-service.ts'
import { troubleOf } from '../core/asks/remedies.ts'
import { formatUsd } from '../core/money/format.ts'
import type { AskOutcome, AskRequest, LineRange } from '../core/types.ts'
import { placeOf } from './ask-place.ts'
import { buttonFor } from './ask-trouble.ts'
import { localise, localiseLabel, localiseRouting } from './localise.ts'
import { readSetting } from './settings.ts'
import { findFile, rangeOf } from './workspace-files.ts'

export const participantId = 'shortline.chat'

/** Does nothing in an editor that has no chat. */
export function registerChatParticipant(service: AskService): vscode.Disposable {
  if (!('chat' in vscode) || typeof vscode.chat.createChatParticipant !== 'function') return vscode.Disposable.from()
  const participant = vscode.chat.createChatParticipant(participantId, async (request, _, stream, token) => {
    await answer(service, requestOf(request), stream, token)
  })
  participant.iconPath = new vscode.ThemeIcon('zap')
  return vscode.Disposable.from(participant)
}

function requestOf({ prompt, command }: vscode.ChatRequest): AskRequest {
  const editor = vscode.window.activeTextEditor
  const { context, file } = placeOf(editor)
  const text = command ? `/${command} ${prompt}` : prompt
  const mode = readSetting('mode', editor?.document.uri)
  // Two answers side by side are the panel's.
  return {
    kind: 'ask',
    id: crypto.randomUUID(),
    text,
    context,
    mode: mode === 'compare' ? 'auto' : mode,
    ...(file && { file }),
  }
}

async function answer(
  service: AskService,
  request: AskRequest,
  stream: vscode.ChatResponseStream,
  token: vscode.CancellationToken,
): Promise<void> {
  const abort = new AbortController()
  const subscription = token.onCancellationRequested(() => abort.abort())
  let streamed = false
  const referred = new Set<number>()
  try {
    for await (const event of service.ask(request, abort.signal)) {
      await show(event, request, stream, referred)
      if (event.kind === 'text') streamed = true
      if (event.kind === 'outcome' && event.outcome.kind === 'done' && !streamed) await showWhole(event.outcome, stream)
    }
  } finally {
    subscription.dispose()
  }
}

/** @param referred numbers of the sources that are references already: a plan's steps share some */
async function show(
  event: AskEvent,
  request: AskRequest,
  stream: vscode.ChatResponseStream,
  referred: Set<number>,
): Promise<void> {
  switch (event.kind) {
    case 'decision':
      stream.progress(localiseRouting(event.decision.reason))
      return
    case 'choice':
      for (const label of event.labels) {
        const text = `/${label} ${request.text}`
        stream.button({ command: 'shortline.ask', title: localiseLabel(label), arguments: [{ text }] })
      }
      return
    case 'command':
      stream.markdown(vscode.l10n.t('VS Code does this itself:'))
      stream.button({ command: event.command, title: event.title, arguments: [...event.args] })
      return
    case 'sources':
      for (const source of event.sources) {
        const location = referred.has(source.number) ? undefined : await locationOf(source)
        referred.add(source.number)
        if (location) stream.reference(location)
      }
      return
    case 'step':
      stream.progress(vscode.l10n.t('Step {0} of {1}: {2}', event.number, event.of, event.title))
      return
    case 'text':
      stream.markdown(event.delta)
      return
    case 'edit':
      stream.button({
        command: 'shortline.previewEdits',
        title: vscode.l10n.t('Show the Change to {0}', event.replacement.path),
        arguments: [[event.replacement]],
      })
      return
    case 'cached':
      stream.markdown(`*${servedAgain(event.ageMs)}*\n\n`)
      return
    case 'outcome':
      end(event.outcome, stream)
  }
}

function servedAgain(ageMs: number): string {
  const then = new Date(Date.now() - ageMs).toLocaleString(vscode.env.language)
  return vscode.l10n.t(
    'Answered on {0}, and served again for {1}: nothing that it cites has changed.',
    then,
    formatUsd(0),
  )
}

function end(outcome: AskOutcome, stream: vscode.ChatResponseStream): void {
  const trouble = troubleOf(outcome)
  if (trouble) {
    stream.markdown(`\n\n${localise(trouble.summary)}`)
    if (trouble.remedy) {
      const { title, command, args = [] } = buttonFor(trouble.remedy)
      stream.button({ command, title, arguments: args })
    }
  }
  const { costMicroUsd, model } = outcome.spent
  if (model) stream.markdown(`\n\n*${model} · ${formatUsd(costMicroUsd)}*`)
}

/** An answer that was not streamed: from the cache, or places that the search found. */
async function showWhole(
  { text, citations }: Extract<AskOutcome, { kind: 'done' }>,
  stream: vscode.ChatResponseStream,
): Promise<void> {
  if (text !== '') stream.markdown(text)
  for (const citation of citations) {
    const location = await locationOf(citation)
    if (!location) continue
    stream.markdown('\n\n')
    stream.anchor(location, `${citation.path}:${citation.startLine}`)
  }
}

async function locationOf(lines: LineRange): Promise<vscode.Location | undefined> {
  const file = await findFile(lines.path)
  return file && new vscode.Location(file, rangeOf(lines))
}
