/** An answer as a Markdown document: question, answer, sources, and what it cost. */
import { formatUsd } from '../money/format.ts'
import type { AskSession } from './session.ts'

export function sessionAsMarkdown({ request, text, sources, edits, decision, outcome }: AskSession): string {
  const parts = [`# ${oneLine(request.text)}`, text.trim()]
  for (const { path, startLine, endLine, text: replacement } of edits) {
    const fence = fenceFor(replacement)
    parts.push(`\`${path}\`, ${startLine}–${endLine}:`, `${fence}\n${replacement}\n${fence}`)
  }
  if (sources.length > 0) {
    parts.push(
      sources
        .map(({ number, path, startLine, endLine }) => `${number}. \`${path}\`:${startLine}–${endLine}`)
        .join('\n'),
    )
  }
  if (outcome && decision) {
    const { model, costMicroUsd, estimated, ms } = outcome.spent
    const facts = [decision.route, model, `${estimated ? '≈ ' : ''}${formatUsd(costMicroUsd)}`, `${Math.round(ms)} ms`]
    parts.push('---', facts.filter(Boolean).join(' · '))
  }
  return parts.filter((part) => part !== '').join('\n\n') + '\n'
}

const oneLine = (text: string): string => text.trim().replace(/\s+/g, ' ')

/** Longer than any run of backticks within. */
function fenceFor(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  return '`'.repeat(longest + 1)
}
