/**
 * Prompts as Markdown (`extension/prompts`): front matter with name, version and lengths, `# System`, `# Example`s with
 * `## User` and `## Assistant`, and `# Schema` where a machine reads the answer.
 */
import type { Message, OutputSchema } from '../flagship/call.ts'

export const promptNames = ['rag', 'direct', 'code', 'plan', 'step', 'synthesis', 'complete'] as const

export type PromptName = (typeof promptNames)[number]

export interface Prompt {
  readonly name: PromptName
  readonly version: number
  readonly maxOutputTokens: number
  /** Length of a usual answer: what a question costs that was answered without the flagship. */
  readonly typicalOutputTokens: number
  readonly system: string
  readonly examples: readonly Message[]
  readonly schema?: OutputSchema
}

export type Prompts = Readonly<Record<PromptName, Prompt>>

/** As the ledger names it. */
export function promptId({ name, version }: Prompt): string {
  return `${name}@${version}`
}

/** @throws Error that names what is missing */
export function parsePrompt(name: PromptName, text: string): Prompt {
  const [, head, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text.replaceAll('\r\n', '\n')) ?? []
  if (head === undefined || body === undefined) throw new Error(`prompt ${name} has no front matter`)
  const fields = new Map(head.split('\n').map((line) => line.split(/:\s*/, 2) as [string, string]))
  if (fields.get('name') !== name) throw new Error(`prompt ${name} is called ${fields.get('name')}`)
  const number = (field: string): number => {
    const value = Number(fields.get(field))
    if (!Number.isSafeInteger(value) || value <= 0) throw new Error(`prompt ${name}: ${field} must be a whole number`)
    return value
  }
  const sections = body.split(/^# /m).slice(1).map(section)
  const system = sections.find(([title]) => title === 'System')?.[1]
  if (!system) throw new Error(`prompt ${name} has no # System`)
  const schema = sections.find(([title]) => title === 'Schema')?.[1]
  return {
    name,
    version: number('version'),
    maxOutputTokens: number('maxOutputTokens'),
    typicalOutputTokens: number('typicalOutputTokens'),
    system,
    examples: sections.filter(([title]) => title === 'Example').flatMap(([, example]) => messages(name, example)),
    ...(schema !== undefined && { schema: { name, schema: JSON.parse(fenced(schema)) as OutputSchema['schema'] } }),
  }
}

function section(text: string): [title: string, content: string] {
  const end = text.indexOf('\n')
  return [text.slice(0, end).trim(), text.slice(end).trim()]
}

function messages(name: string, example: string): Message[] {
  const [, user, assistant] = /^## User\n([\s\S]*?)^## Assistant\n([\s\S]*)$/m.exec(example) ?? []
  if (!user || !assistant) throw new Error(`prompt ${name} has an example without ## User and ## Assistant`)
  return [
    { role: 'user', content: user.trim() },
    { role: 'assistant', content: assistant.trim() },
  ]
}

function fenced(text: string): string {
  return text.replace(/^```\w*\n/, '').replace(/\n```$/, '')
}
