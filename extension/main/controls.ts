/** Wires what people operate: status bar, commands, panel, asks, and the index and the ledger behind them. */
import { existsSync } from 'node:fs'
import * as path from 'node:path'
import type * as vscode from 'vscode'
import { unused } from '../core/money/caps.ts'
import { ApiKeys } from '../editor/api-keys.ts'
import type { Adaptation } from '../editor/adaptation.ts'
import { registerCommands } from '../editor/commands.ts'
import { indexScope } from '../editor/read-scope.ts'
import type { DocumentMirror } from '../editor/documents.ts'
import type { InlineProvider } from '../editor/inline-provider.ts'
import type { Others } from '../editor/others.ts'
import type { Outcomes } from '../editor/outcomes.ts'
import { createPanel } from '../editor/panel-wiring.ts'
import { registerSearchTool } from '../editor/search-tool.ts'
import type { Snooze } from '../editor/snooze.ts'
import { SpendingWatch } from '../editor/spending.ts'
import { StatusBar } from '../editor/status-bar.ts'
import type { HostClient } from '../engines/host-client.ts'
import { StoreClient } from '../engines/store/store-client.ts'
import { storeFileName } from '../engines/store/store-file.ts'
import { createAskService } from './ask-service.ts'
import { wireAsks } from './asks.ts'
import { wireIndex } from './workspace-index.ts'

export interface ControlParts {
  readonly context: vscode.ExtensionContext
  readonly log: vscode.LogOutputChannel
  readonly outcomes: Outcomes
  readonly client: HostClient
  readonly mirror: DocumentMirror
  readonly provider: InlineProvider
  readonly snooze: Snooze
  readonly others: Others
  readonly adaptation: Adaptation
  readonly restartModel: () => void
}

export interface WiredControls {
  readonly status: StatusBar
  dispose(): void
}

export function wireControls({
  context,
  log,
  outcomes,
  client,
  mirror,
  provider,
  snooze,
  others,
  adaptation,
  restartModel,
}: ControlParts): WiredControls {
  const storeFile = path.join(context.globalStorageUri.fsPath, storeFileName)
  const store = new StoreClient(path.join(context.extensionPath, 'dist/store.cjs'), storeFile)
  // Who never asks has no ledger and no thread for it.
  const spending = new SpendingWatch(async () => (existsSync(storeFile) ? store.call('use') : unused), log)
  const status = new StatusBar(outcomes, spending, (document) => provider.refusal(document))
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
    mended: () => void spending.refresh(),
    comparisons: () => asking.comparisons,
    ledger: {
      entries: async (...args) => (existsSync(storeFile) ? store.call('entries', ...args) : []),
      use: async () => (existsSync(storeFile) ? store.call('use') : unused),
    },
  })
  asking.connect(panel)
  const owned: readonly { dispose(): unknown }[] = [
    status,
    spending,
    asking,
    asking.asks.onChange((session) => {
      panel.asked(session)
      if (session.outcome) void spending.refresh()
    }),
    asking.comparisons.onChange(() => {
      panel.compared()
      void spending.refresh()
    }),
    panel,
    store,
    snooze.onChange(() => status.show()),
    index,
    registerSearchTool(index.search),
    registerCommands({
      log,
      outcomes,
      restartModel,
      rebuildIndex: () => index.rebuild(),
      pace: provider.pace,
      adaptation,
      snooze,
      others,
      keys,
      extensionUri: context.extensionUri,
    }),
  ]
  return {
    status,
    dispose: () => {
      for (const part of owned) part.dispose()
    },
  }
}
