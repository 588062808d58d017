/** How far an index is, for people who wait at a terminal. */
import type { IndexState } from '../../core/retrieval/index-state.ts'

/** Every whole percent once, on standard error. */
export function indexProgress(): (state: IndexState) => void {
  let last = -1
  return (state) => {
    if (state.kind === 'indexing') {
      const percent = Math.floor(state.fraction * 100)
      if (percent > last) console.error(`indexing ${percent} %`)
      last = Math.max(last, percent)
    } else if (state.kind === 'ready') {
      console.error(
        `${state.files} files, ${state.chunks} passages${state.trouble ? `. ${state.trouble.message}` : ''}`,
      )
    } else if (state.kind === 'elsewhere') console.error('another process is indexing this folder: waiting')
    else if (state.kind === 'failed') console.error(state.message)
  }
}
