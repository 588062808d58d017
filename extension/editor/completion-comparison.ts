/**
 * A completion by both: the local one and the API's for the same cursor. On demand, or for a small share of the
 * suggestions that were shown (off unless the setting says so), never for each keystroke.
 */
import { randomUUID } from 'node:crypto'
import * as vscode from 'vscode'
import { apiSideOf } from '../core/asks/comparison.ts'
import type { CompletionQuestion, Side } from '../core/asks/comparison.ts'
import { isSampled } from '../core/completion/compare-sampling.ts'
import { settingBehind } from '../core/explain.ts'
import { thresholdFor } from '../core/keystroke.ts'
import { describeOutcome, describeRefusal } from '../core/reasons.ts'
import type { AskOutcome, Outcome } from '../core/types.ts'
import { tellTrouble } from './ask-trouble.ts'
import type { Comparisons } from './comparisons.ts'
import { pathOf } from './document-policy.ts'
import type { DocumentMirror } from './documents.ts'
import type { Ask, Shown } from './inline-provider.ts'
import { localise } from './localise.ts'
import { openSetting, readSetting } from './settings.ts'

export interface CompletionComparisonParts {
  readonly mirror: DocumentMirror
  readonly local: Ask
  readonly api: (question: CompletionQuestion, signal: AbortSignal) => Promise<AskOutcome>
  readonly comparisons: Comparisons
  /** Brings the comparisons into view. */
  readonly reveal: () => unknown
}

/** More of a document than is sent, and never all of a large one. */
const charsAround = 10_000

export class CompletionComparison {
  private readonly parts: CompletionComparisonParts
  private lastSampledAt: number | undefined

  constructor(parts: CompletionComparisonParts) {
    this.parts = parts
  }

  /** At the cursor, because someone wants to see it. */
  async compare(): Promise<void> {
    const editor = vscode.window.activeTextEditor
    if (!editor) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Put the cursor where a completion is to be compared.'))
      return
    }
    const { document, selection } = editor
    const { mirror, comparisons, reveal } = this.parts
    const refused = mirror.ensure(document)
    if (refused) {
      const open = vscode.l10n.t('Open Setting')
      const setting = settingBehind(refused)
      const text = vscode.l10n.t('Nothing is compared here: {reason}.', { reason: localise(describeRefusal(refused)) })
      const choice = await vscode.window.showWarningMessage(`Shortline: ${text}`, ...(setting ? [open] : []))
      if (setting && choice === open) await openSetting(setting)
      return
    }
    const question = questionAt(document, selection.active, false)
    comparisons.begin(aboutOf(question, document, selection.active))
    await reveal()
    const title = vscode.l10n.t('Comparing this completion with the API’s')
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true }
    const outcome = await vscode.window.withProgress(options, async (_, token) => {
      const abort = new AbortController()
      token.onCancellationRequested(() => abort.abort())
      const [, outcome] = await Promise.all([
        this.askHere(question.id, document, selection.active, token, abort.signal),
        this.askApi(question, abort.signal),
      ])
      return outcome
    })
    if (outcome.kind === 'cancelled') comparisons.drop(question.id)
    else void tellTrouble(outcome)
  }

  /** Takes a suggestion that is being shown, and now and then asks the API for the same. */
  async sample({ document, position, outcome }: Shown): Promise<void> {
    const chance = { share: readSetting('compare.completions'), random: Math.random(), now: Date.now() }
    if (!isSampled({ ...chance, lastAt: this.lastSampledAt }) || readSetting('mode', document.uri) === 'local') return
    this.lastSampledAt = chance.now
    const { comparisons, api } = this.parts
    const question = questionAt(document, position, true)
    const about = aboutOf(question, document, position)
    const answer = await api(question, new AbortController().signal)
    // Nobody waits for it: a cap that is reached or a server that is down is no news.
    if (answer.kind !== 'done') return
    comparisons.begin(about)
    comparisons.answered(question.id, 'local', localSideOf(outcome))
    comparisons.answered(question.id, 'api', sideOfApi(answer))
  }

  private async askApi(question: CompletionQuestion, signal: AbortSignal): Promise<AskOutcome> {
    const outcome = await this.parts.api(question, signal)
    this.parts.comparisons.answered(question.id, 'api', sideOfApi(outcome))
    return outcome
  }

  private async askHere(
    id: string,
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
    signal: AbortSignal,
  ): Promise<void> {
    const { mirror, local, comparisons } = this.parts
    const { version, uri } = document
    const offset = document.offsetAt(position)
    const threshold = thresholdFor('explicit', readSetting('threshold', uri))
    await mirror.complete(document, token)
    const outcome = await local({ uri: uri.toString(), version, offset, threshold, trigger: 'explicit' }, signal)
    comparisons.answered(id, 'local', localSideOf(outcome))
  }
}

function questionAt(document: vscode.TextDocument, position: vscode.Position, isSampled: boolean): CompletionQuestion {
  const offset = document.offsetAt(position)
  const textBetween = (from: number, to: number): string =>
    document.getText(new vscode.Range(document.positionAt(from), document.positionAt(to)))
  return {
    id: randomUUID(),
    path: pathOf(document),
    prefix: textBetween(Math.max(0, offset - charsAround), offset),
    suffix: textBetween(offset, offset + charsAround),
    isSampled,
  }
}

function aboutOf(
  { id, path }: CompletionQuestion,
  document: vscode.TextDocument,
  { line, character }: vscode.Position,
): { id: string; kind: 'completion'; question: string; before: string } {
  const before = document.lineAt(line).text.slice(0, character).trimStart().slice(-200)
  return { id, kind: 'completion', question: `${path}:${line + 1}`, before }
}

const sideOfApi = (outcome: AskOutcome): Side => apiSideOf(outcome, vscode.l10n.t('Nothing to add.'))

/** On this machine it costs nothing. */
function localSideOf(outcome: Outcome): Side {
  const figures = { model: null, ms: 'timings' in outcome ? outcome.timings.total : 0, tokens: 0, costMicroUsd: 0 }
  if (outcome.kind !== 'done') return { ...figures, text: '', message: localise(describeOutcome(outcome)) }
  return { ...figures, text: outcome.text, tokens: outcome.tokens, message: null }
}
