/** Route `code`: a change to the lines that were asked about, and to nothing else. */
import type { AskEvent } from '../../core/ask-service.ts'
import { codeCall } from '../../core/asks/calls.ts'
import { readCodeAnswer } from '../../core/asks/code-answer.ts'
import { JsonText } from '../../core/asks/json-text.ts'
import { sourceLimits } from '../../core/asks/pricing.ts'
import { promptId } from '../../core/asks/prompt-file.ts'
import { overlaps } from '../../core/asks/sources.ts'
import { citationsOf, retrieve } from './retrieve.ts'
import type { Ending, Run } from './run.ts'

export async function* code(run: Run): AsyncGenerator<AskEvent, Ending> {
  const { parts, prepared, model } = run
  const { text, selection } = prepared
  if (!selection) return { kind: 'empty', reason: 'nothing-found' }
  const { excerpt, fileHash, source } = selection
  // Its own lines stand in the prompt already.
  const found = await retrieve(run, sourceLimits.code, undefined, source.text.split('\n', 1)[0])
  const sources = found.sources.filter((other) => !overlaps(other, excerpt))
  yield { kind: 'sources', sources: [...sources, { ...source, number: numberAfter(sources) }], leftOut: found.leftOut }
  const prompt = parts.prompts.code
  const summary = new JsonText('summary')
  const deltas = run.call(codeCall(prompt, model, excerpt, sources, text), promptId(prompt))
  let answered
  try {
    for (;;) {
      const { done, value } = await deltas.next()
      if (done) {
        answered = value
        break
      }
      const readable = summary.add(value)
      if (readable !== '') yield run.show(readable)
    }
  } finally {
    await deltas.return(undefined as never)
  }
  const answer = readCodeAnswer(answered.text, excerpt, fileHash)
  if (!answer) return unreadable(answered.stop, run.text)
  if (answer.newCode.trim() !== '') yield run.show(`\n\n${fenced(answer.newCode, excerpt.path)}\n`)
  for (const replacement of answer.edits) yield { kind: 'edit', replacement }
  const { cited } = await citationsOf(run, answer.summary, sources)
  return { kind: 'done', text: run.text, citations: cited }
}

const numberAfter = (sources: readonly { readonly number: number }[]): number =>
  Math.max(0, ...sources.map(({ number }) => number)) + 1

function unreadable(stop: string, text: string): Ending {
  const message =
    stop === 'length'
      ? 'The change did not fit into one answer: select fewer lines, or ask for less at a time.'
      : 'The model’s change could not be read, so nothing is changed. Ask again, or choose another model for code.'
  return { kind: 'failed', reason: stop === 'length' ? 'too-large' : 'malformed', message, text }
}

/** With a fence that the code does not hold. */
function fenced(text: string, path: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const language = /\.(\w+)$/.exec(path)?.[1] ?? ''
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`
}
