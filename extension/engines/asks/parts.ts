/** What answering asks is built from. The editor and the command line each bring their own. */
import type { PriceBook } from '../../core/asks/pricing.ts'
import type { Prompts } from '../../core/asks/prompt-file.ts'
import type { PathPolicy } from '../../core/asks/sources.ts'
import type { Caps } from '../../core/money/caps.ts'
import type { Embed, Passages, Search } from '../../core/retrieval/types.ts'
import type { PaidRoute } from '../../core/routing/matrix.ts'
import type { AskContext, Intent } from '../../core/types.ts'
import type { FlagshipClient } from '../flagship/client.ts'
import type { StoreClient } from '../store/store-client.ts'

export interface CommandMatch {
  /** 0 to 1. */
  readonly score: number
  readonly command: string
  readonly title: string
  readonly args: readonly unknown[]
}

/** Read anew for each ask, so that a change counts at once. */
export interface AskConfig extends PriceBook {
  /** Null: none is stored. */
  readonly key: string | null
  readonly models: Readonly<Record<PaidRoute, string>>
  readonly caps: Caps
  /** 0 to 1, of the asks. */
  readonly apiShare: number
  readonly trusted: boolean
  readonly policy: PathPolicy
  /** Tells workspaces apart; null: no folder is open. */
  readonly workspace: string | null
}

export interface AskParts {
  readonly config: () => Promise<AskConfig>
  /** Rejects, or gives undefined, when there is no encoder: then the ask counts as unclear. */
  readonly label: (text: string, context: AskContext, signal: AbortSignal) => Promise<Intent | undefined>
  readonly findCommand: (text: string) => CommandMatch | undefined
  readonly embed: Embed | undefined
  /** Undefined: there is nothing to search in. */
  readonly search: () => (Search & Passages) | undefined
  /** A file of the workspace as it stands now, unsaved changes included; undefined: it is not there. */
  readonly readText: (path: string) => Promise<string | undefined>
  readonly store: StoreClient
  readonly client: Pick<FlagshipClient, 'stream'>
  readonly prompts: Prompts
  /** Never gets text of the user's. */
  readonly log: (level: 'info' | 'warn' | 'error', text: string) => void
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Milliseconds that never jump. */
  readonly clock: () => number
}
