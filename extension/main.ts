/** Builds, wires and registers. The only file that sees all three layers. */
import * as path from 'node:path'
import * as vscode from 'vscode'
import type { HostReady, HostState } from './core/host-state.ts'
import { describeState } from './core/status.ts'
import type { Outcome } from './core/types.ts'
import { Adaptation } from './editor/adaptation.ts'
import { DocumentMirror } from './editor/documents.ts'
import { FolderFiles } from './editor/folder-files.ts'
import { InlineProvider } from './editor/inline-provider.ts'
import { Members } from './editor/members.ts'
import { Others } from './editor/others.ts'
import { Outcomes } from './editor/outcomes.ts'
import { affectsScope, copyScope } from './editor/read-scope.ts'
import { affects, readSetting } from './editor/settings.ts'
import { Snooze } from './editor/snooze.ts'
import { WarmUp } from './editor/warm-up.ts'
import { warnOnce } from './editor/warnings.ts'
import { HostClient } from './engines/host-client.ts'
import type { HostOptions } from './engines/protocol.ts'
import type { WiredControls } from './main/controls.ts'
import { ProviderChoice } from './main/provider-choice.ts'

/** What other extensions, and our tests, can ask. */
export interface Api {
  /** Loads the model if need be. */
  ready(): Promise<Omit<HostReady, 'kind'>>
  lastOutcome(): Outcome | undefined
  hostPid(): number | undefined
  onOutcome(listener: (outcome: Outcome) => void): vscode.Disposable
}

export function activate(context: vscode.ExtensionContext): Api {
  const begun = performance.now()
  const log = vscode.window.createOutputChannel('Shortline', { log: true })
  const outcomes = new Outcomes(log)
  const warn = warnOnce()
  const snooze = new Snooze()
  const others = new Others(context.globalState)
  const adaptation: Adaptation = new Adaptation(context.workspaceState, () => learn())
  const hostFile = path.join(context.extensionPath, 'dist/host.cjs')
  const choice: ProviderChoice = new ProviderChoice({
    memento: context.globalState,
    file: hostFile,
    model: () => {
      const timed = hostOptions(context.extensionPath)
      return { key: `${timed.modelDir} ${timed.threads}`, timed }
    },
    isReady: () => client.state.kind === 'ready' && client.state.engine === 'native',
    restart: () => restartModel(),
    log: (text) => log.info(`Timed: ${text}`),
  })
  const client: HostClient = new HostClient({
    file: hostFile,
    options: () => ({ ...hostOptions(context.extensionPath), provider: choice.provider }),
    onState: become,
    onDeath: (state) => choice.died(state),
    onWritten: (uri, requests) => adaptation.written(vscode.Uri.parse(uri, true), requests),
    onLearned: (drift) => adaptation.drifted(drift),
    onAhead: (seen) => provider.foresee(seen),
    log: (level, text) => log[level](text),
  })
  const mirror: DocumentMirror = new DocumentMirror(client, (event) => provider.changed(event))
  const members = new Members()
  const provider: InlineProvider = new InlineProvider(
    {
      ask: members.informed((question, signal) => client.complete(question, signal)),
      goOn: (question, signal) => client.goOn(question, signal),
    },
    mirror,
    members,
    outcomes,
    () => (snooze.isOn ? 'snoozed' : others.isYielding ? 'other-provider' : undefined),
    (scope) => adaptation.threshold(scope),
  )
  const warmUp: WarmUp = new WarmUp(mirror, (place) => client.warm(place))
  const folderFiles: FolderFiles = new FolderFiles(mirror, (files) => client.tell({ type: 'beside', files }))
  let controls: WiredControls | undefined

  function become(state: HostState): void {
    log.info(`Model process: ${describeState(state)}`)
    if (state.kind === 'starting') mirror.openAll()
    else if (state.kind !== 'ready') mirror.disconnect()
    controls?.status.become(state)
    if (state.kind === 'ready') {
      warmUp.soon()
      folderFiles.again()
      lookAround()
      learn()
    }
    choice.become(state)
    warn(state)
  }

  function lookAround(): void {
    client.tell({ type: 'workspace', folders: copyScope() })
  }

  function learn(): void {
    const drift = adaptation.drift(undefined)
    client.tell({ type: 'learn', ...(drift && { drift }) })
  }

  function settingsChanged(event: vscode.ConfigurationChangeEvent): void {
    if (affectsScope(event) || event.affectsConfiguration('shortline.enabled')) lookAround()
    if (!event.affectsConfiguration('shortline')) return
    const isRunning = client.state.kind !== 'idle'
    provider.forget()
    mirror.refresh()
    folderFiles.again()
    if (event.affectsConfiguration('shortline.adapt')) learn()
    // Off means that it costs nothing.
    if (mirror.isEmpty) client.stop()
    else if (isRunning && affects(event, ...hostSettings)) client.restart()
    controls?.status.show()
  }

  function restartModel(): void {
    provider.forget()
    client.restart()
  }

  // Everyone waits for the activation: only suggesting is ready when it ends. The rest follows before VS Code has anything else
  // to say to us, a command that woke us included.
  const rest = setImmediate(() => void wireRest().catch((error: unknown) => log.error(String(error))))
  async function wireRest(): Promise<void> {
    const { wireControls } = await import('./main/controls.ts')
    controls = wireControls({
      ...{ context, log, outcomes, client, mirror, provider },
      ...{ snooze, others, adaptation, restartModel },
    })
    context.subscriptions.push(controls)
    mirror.refresh()
  }
  context.subscriptions.push(
    log,
    outcomes,
    client,
    mirror,
    provider,
    warmUp,
    folderFiles,
    snooze,
    others,
    choice,
    adaptation,
    outcomes.onRecord(({ outcome }) => {
      choice.busy()
      if (outcome.kind === 'done') void others.notice()
    }),
    { dispose: () => clearImmediate(rest) },
    vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, provider),
    vscode.workspace.onDidChangeConfiguration(settingsChanged),
    vscode.workspace.onDidChangeWorkspaceFolders(lookAround),
  )
  log.info(`Activated in ${(performance.now() - begun).toFixed(1)} ms`)
  return {
    ready: async () => {
      const { engine, loadMs, trouble } = await client.ready()
      return { engine, loadMs, ...(trouble && { trouble }) }
    },
    lastOutcome: () => outcomes.last?.outcome,
    hostPid: () => client.pid,
    onOutcome: (listener) => outcomes.onRecord(({ outcome }) => listener(outcome)),
  }
}

/** What the host reads at its start. */
const hostSettings = ['engine', 'threads', 'provider', 'modelPath', 'budget.cpuPercent', 'budget.memoryMb'] as const

function hostOptions(extensionPath: string): HostOptions {
  const modelPath = readSetting('modelPath')
  const own = path.join(extensionPath, 'models/completion')
  return {
    modelDir: modelPath === '' ? own : modelPath,
    baseCard: path.join(own, 'card.json'),
    encoderDir: path.join(extensionPath, 'models/encoder'),
    engine: readSetting('engine'),
    threads: readSetting('threads'),
    budget: { processor: readSetting('budget.cpuPercent') / 100, memoryMb: readSetting('budget.memoryMb') },
  }
}
