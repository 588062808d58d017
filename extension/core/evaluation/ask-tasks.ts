/** The tasks of the ask evaluation set; `test/cases/asks/README.md` says what each field means. */
import { labels, routes } from '../types.ts'
import type { AskContext, AskRefusedReason, Label, LineRange, Mode, Route } from '../types.ts'

export interface TaskSettings {
  /** False: none is stored. */
  readonly key?: boolean
  readonly queryCapTokens?: number
  readonly hourCap?: number
  readonly dayCapMicroUsd?: number
  /** For every route. */
  readonly model?: string
  /** False: it can't be opened. */
  readonly ledger?: boolean
  readonly trusted?: boolean
}

export interface AskTask {
  readonly id: string
  /** Name of the folder that is open; null: none is. */
  readonly root: string | null
  readonly text: string
  readonly context: AskContext
  readonly file?: LineRange
  readonly mode?: Mode
  readonly label: Label
  readonly accept?: readonly Label[]
  readonly route: Route
  readonly cite: readonly LineRange[]
  readonly refuse?: AskRefusedReason
  readonly absent?: boolean
  readonly command?: readonly string[]
  readonly settings?: TaskSettings
  /** Id of the task that is asked before. */
  readonly after?: string
  readonly repeat?: number
  readonly outputTokens: number
  readonly opponentTokens?: number
}

/** @throws Error that names the line */
export function readTasks(content: string): readonly AskTask[] {
  return content.split('\n').flatMap((text, index) => {
    if (text.trim() === '') return []
    try {
      return [readTask(JSON.parse(text) as Partial<AskTask>)]
    } catch (error) {
      throw new Error(`line ${index + 1}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
  })
}

function readTask(task: Partial<AskTask>): AskTask {
  const { id, root, text, label, accept = [], route, cite, outputTokens } = task
  if (typeof id !== 'string' || typeof text !== 'string') throw new Error('"id" and "text" must be strings')
  if (root !== null && typeof root !== 'string') throw new Error('"root" must be a folder’s name, or null')
  for (const each of [label, ...accept])
    if (!labels.includes(each!)) throw new Error(`${JSON.stringify(each)} is not a label`)
  if (!routes.includes(route!)) throw new Error(`${JSON.stringify(route)} is not a route`)
  if (!Array.isArray(cite)) throw new Error('"cite" must be a list of ranges')
  if (!Number.isInteger(outputTokens)) throw new Error('"outputTokens" must be a whole number')
  return { ...(task as AskTask), context: task.context ?? {} }
}

export function rightLabels({ label, accept = [] }: AskTask): readonly Label[] {
  return [label, ...accept]
}

/** Of a good answer, whoever writes it. */
export function answerTokens({ outputTokens, opponentTokens }: AskTask): number {
  return outputTokens || (opponentTokens ?? 0)
}

/** Where a plan's goals part, for a planner that is no model. */
export function clausesOf(text: string): readonly string[] {
  const parts = text
    .split(/(?<=[.!?;])\s+|\s+(?=\d+[.)]\s)|,\s+(?:(?:and|und)\s+)?(?:then\s+|finally\s+)?|\s+and\s+then\s+/)
    .map((part) => part.trim())
    .filter((part) => part.split(/\s+/).length > 2)
  return parts.length > 0 ? parts : [text]
}
