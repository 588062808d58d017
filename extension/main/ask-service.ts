/** Joins what answers asks with the editor's settings, keys, files and workspace. Nothing of it is loaded before the first ask. */
import * as path from 'node:path'
import * as vscode from 'vscode'
import type { AskService } from '../core/ask-service.ts'
import type { CompletionQuestion } from '../core/asks/comparison.ts'
import { pathPolicy } from '../core/paths.ts'
import type { Passages, Search } from '../core/retrieval/types.ts'
import type { Routing } from '../core/routing/router.ts'
import type { AskOutcome, AskRequest } from '../core/types.ts'
import { currentEndpoint } from '../editor/api-keys.ts'
import type { ApiKeys } from '../editor/api-keys.ts'
import { readSetting } from '../editor/settings.ts'
import { currentCaps } from '../editor/spending.ts'
import { readText } from '../editor/workspace-files.ts'
import type { AskConfig, AskParts } from '../engines/asks/parts.ts'
import type { ApiCompleter } from '../engines/asks/complete.ts'
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
  decide(request: AskRequest, signal: AbortSignal): Promise<Routing>
  /** The endpoint's completion, for comparison. Never throws: a failure is an outcome. */
  complete(question: CompletionQuestion, signal: AbortSignal): Promise<AskOutcome>
}

interface Answering {
  readonly asker: Asker
  readonly completer: ApiCompleter
}

export function createAskService(parts: AskServiceParts): WiredAskService {
  let answering: Promise<Answering> | undefined
  const load = (): Promise<Answering> => (answering ??= createAnswering(parts))
  return {
    async *ask(request, signal) {
      yield* (await load()).asker.ask(request, signal)
    },
    async decide(request, signal) {
      return (await (await load()).asker.decide(request, signal)).routing
    },
    async complete(question, signal) {
      return (await load()).completer.complete(question, signal)
    },
  }
}

async function createAnswering({ extensionPath, host, store, keys, search, log }: AskServiceParts): Promise<Answering> {
  const [{ Asker }, { ApiCompleter }, { FlagshipClient }, { loadPrompts }, { commandFinder }] = await Promise.all([
    import('../engines/asks/service.ts'),
    import('../engines/asks/complete.ts'),
    import('../engines/flagship/client.ts'),
    import('../engines/asks/load-prompts.ts'),
    import('../core/commands/find-command.ts'),
  ])
  const shared = {
    store,
    client: new FlagshipClient(),
    prompts: loadPrompts(path.join(extensionPath, 'extension/prompts')),
    log,
    now: () => Date.now(),
    clock: () => performance.now(),
  }
  const completer = new ApiCompleter({
    ...shared,
    config: async () => ({
      ...(await currentConfig(keys)),
      model: readSetting('models').completion,
      mode: readSetting('mode'),
    }),
  })
  const asker = new Asker({
    ...shared,
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
  })
  return { asker, completer }
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
