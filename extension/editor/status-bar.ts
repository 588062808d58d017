/** The one status-bar item. It moves only when the state changes; the tooltip follows at leisure. */
import * as vscode from 'vscode'
import type { HostState } from '../core/host-state.ts'
import { statusOf } from '../core/status.ts'
import type { Status, StatusAction, StatusFacts } from '../core/status.ts'
import type { Outcome, RefusedReason } from '../core/types.ts'
import { isTooLargeForExtensions } from './document-policy.ts'
import { localise } from './localise.ts'
import type { Outcomes } from './outcomes.ts'
import { openSettingCommand, readSetting } from './settings.ts'
import type { SpendingWatch } from './spending.ts'
import { nameOf } from './why-ghost-text.ts'

const actionTitles: Readonly<Record<StatusAction, () => string>> = {
  openSetting: () => vscode.l10n.t('Open Setting'),
  chooseMode: () => vscode.l10n.t('Choose Mode'),
  nextMode: () => vscode.l10n.t('Next Mode'),
  toggle: () => vscode.l10n.t('Turn Completions On or Off'),
  snooze: () => vscode.l10n.t('Snooze'),
  wake: () => vscode.l10n.t('Suggest Again'),
  chooseProvider: () => vscode.l10n.t('Choose Who Suggests'),
  whyGhostText: () => vscode.l10n.t('Why This Ghost Text?'),
  restartModel: () => vscode.l10n.t('Restart Model'),
  showLog: () => vscode.l10n.t('Show Log'),
  showCaps: () => vscode.l10n.t('Raise a Cap'),
}

const backgrounds: Readonly<Record<Status['tone'], vscode.ThemeColor | undefined>> = {
  normal: undefined,
  warning: new vscode.ThemeColor('statusBarItem.warningBackground'),
  error: new vscode.ThemeColor('statusBarItem.errorBackground'),
}

/** A start that is over sooner than this, as after a crash, is not worth a flicker. */
const patienceMs = 400
const tooltipMs = 500

export class StatusBar {
  private readonly item = vscode.window.createStatusBarItem('status', vscode.StatusBarAlignment.Right, 100)
  private readonly outcomes: Outcomes
  private readonly refusal: (document: vscode.TextDocument) => RefusedReason | undefined
  private readonly spending: SpendingWatch
  private readonly subscriptions: readonly { dispose(): unknown }[]
  private state: HostState = { kind: 'idle' }
  private tooLarge = false
  private timer: NodeJS.Timeout | undefined
  private drawn = ''

  /** @param refusal why a document is not completed in */
  constructor(
    outcomes: Outcomes,
    spending: SpendingWatch,
    refusal: (document: vscode.TextDocument) => RefusedReason | undefined,
  ) {
    this.outcomes = outcomes
    this.spending = spending
    this.refusal = refusal
    this.item.name = 'Shortline'
    this.subscriptions = [
      this.item,
      outcomes.onRecord(() => this.showLater(tooltipMs)),
      spending.onChange(() => this.showLater(tooltipMs)),
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.show()
        void this.lookAtTab()
      }),
      // A file that is too large for extensions is a tab without an editor.
      vscode.window.tabGroups.onDidChangeTabs(() => void this.lookAtTab()),
    ]
    this.show()
    this.item.show()
  }

  dispose(): void {
    clearTimeout(this.timer)
    for (const subscription of this.subscriptions) subscription.dispose()
  }

  become(state: HostState): void {
    const isQuiet = state.kind === 'starting' && this.state.kind !== 'idle'
    this.state = state
    clearTimeout(this.timer)
    this.timer = undefined
    if (isQuiet) this.showLater(patienceMs)
    else this.show()
  }

  show(): void {
    const document = vscode.window.activeTextEditor?.document
    // Looked at when the host runs and the activation is over.
    const refused = !document
      ? this.tooLarge && ('file-too-large' as const)
      : this.state.kind === 'ready' && this.refusal(document)
    const { last, latencies } = this.outcomes
    const spending = this.spending.current
    this.draw(
      statusOf({
        state: this.state,
        enabled: readSetting('enabled', document?.uri),
        mode: readSetting('mode', document?.uri),
        click: readSetting('statusBar.click'),
        latencies,
        // An output channel that has the focus is no news.
        ...(refused && refused !== 'unsupported-document' && { refused }),
        ...(last && { last, ...copiedFrom(last.outcome) }),
        ...(spending && { spending }),
      }),
    )
  }

  /** VS Code draws the item anew for every assignment, so what is drawn already stays. */
  private draw(status: Status): void {
    const tooltip = tooltipFor(status)
    const mode = localise(status.mode)
    const summary = localise(status.summary)
    const drawn = JSON.stringify([status, mode, tooltip.value])
    if (drawn === this.drawn) return
    this.drawn = drawn
    this.item.text = `$(${status.icon}) ${mode}`
    this.item.command = commandFor(status.click, status)
    this.item.tooltip = tooltip
    this.item.backgroundColor = backgrounds[status.tone]
    this.item.accessibilityInformation = { label: `Shortline, ${mode}: ${summary}`, role: 'button' }
  }

  private async lookAtTab(): Promise<void> {
    const tooLarge = await isTooLargeForExtensions()
    if (tooLarge === this.tooLarge) return
    this.tooLarge = tooLarge
    this.show()
  }

  private showLater(ms: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      this.show()
    }, ms)
  }
}

function copiedFrom(outcome: Outcome): Pick<StatusFacts, 'copiedFrom'> {
  const about = outcome.kind === 'done' ? outcome : outcome.kind === 'empty' ? outcome.hidden : undefined
  const [place] = about?.places ?? []
  return place ? { copiedFrom: { file: nameOf(place.uri), line: place.line } } : {}
}

function commandFor(action: StatusAction, { setting }: Status): vscode.Command {
  const title = actionTitles[action]()
  if (action === 'openSetting' && setting) return { title, ...openSettingCommand(setting) }
  return { title, command: `shortline.${action}` }
}

function tooltipFor(status: Status): vscode.MarkdownString {
  const { summary, details } = status
  const actions = status.actions.map((action) => commandFor(action, status))
  const tooltip = new vscode.MarkdownString('', true)
  tooltip.isTrusted = { enabledCommands: actions.map(({ command }) => command) }
  tooltip.appendText(localise(summary))
  for (const detail of details) tooltip.appendMarkdown('\n\n').appendText(localise(detail))
  const links = actions.map(({ title, command, arguments: args }) => {
    const given = args ? `?${encodeURIComponent(JSON.stringify(args))}` : ''
    return `[${title}](command:${command}${given})`
  })
  return tooltip.appendMarkdown(`\n\n---\n\n${links.join(' · ')}`)
}
