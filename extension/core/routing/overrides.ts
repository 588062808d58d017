/** What the user says in so many words: `/explain`, `/local`, `/api`, `/plan` at the start of an ask. */
import { labels } from '../types.ts'
import type { Label, Mode } from '../types.ts'

export interface Overrides {
  readonly label?: Label
  readonly mode?: Extract<Mode, 'local' | 'api'>
  readonly plan?: true
}

/** Names that people know from other tools. */
const synonyms: Readonly<Record<string, Label>> = {
  doc: 'docs',
  test: 'tests',
  new: 'scaffold',
  vscode: 'editor',
  find: 'search',
  workspace: 'search',
}

const word = /^\s*\/([a-z][a-z-]*)(?=\s|$)/i

/**
 * Reads leading `/words` that it knows; the rest, a path such as `/etc/hosts` included, is the question.
 * Said twice, the first label and mode count.
 */
export function parseOverrides(text: string): { readonly text: string; readonly overrides: Overrides } {
  let rest = text
  let overrides: Overrides = {}
  for (let match = word.exec(rest); match; match = word.exec(rest)) {
    const said = meaning(match[1]!.toLowerCase())
    if (!said) break
    overrides = { ...said, ...overrides }
    rest = rest.slice(match[0].length)
  }
  return { text: rest === text ? text : rest.trimStart(), overrides }
}

/** The text without the words that say where it is to be answered. */
export function withoutMode(text: string): string {
  const kept: string[] = []
  let rest = text
  let isChanged = false
  for (let match = word.exec(rest); match; match = word.exec(rest)) {
    const said = meaning(match[1]!.toLowerCase())
    if (!said) break
    rest = rest.slice(match[0].length)
    if (said.mode) isChanged = true
    else kept.push(match[0].trim())
  }
  return isChanged ? [...kept, rest.trimStart()].join(' ') : text
}

function meaning(name: string): Overrides | undefined {
  if (name === 'local' || name === 'api') return { mode: name }
  if (name === 'plan') return { plan: true }
  const label = labels.find((known) => known === name) ?? (Object.hasOwn(synonyms, name) ? synonyms[name] : undefined)
  return label && { label }
}
