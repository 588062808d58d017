/**
 * An answer's edits in VS Code's own diff editor: the document on the left, the proposal on the right. Nothing is
 * written before someone applies it; then it is one step to undo, and only into the document that was sent.
 */
import { createHash } from 'node:crypto'
import * as vscode from 'vscode'
import type { Replacement } from '../core/ask-service.ts'
import { proposalOf } from '../core/asks/proposal.ts'
import { settingBehind } from '../core/explain.ts'
import { readRefusal } from './document-policy.ts'
import { tellAbout } from './settings.ts'
import { findFile, rangeOf } from './workspace-files.ts'

export const proposalScheme = 'shortline-proposal'

interface Shown {
  readonly target: vscode.Uri
  readonly edits: readonly Replacement[]
  readonly text: string
}

export class EditPreview implements vscode.TextDocumentContentProvider {
  private readonly shown = new Map<string, Shown>()
  private readonly subscriptions: readonly vscode.Disposable[]
  private lastId = 0

  constructor() {
    this.subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(proposalScheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.shown.delete(uri.toString())),
    ]
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose()
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.shown.get(uri.toString())?.text ?? ''
  }

  /** One diff editor for each file. */
  async show(edits: readonly Replacement[]): Promise<void> {
    for (const [path, ofFile] of Map.groupBy(edits, (edit) => edit.path)) await this.showFile(path, ofFile)
  }

  /** @param named the proposal; else the one in front */
  async apply(named?: vscode.Uri): Promise<void> {
    const uri = this.proposal(named)
    const shown = uri && this.shown.get(uri.toString())
    if (!shown) return
    const { target, edits } = shown
    const document = await vscode.workspace.openTextDocument(target)
    if (isStale(document, edits)) {
      sayStale(document)
      return
    }
    const write = new vscode.WorkspaceEdit()
    for (const edit of edits) write.replace(target, document.validateRange(rangeFor(edit)), insertable(edit, document))
    const isWritten = await vscode.workspace.applyEdit(write)
    if (!isWritten) {
      void vscode.window.showErrorMessage(vscode.l10n.t('VS Code did not let {0} be changed.', nameOf(target)))
      return
    }
    await closeTab(uri)
    const [first] = [...edits].sort((a, b) => a.startLine - b.startLine)
    const editor = await vscode.window.showTextDocument(document, { preview: false })
    editor.revealRange(document.validateRange(rangeOf(first!)), vscode.TextEditorRevealType.InCenterIfOutsideViewport)
  }

  async discard(named?: vscode.Uri): Promise<void> {
    const uri = this.proposal(named)
    if (uri) await closeTab(uri)
  }

  /** A menu may name either side of the diff. */
  private proposal(named: vscode.Uri | undefined): vscode.Uri | undefined {
    return named && this.shown.has(named.toString()) ? named : proposalInFront()
  }

  private async showFile(path: string, edits: readonly Replacement[]): Promise<void> {
    const target = await findFile(path)
    if (!target) {
      void vscode.window.showWarningMessage(vscode.l10n.t('{0} is no longer in the workspace.', path))
      return
    }
    const document = await vscode.workspace.openTextDocument(target)
    const refused = readRefusal(document)
    if (refused) {
      const text = vscode.l10n.t('{0} is not for Shortline to change.', path)
      const setting = settingBehind(refused)
      void (setting ? tellAbout(setting, text) : vscode.window.showWarningMessage(text))
      return
    }
    if (isStale(document, edits)) {
      sayStale(document)
      return
    }
    const proposal = proposalOf(document.getText(), edits)
    if (proposal.kind === 'impossible') {
      const text = vscode.l10n.t('The answer’s edits to {0} contradict each other. Ask again.', path)
      void vscode.window.showWarningMessage(text)
      return
    }
    // The path keeps its ending, by which VS Code knows the language.
    const uri = vscode.Uri.from({ scheme: proposalScheme, path: target.path, query: String(++this.lastId) })
    this.shown.set(uri.toString(), { target, edits, text: proposal.text })
    const title = vscode.l10n.t('{0}: Proposed Change', nameOf(target))
    await vscode.commands.executeCommand('vscode.diff', target, uri, title, { preview: true })
  }
}

function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function isStale(document: vscode.TextDocument, edits: readonly Replacement[]): boolean {
  const hash = createHash('sha256').update(document.getText()).digest('hex')
  return edits.some(({ fileHash }) => fileHash !== hash)
}

function sayStale({ uri }: vscode.TextDocument): void {
  const again = vscode.l10n.t('Ask Again')
  const text = vscode.l10n.t('{0} has changed since it was asked about, so nothing was written.', nameOf(uri))
  void vscode.window.showWarningMessage(text, again).then((choice) => {
    if (choice === again) void vscode.commands.executeCommand('shortline.askAgain')
  })
}

function rangeFor(edit: Replacement): vscode.Range {
  if (edit.endLine >= edit.startLine) return rangeOf(edit)
  return new vscode.Range(edit.startLine - 1, 0, edit.startLine - 1, 0)
}

/** An insertion is lines of their own: it brings the line break that a replacement leaves in place. */
function insertable({ startLine, endLine, text }: Replacement, document: vscode.TextDocument): string {
  if (endLine >= startLine) return text
  return startLine > document.lineCount ? `\n${text}` : `${text}\n`
}

function proposalInFront(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input
  return input instanceof vscode.TabInputTextDiff && input.modified.scheme === proposalScheme
    ? input.modified
    : undefined
}

async function closeTab(uri: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs)
  const found = tabs.filter(
    ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === uri.toString(),
  )
  await vscode.window.tabGroups.close(found)
}
