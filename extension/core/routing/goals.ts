/**
 * Whether an ask has several goals, and so is worked off in steps: goals of two kinds ("refactor this and add tests"),
 * or three and more of any. Read from the text alone: clauses that start with a verb or question word that is known.
 * A rule, not a model: it is explained to whoever wonders why, and its errors are measured on `test/cases/goals.jsonl`.
 */
import { thresholds } from './matrix.ts'
import { actions, asksHow, idioms, infinitive, joints, nouns, preambles, questions, unknownVerb } from './goal-words.ts'

export type Kind = 'explain' | 'fix' | 'tests' | 'docs' | 'change' | 'search' | 'run'

/** Longer texts are pasted, and what was pasted has verbs of its own. */
const mostCharacters = 4000
const goalsOfOneKind = 3

export function severalGoals(text: string): boolean {
  const kinds = goalsOf(text)
  return new Set(kinds).size >= thresholds.severalGoals || kinds.length >= goalsOfOneKind
}

/** The kind of each goal, in the order of the text. A question after an explanation or a comment asks for more of the same. */
export function goalsOf(text: string): readonly Kind[] {
  const plain = idioms.reduce(
    (rest, idiom) => rest.replace(idiom, '$1'),
    text.slice(0, mostCharacters).toLowerCase().replace(quoted, ' x '),
  )
  const goals = plain.split(sentenceEnd).flatMap(goalsOfSentence)
  return goals
    .filter(({ kind, goesOn }, index) => !(goesOn && kind === 'explain' && inWords.has(goals[index - 1]?.kind)))
    .map(({ kind }) => kind)
}

/** What is said or written down: a question behind it tells what about. */
const inWords: ReadonlySet<Kind | undefined> = new Set(['explain', 'docs'])

interface Goal {
  readonly kind: Kind
  /** A question, or a verb alone: it may belong to the goal before. */
  readonly goesOn: boolean
}

const verbAlone = /^\p{L}+(?: (?:please|pls|bitte|this|that|it|me|us))*$/u

/** Code, quotes and links name things; what stands in them is not asked for. */
const quoted = /```[\s\S]*?(?:```|$)|`[^`\n]*`|"[^"\n]*"|“[^”\n]*”|https?:\/\/\S+/g
const sentenceEnd = /[.!?;:]+(?=\s|$)|\n+|[。！？；]|(?<=\S)\s+(?=\d+[.)]\s)/u
const listMark = /^\s*(?:[-*•]|\d+[.)]|\(?[a-c]\))\s+/

function goalsOfSentence(sentence: string): readonly Goal[] {
  const goals: Goal[] = []
  let onlyQuestions = false
  for (const part of sentence.replace(listMark, '').split(joints)) {
    const clause = withoutPreamble(part)
    const isQuestion = questions.some(([pattern]) => pattern.test(clause))
    const kind = onlyQuestions && !isQuestion ? undefined : kindOf(clause)
    if (kind) goals.push({ kind, goesOn: isQuestion || verbAlone.test(clause) })
    onlyQuestions ||= asksHow.test(clause)
    if (kind !== 'change' && infinitive.test(clause)) break
  }
  return goals
}

function withoutPreamble(clause: string): string {
  let rest = clause.trim()
  for (let match = preambles.exec(rest); match; match = preambles.exec(rest)) rest = rest.slice(match[0].length).trim()
  return rest
}

function kindOf(clause: string): Kind | undefined {
  const first = [...actions, ...questions, unknownVerb].find(([pattern]) => pattern.test(clause))
  if (first?.[1] !== 'change') return first?.[1]
  return nouns.find(([pattern]) => pattern.test(clause))?.[1] ?? 'change'
}
