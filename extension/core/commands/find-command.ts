/**
 * Which command or setting of VS Code does what is asked: "turn on word wrap" is View: Toggle Word Wrap.
 * Words are weighed by how few rows have them; a word of the ask that the row lacks counts as much as one it shares.
 */
import { knownCommands } from './known-commands.ts'
import { knownSettings } from './known-settings.ts'
import { keywords, namesJust } from './words.ts'

/** A command that this editor really has, as its `package.json` or an extension's names it. */
export interface LiveCommand {
  readonly id: string
  /** With its category: `Git: Clone`. */
  readonly title: string
}

export interface FoundCommand {
  readonly command: string
  readonly title: string
  readonly args: readonly unknown[]
  /** 0 to 1; 1 where the text names it and says no more. */
  readonly score: number
}

interface Row {
  readonly title: string
  readonly command: string
  readonly args: readonly unknown[]
  readonly phrases: readonly Phrase[]
}

interface Phrase {
  readonly text: string
  readonly words: ReadonlySet<string>
}

/** Of a text that says the same in other words, or leaves out what can't be meant otherwise. */
const sameWords = 0.9
const longestAsk = 300
/** Opens the settings editor at one setting: the user changes it, never an answer. */
const settingsEditor = 'workbench.action.openSettings'
const shortcutsEditor = 'workbench.action.openGlobalKeybindings'

const known: readonly Row[] = [
  ...rowsOf(knownCommands).map(([id, title, phrases]) => row(id, title, [], [withoutCategory(title), ...phrases])),
  ...rowsOf(knownSettings).map(([id, title, phrases]) => row(settingsEditor, title, [`@id:${id}`], [id, ...phrases])),
]

/**
 * @param live what else this editor has; a command that is known already is left out
 * @returns finds the best for a text; undefined where no word fits
 */
export function commandFinder(live: readonly LiveCommand[] = []): (text: string) => FoundCommand | undefined {
  const ids = new Set(known.map(({ command }) => command))
  const others = live.filter(({ id }) => !ids.has(id))
  const rows = [...known, ...others.map(({ id, title }) => row(id, title, [], [withoutCategory(title)]))]
  const weight = weights(rows)
  return (text) => (text.length > longestAsk ? undefined : find(text, rows, weight))
}

function find(text: string, rows: readonly Row[], weight: (word: string) => number): FoundCommand | undefined {
  const asked = keywords(text)
  if (asked.size < 2 || !asked.has('shortcut')) return bestOf(text, asked, rows, weight)
  const best = bestOf(text, new Set([...asked].filter((word) => word !== 'shortcut')), rows, weight)
  if (!best || best.command === settingsEditor) return best
  const args = [`@command:${best.command}`]
  return { ...best, command: shortcutsEditor, args, title: `Keyboard shortcut of ${best.title}` }
}

function bestOf(
  text: string,
  asked: ReadonlySet<string>,
  rows: readonly Row[],
  weight: (word: string) => number,
): FoundCommand | undefined {
  let best: FoundCommand | undefined
  for (const { command, title, args, phrases } of rows) {
    for (const phrase of phrases) {
      const alike = likeness(asked, phrase.words, weight)
      const score = alike === 1 && namesJust(text, phrase.text) ? 1 : sameWords * alike
      if (score > (best?.score ?? 0)) best = { command, title, args, score }
    }
  }
  return best
}

function rowsOf(table: string): (readonly [id: string, title: string, phrases: readonly string[]])[] {
  const lines = table.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return lines.map((line) => {
    const [id, title, phrases] = line.split(' | ')
    return [id!, title!, phrases!.split(', ')]
  })
}

function row(command: string, title: string, args: readonly unknown[], phrases: readonly string[]): Row {
  return { command, title, args, phrases: phrases.map((text) => ({ text, words: keywords(text) })) }
}

function withoutCategory(title: string): string {
  return title.replace(/^[^:]*: /, '').replace(/\.\.\.$/, '')
}

/** Rarer words weigh more; one that no row has weighs as much as the rarest. */
function weights(rows: readonly Row[]): (word: string) => number {
  const count = new Map<string, number>()
  for (const { phrases } of rows)
    for (const word of new Set(phrases.flatMap(({ words }) => [...words]))) count.set(word, (count.get(word) ?? 0) + 1)
  return (word) => Math.log(1 + rows.length / (count.get(word) ?? 1))
}

/** Weight of the words that both have, over the weight of all: 1 for the same words, 0 for none. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>, weight: (word: string) => number): number {
  let [both, all] = [0, 0]
  for (const word of a) {
    all += weight(word)
    if (b.has(word)) both += weight(word)
  }
  if (both === 0) return 0
  for (const word of b) if (!a.has(word)) all += weight(word)
  return both / all
}
