/** What the index does, as the status bar and the progress notification tell it. */

export type IndexState =
  | { readonly kind: 'idle' }
  /** `fraction` from 0 to 1 never goes back while it lasts. Search answers meanwhile, from what is there. */
  | {
      readonly kind: 'indexing'
      readonly fraction: number
      readonly phase: 'files' | 'vectors'
      /** There was no index before. */
      readonly isFirst: boolean
    }
  /** Another window of the same workspace keeps the index. */
  | { readonly kind: 'elsewhere' }
  /** The user has called it off; what is done is kept. */
  | { readonly kind: 'cancelled' }
  | {
      readonly kind: 'ready'
      readonly files: number
      readonly chunks: number
      readonly embedded: number
      readonly trouble?: IndexTrouble
    }
  | { readonly kind: 'failed'; readonly message: string }

/** Why it is less than it could be, with what to do about it. */
export interface IndexTrouble {
  readonly reason: 'not-kept' | 'no-vectors'
  readonly message: string
}

/** For the log. */
export function describeIndex(state: IndexState): string {
  switch (state.kind) {
    case 'ready': {
      const vectors = `${state.embedded} of ${state.chunks} passages with vectors`
      return `${state.files} files, ${vectors}${state.trouble ? `. ${state.trouble.message}` : ''}`
    }
    case 'failed':
      return state.message
    case 'elsewhere':
      return 'another window keeps it'
    default:
      return state.kind
  }
}

/** Share of the work that reading the files is, where vectors follow. */
const filesShare = 0.2

/** One bar for both phases, which never runs backwards although more may turn up on the way. */
export class IndexProgress {
  private readonly withVectors: boolean
  private reached = 0

  constructor(withVectors: boolean) {
    this.withVectors = withVectors
  }

  at(phase: 'files' | 'vectors', done: number, total: number): number {
    const part = total > 0 ? Math.min(1, done / total) : 1
    const share = this.withVectors ? filesShare : 1
    const fraction = phase === 'files' ? part * share : share + part * (1 - share)
    this.reached = Math.max(this.reached, fraction)
    return this.reached
  }
}
