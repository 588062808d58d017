/** `context` of an input line: what the editor shows when an ask is made; it and each of its fields may be missing. */
import type { AskContext } from '../../core/types.ts'

type Check = (value: unknown) => boolean

const fields: Readonly<Record<keyof AskContext, readonly [check: Check, takes: string]>> = {
  location: [(value) => value === 'inline' || value === 'panel', '"inline" or "panel"'],
  selection: [(value) => typeof value === 'boolean', 'true or false'],
  language: [(value) => typeof value === 'string', 'a language id'],
  blankLine: [(value) => typeof value === 'boolean', 'true or false'],
  diagnostics: [(value) => Number.isInteger(value) && (value as number) >= 0, 'a whole number'],
}

/** Error that names the field. Fields that are not known are left out. */
export function readContext(value: unknown): AskContext {
  if (value === undefined || value === null) return {}
  if (typeof value !== 'object' || Array.isArray(value)) throw new Error('"context" must be an object')
  const context: Record<string, unknown> = {}
  for (const [name, [check, takes]] of Object.entries(fields)) {
    const field = (value as Record<string, unknown>)[name]
    if (field === undefined || field === null) continue
    if (!check(field)) throw new Error(`"context.${name}" must be ${takes}`)
    context[name] = field
  }
  return context
}
