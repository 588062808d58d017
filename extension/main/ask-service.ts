/** Joins what answers asks with the editor's settings, keys, files and workspace. Nothing of it is loaded before the first ask. */
import * as path from 'node:path'
import * as vscode from 'vscode'
import type { AskService } from '../core/ask-service.ts'
import { pathPolicy } from '../core/paths.ts'
import type { Passages, Search } from '../core/retrieval/types.ts'
import type { AskRequest, Decision } from '../core/types.ts'
import { currentEndpoint } from '../editor/api-keys.ts'
import type { ApiKeys } from '../editor/api-keys.ts'
import { readSetting } from '../editor/settings.ts'
import { currentCaps } from '../editor/spending.ts'
import { readText } from '../editor/workspace-files.ts'
import type { AskConfig, AskParts } from '../engines/asks/parts.ts'
import type { Asker } from '../engines/asks/service.ts'
import { embedAll } from '../engines/embed-all.ts'
import type { HostClient } from '../engines/host-client.ts'
import type { StoreClient } from '../engines/store/store-client.ts'

export interface AskServiceParts {
  readonly extensionPath: string
  readonly host: HostClient
  readonly store: StoreClient
  readonly keys: ApiKeys
  /** Undefined: there is nothing to search in. */
  readonly search: () => (Search & Passages) | undefined
  readonly log: AskParts['log']
}

export interface WiredAskService extends AskService {
  /** Decides and prices; sends and writes nothing. */
  decide(request: AskRequest, signal: AbortSignal): Promise<Decision>
}

export function createAskService(parts: AskServiceParts): WiredAskService {
  let asker: Promise<Asker> | undefined
  const load = (): Promise<Asker> => (asker ??= createAsker(parts))
  return {
    async *ask(request, signal) {
      yield* (await load()).ask(request, signal)
    },
    async decide(request, signal) {
      const { routing } = await (await load()).decide(request, signal)
      return routing.decision
    },
  }
}

async function createAsker({ extensionPath, host, store, keys, search, log }: AskServiceParts): Promise<Asker> {
  const [{ Asker }, { FlagshipClient }, { loadPrompts }, { commandFinder }] = await Promise.all([
    import('../engines/asks/service.ts'),
    import('../engines/flagship/client.ts'),
    import('../engines/asks/load-prompts.ts'),
    import('../core/commands/find-command.ts'),
  ])
  return new Asker({
    config: () => currentConfig(keys),
    label: async (text, context, signal) => {
      const result = await host.label(text, context, signal)
      if (result.kind === 'done') return result.intent
      if (result.kind === 'failed') log('warn', `Label: ${result.message}`)
      return undefined
    },
    findCommand: commandFinder(),
    embed: (texts, kind, signal) => embedAll((...few) => host.embed(...few), texts, kind, signal),
    search,
    readText,
    store,
    client: new FlagshipClient(),
    prompts: loadPrompts(path.join(extensionPath, 'extension/prompts')),
    log,
    now: () => Date.now(),
    clock: () => performance.now(),
  })
}

async function currentConfig(keys: ApiKeys): Promise<AskConfig> {
  const endpoint = currentEndpoint()
  const folders = vscode.workspace.workspaceFolders ?? []
  return {
    endpoint,
    preset: readSetting('endpoint.preset'),
    own: readSetting('prices'),
    key: endpoint ? ((await keys.get(endpoint.baseUrl)) ?? null) : null,
    models: readSetting('models'),
    caps: currentCaps(),
    apiShare: readSetting('apiShare'),
    trusted: vscode.workspace.isTrusted,
    policy: pathPolicy(readSetting('exclude', folders[0]?.uri)),
    workspace: folders.length === 0 ? null : folders.map(({ uri }) => uri.toString()).join('\n'),
  }
}
