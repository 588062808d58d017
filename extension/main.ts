/** Builds, wires and registers. The only file that sees all three layers. */
import { existsSync } from 'node:fs'
import * as path from 'node:path'
import * as vscode from 'vscode'
import type { HostReady, HostState } from './core/host-state.ts'
import { unused } from './core/money/caps.ts'
import { describeState } from './core/status.ts'
import type { Outcome } from './core/types.ts'
import { ApiKeys } from './editor/api-keys.ts'
import { registerCommands } from './editor/commands.ts'
import { DocumentMirror } from './editor/documents.ts'
import { indexScope } from './editor/index-scope.ts'
import { InlineProvider } from './editor/inline-provider.ts'
import { Others } from './editor/others.ts'
import { Outcomes } from './editor/outcomes.ts'
import { createPanel } from './editor/panel-wiring.ts'
import { registerSearchTool } from './editor/search-tool.ts'
import { affects, readSetting } from './editor/settings.ts'
import { SpendingWatch } from './editor/spending.ts'
import { Snooze } from './editor/snooze.ts'
import { StatusBar } from './editor/status-bar.ts'
import { WarmUp } from './editor/warm-up.ts'
import { warnOnce } from './editor/warnings.ts'
import { HostClient } from './engines/host-client.ts'
import type { HostOptions } from './engines/protocol.ts'
import { StoreClient } from './engines/store/store-client.ts'
import { storeFileName } from './engines/store/store-file.ts'
import { createAskService } from './main/ask-service.ts'
import { wireAsks } from './main/asks.ts'
import { ProviderChoice } from './main/provider-choice.ts'
import { wireIndex } from './main/workspace-index.ts'

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
  const hostFile = path.join(context.extensionPath, 'dist/host.cjs')
  const choice: ProviderChoice = new ProviderChoice({
    memento: context.globalState,
    file: hostFile,
    model: () => {
      const { modelDir, threads } = hostOptions(context.extensionPath)
      return { key: `${modelDir} ${threads}`, modelDir, threads }
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
    log: (level, text) => log[level](text),
  })
  const mirror: DocumentMirror = new DocumentMirror(client, (event) => provider.changed(event))
  const provider: InlineProvider = new InlineProvider(
    (question, signal) => client.complete(question, signal),
    mirror,
    outcomes,
    () => (snooze.isOn ? 'snoozed' : others.isYielding ? 'other-provider' : undefined),
  )
  const warmUp: WarmUp = new WarmUp(mirror, (place) => client.warm(place))
  const storeFile = path.join(context.globalStorageUri.fsPath, storeFileName)
  const store = new StoreClient(path.join(context.extensionPath, 'dist/store.cjs'), storeFile)
  // Who never asks has no ledger and no thread for it.
  const spending = new SpendingWatch(async () => (existsSync(storeFile) ? store.call('use') : unused), log)
  const index = wireIndex(context, client, log)
  const keys = new ApiKeys(context.secrets)
  const service = createAskService({
    extensionPath: context.extensionPath,
    host: client,
    store,
    keys,
    search: () => (indexScope() ? index.search : undefined),
    log: (level, text) => log[level](text),
  })
  const asking = wireAsks(context, service, {
    mirror,
    local: (question, signal) => client.complete(question, signal),
    onShow: provider.onShow,
  })
  const panel = createPanel({
    context,
    log,
    outcomes,
    asks: asking.control,
    comparisons: () => asking.comparisons,
    ledger: {
      entries: async (since, limit) => (existsSync(storeFile) ? store.call('entries', since, limit) : []),
      use: async () => (existsSync(storeFile) ? store.call('use') : unused),
    },
  })
  asking.connect(panel)
  const status = new StatusBar(outcomes, spending, (document) => provider.refusal(document))

  function become(state: HostState): void {
    log.info(`Model process: ${describeState(state)}`)
    if (state.kind === 'starting') mirror.openAll()
    else if (state.kind !== 'ready') mirror.disconnect()
    status.become(state)
    if (state.kind === 'ready') warmUp.soon()
    choice.become(state)
    warn(state)
  }

  function settingsChanged(event: vscode.ConfigurationChangeEvent): void {
    if (!event.affectsConfiguration('shortline')) return
    const isRunning = client.state.kind !== 'idle'
    provider.forget()
    mirror.refresh()
    // Off means that it costs nothing.
    if (mirror.isEmpty) client.stop()
    else if (isRunning && affects(event, ...hostSettings)) client.restart()
    status.show()
  }

  function restartModel(): void {
    provider.forget()
    client.restart()
  }

  // The model loads behind the activation, which everyone waits for.
  const firstLook = setImmediate(() => mirror.refresh())
  context.subscriptions.push(
    log,
    outcomes,
    status,
    spending,
    asking,
    asking.asks.onChange((session) => {
      panel.asked(session)
      if (session.outcome) void spending.refresh()
    }),
    asking.comparisons.onChange(() => panel.compared()),
    panel,
    store,
    client,
    mirror,
    provider,
    warmUp,
    snooze,
    others,
    snooze.onChange(() => status.show()),
    choice,
    outcomes.onRecord(({ outcome }) => {
      choice.busy()
      if (outcome.kind === 'done') void others.notice()
    }),
    index,
    { dispose: () => clearImmediate(firstLook) },
    registerSearchTool(index.search),
    vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, provider),
    vscode.workspace.onDidChangeConfiguration(settingsChanged),
    registerCommands({
      log,
      outcomes,
      restartModel,
      rebuildIndex: () => index.rebuild(),
      pace: provider.pace,
      snooze,
      others,
      keys,
      extensionUri: context.extensionUri,
    }),
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
  return {
    modelDir: modelPath === '' ? path.join(extensionPath, 'models/completion') : modelPath,
    encoderDir: path.join(extensionPath, 'models/encoder'),
    engine: readSetting('engine'),
    threads: readSetting('threads'),
    budget: { processor: readSetting('budget.cpuPercent') / 100, memoryMb: readSetting('budget.memoryMb') },
  }
}
