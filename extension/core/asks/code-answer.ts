/** What a model proposes for code: checked against the lines that it was shown, so that it can't reach further. */
import type { Replacement } from '../ask-service.ts'
import type { Excerpt } from './calls.ts'

export interface CodeAnswer {
  readonly summary: string
  /** In the order of the file, without overlaps. */
  readonly edits: readonly Replacement[]
  readonly newCode: string
}

/** @returns undefined for anything that is not the agreed object, or that would edit lines never shown */
export function readCodeAnswer(text: string, excerpt: Excerpt, fileHash: string): CodeAnswer | undefined {
  const { summary, edits, newCode } = readObject(text)
  if (typeof summary !== 'string' || !Array.isArray(edits) || (newCode !== undefined && typeof newCode !== 'string')) {
    return undefined
  }
  const read = edits.map((edit) => replacement(edit, excerpt, fileHash))
  if (!read.every((edit) => edit !== undefined)) return undefined
  const sorted = read.sort((a, b) => a.startLine - b.startLine)
  const overlap = sorted.some((edit, index) => index > 0 && edit.startLine <= sorted[index - 1]!.endLine)
  return overlap ? undefined : { summary, edits: sorted, newCode: newCode ?? '' }
}

function replacement(value: unknown, shown: Excerpt, fileHash: string): Replacement | undefined {
  const { startLine, endLine, text } = (value ?? {}) as Readonly<Record<string, unknown>>
  if (!Number.isSafeInteger(startLine) || !Number.isSafeInteger(endLine) || typeof text !== 'string') return undefined
  const [start, end] = [startLine as number, endLine as number]
  if (start > end || start < shown.startLine || end > shown.endLine) return undefined
  return { path: shown.path, startLine: start, endLine: end, text: text.replace(/\n$/, ''), fileHash }
}

/** The first JSON object in a text: servers that do not hold a schema like to wrap it. Empty when there is none. */
export function readObject(text: string): Readonly<Record<string, unknown>> {
  const [start, end] = [text.indexOf('{'), text.lastIndexOf('}')]
  if (start < 0 || end < start) return {}
  try {
    const value = JSON.parse(text.slice(start, end + 1)) as unknown
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  } catch {
    return {}
  }
}

export interface PlanStep {
  readonly title: string
  readonly query: string
  readonly task: string
}

export const mostSteps = 5

/** @returns undefined for anything that is not the agreed object; steps past the fifth are dropped */
export function readPlan(text: string): readonly PlanStep[] | undefined {
  const { steps } = readObject(text)
  if (!Array.isArray(steps) || steps.length === 0) return undefined
  const read = steps.slice(0, mostSteps).map((step) => {
    const { title, query, task } = (step ?? {}) as Readonly<Record<string, unknown>>
    if (typeof title !== 'string' || typeof task !== 'string' || task.trim() === '') return undefined
    return { title, task, query: typeof query === 'string' ? query : '' }
  })
  return read.every((step) => step !== undefined) ? read : undefined
}
