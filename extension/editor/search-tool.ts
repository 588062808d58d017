/** The offline search as a tool for other agents in VS Code: what it finds goes to whoever asked, never out by itself. */
import * as vscode from 'vscode'
import type { Search } from '../core/retrieval/types.ts'

export const searchToolName = 'shortline_search'

interface SearchInput {
  readonly query: string
  readonly limit?: number
}

const defaultLimit = 8
const mostHits = 30

/** Does nothing in an editor that has no such tools. */
export function registerSearchTool(search: Search): vscode.Disposable {
  if (!('lm' in vscode) || typeof vscode.lm.registerTool !== 'function') return vscode.Disposable.from()
  return vscode.lm.registerTool<SearchInput>(searchToolName, {
    prepareInvocation: ({ input }) => ({
      invocationMessage: vscode.l10n.t('Searching the workspace for “{0}”', input.query),
    }),
    invoke: async ({ input }, token) => {
      const abort = new AbortController()
      const subscription = token.onCancellationRequested(() => abort.abort())
      try {
        const limit = Math.min(mostHits, Math.max(1, Math.trunc(input.limit ?? defaultLimit)))
        const hits = await search.search(input.query, limit, abort.signal)
        const texts = hits.map(({ path, startLine, endLine, text }) => `${path}:${startLine}-${endLine}\n${text}`)
        const parts = (texts.length > 0 ? texts : ['Nothing was found.']).map(
          (text) => new vscode.LanguageModelTextPart(text),
        )
        return new vscode.LanguageModelToolResult(parts)
      } finally {
        subscription.dispose()
      }
    },
  })
}
