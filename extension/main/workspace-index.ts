/** Wires the index of the workspace: made at the first search, kept up to date from then on. */
import { existsSync } from 'node:fs'
import * as path from 'node:path'
import * as vscode from 'vscode'
import { describeIndex } from '../core/retrieval/index-state.ts'
import type { Passages, Search } from '../core/retrieval/types.ts'
import { watchFiles } from '../editor/file-events.ts'
import { IndexProgressView } from '../editor/index-progress.ts'
import { affectsScope, indexScope } from '../editor/read-scope.ts'
import type { IndexScope } from '../editor/read-scope.ts'
import { tellAbout } from '../editor/settings.ts'
import { embedAll } from '../engines/embed-all.ts'
import type { HostClient } from '../engines/host-client.ts'
import { RetrievalClient } from '../engines/retrieval/client.ts'
import { readEmbeddingModel } from '../engines/retrieval/embedding-model.ts'
import { indexFile } from '../engines/retrieval/index-file.ts'
import type { IndexOptions } from '../engines/retrieval/protocol.ts'

export interface WiredIndex {
  readonly search: Search & Passages
  rebuild(): void
  dispose(): void
}

export function wireIndex(
  context: vscode.ExtensionContext,
  host: HostClient,
  log: vscode.LogOutputChannel,
): WiredIndex {
  const indexProgress = new IndexProgressView(() => retrieval.pause())
  const retrieval: RetrievalClient = new RetrievalClient({
    file: path.join(context.extensionPath, 'dist/index.cjs'),
    options: () => indexOptions(context),
    embed: (texts, kind, signal) => embedAll((...few) => host.embed(...few), texts, kind, signal),
    onState: (state) => {
      indexProgress.become(state)
      if (state.kind !== 'indexing') log.info(`Index: ${describeIndex(state)}`)
    },
    log: (level, text) => log[level](text),
  })

  /** An index that exists is kept up to date; none is made before somebody searches. */
  function updateIndex(): void {
    const scope = indexScope()
    if (!scope || !existsSync(indexFileFor(context, scope))) return
    retrieval.update().catch((error: unknown) => log.warn(`Index: ${String(error)}`))
  }

  async function scopeChanged(): Promise<void> {
    if (!retrieval.isRunning) return
    await retrieval.stop()
    updateIndex()
  }

  function rebuildIndex(): void {
    if (indexScope()) retrieval.rebuild()
    else
      void tellAbout(
        'index.enabled',
        vscode.l10n.t('There is nothing to index: open a folder, and turn on the setting “shortline.index.enabled”.'),
      )
  }

  const firstUpdate = setTimeout(updateIndex, firstUpdateMs)
  const owned: readonly { dispose(): unknown }[] = [
    indexProgress,
    retrieval,
    watchFiles((file) => retrieval.changed(file)),
    vscode.workspace.onDidChangeWorkspaceFolders(() => void scopeChanged()),
    vscode.workspace.onDidChangeConfiguration((event) => affectsScope(event) && void scopeChanged()),
  ]
  return {
    search: retrieval,
    rebuild: rebuildIndex,
    dispose: () => {
      clearTimeout(firstUpdate)
      for (const part of owned) part.dispose()
    },
  }
}

/** After the start, when the editor has other things to do. */
const firstUpdateMs = 10_000

function indexFileFor({ globalStorageUri }: vscode.ExtensionContext, { folders }: IndexScope): string {
  const roots = folders.map(({ root }) => root)
  return indexFile(globalStorageUri.fsPath, roots)
}

async function indexOptions(context: vscode.ExtensionContext): Promise<IndexOptions | undefined> {
  const scope = indexScope()
  if (!scope) return undefined
  const model = await readEmbeddingModel(path.join(context.extensionPath, 'models/encoder'))
  return { ...scope, file: indexFileFor(context, scope), model }
}
