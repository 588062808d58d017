/** A citation in the answer's text. */
import { t } from '@vscode/l10n'
import { visible } from '../inert.ts'
import type { Answer } from '../protocol.ts'
import { h, type Element } from '../vnode.ts'

/** @returns nothing when the answer has no such source: then the brackets are only text */
export function sourceLink(answer: Answer | null, number: number, text: string): Element | undefined {
  const source = answer?.sources.find((source) => source.number === number)
  if (!source) return undefined
  const { path, startLine, endLine } = source
  const title = t('Source {0}: {1}, lines {2} to {3}', number, visible(path), startLine, endLine)
  return h(
    'button.cite',
    { type: 'button', title, 'aria-label': title, action: { type: 'open', lines: { path, startLine, endLine } } },
    text,
  )
}
