/**
 * What is sent for each route. Sources, selections and earlier results are data inside of tags; text that would close
 * a tag early is defused, so that a file can't speak for the user.
 */
import type { Source } from '../ask-service.ts'
import type { Call } from '../flagship/call.ts'
import { mostTokens } from '../money/tokens.ts'
import type { LineRange } from '../types.ts'
import type { Prompt } from './prompt-file.ts'

/** Lines of a file, with their numbers shown. */
export interface Excerpt extends LineRange {
  readonly lines: readonly string[]
  /** Part of it that is selected. */
  readonly selected: Pick<LineRange, 'startLine' | 'endLine'>
}

function call(prompt: Prompt, model: string, content: string): Call {
  return {
    model,
    system: prompt.system,
    messages: [...prompt.examples, { role: 'user', content }],
    maxOutputTokens: prompt.maxOutputTokens,
    ...(prompt.schema && { schema: prompt.schema }),
  }
}

const attribute = (value: string): string => value.replace(/["<>\n]/g, '_')

function data(text: string): string {
  return text.replace(/<(\/?)(?=(?:sources?|file|task|results|request)\b)/gi, '<\u200b$1')
}

function sourcesText(sources: readonly Source[]): string {
  if (sources.length === 0) return ''
  const each = sources.map(
    ({ number, path, startLine, endLine, text }) =>
      `<source number="${number}" path="${attribute(path)}" lines="${startLine}-${endLine}">\n${data(text)}\n</source>\n`,
  )
  return `<sources>\n${each.join('')}</sources>\n`
}

export function questionCall(prompt: Prompt, model: string, sources: readonly Source[], question: string): Call {
  return call(prompt, model, `${sourcesText(sources)}${question}`)
}

/** The code itself stays as it is: it is edited. Numbered lines begin no tag. */
export function codeCall(
  prompt: Prompt,
  model: string,
  excerpt: Excerpt,
  sources: readonly Source[],
  ask: string,
): Call {
  const { path, startLine, lines, selected } = excerpt
  const numbered = lines.map((line, index) => `${startLine + index}| ${line}`).join('\n')
  const range = `${selected.startLine}-${selected.endLine}`
  const file = `<file path="${attribute(path)}" selected="${range}">\n${numbered}\n</file>\n`
  return call(prompt, model, `${sourcesText(sources)}${file}${ask}`)
}

export interface StepResult {
  readonly title: string
  readonly text: string
}

const resultsText = (results: readonly StepResult[]): string =>
  results.length === 0
    ? ''
    : `<results>\n${results.map(({ title, text }, index) => `${index + 1}. ${data(title)}: ${data(text)}\n`).join('')}</results>\n`

const requestText = (request: string): string => `<request>${data(request)}</request>\n`

export function stepCall(
  prompt: Prompt,
  model: string,
  request: string,
  results: readonly StepResult[],
  sources: readonly Source[],
  task: string,
): Call {
  const about = `${requestText(request)}${resultsText(results)}${sourcesText(sources)}`
  return call(prompt, model, `${about}<task>${data(task)}</task>`)
}

export function synthesisCall(prompt: Prompt, model: string, request: string, results: readonly StepResult[]): Call {
  return call(prompt, model, `${requestText(request)}${resultsText(results)}`)
}

/** Everything that is sent of a call, for counting. */
export function textsOf({ system, messages, schema }: Call): readonly string[] {
  return [system, ...messages.map(({ content }) => content), ...(schema ? [JSON.stringify(schema)] : [])]
}

/** A bound on the input tokens, whatever the tokenizer. */
export function mostInputTokens(one: Call): number {
  return mostTokens(textsOf(one))
}
