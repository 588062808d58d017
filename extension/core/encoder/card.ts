/** What the encoder's folder says of itself (`card.json`): labels, lengths, and the numbers fitted to it. */
import { labels } from '../types.ts'

export interface EncoderCard {
  readonly name: string
  /** In the order of the logits. */
  readonly labels: typeof labels
  /** Length of an embedding. */
  readonly dimensions: number
  /** Most tokens of a request, with those that open and close it. */
  readonly maxLength: number
  readonly maxLengthEmbedding: number
  /** Token id that fills short rows of a batch. */
  readonly pad: number
  readonly template: { readonly id: typeof templateId } & Lengths & Marks
  readonly temperature: number
  /** A label is in the set when its probability reaches the threshold. */
  readonly conformal: { readonly level: number; readonly threshold: number }
  /** A request whose largest probability is below the threshold is out of scope. */
  readonly outOfScope: { readonly coverage: number; readonly threshold: number }
  /** SHA-256 of the files that the card was written for, by file name. */
  readonly sha256: Readonly<Record<string, string>>
}

interface Lengths {
  /** Code points kept of a longer text, at each end. */
  readonly headCharacters: number
  readonly tailCharacters: number
}

interface Marks {
  readonly gap: string
  readonly separator: string
}

export const templateId = 'context-words/1'

type Check = (value: unknown) => boolean

const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) > 0
const isPositive: Check = (value) => typeof value === 'number' && value > 0 && value < Infinity
const isProbability: Check = (value) => typeof value === 'number' && value >= 0 && value <= 1
const isText: Check = (value) => typeof value === 'string'

const fields: Readonly<Record<string, Check>> = {
  dimensions: isCount,
  maxLength: isCount,
  maxLengthEmbedding: isCount,
  pad: (value) => value === 0 || isCount(value),
  'template.headCharacters': isCount,
  'template.tailCharacters': isCount,
  'template.gap': isText,
  'template.separator': isText,
  temperature: isPositive,
  'conformal.threshold': isProbability,
  'outOfScope.threshold': isProbability,
  sha256: (value) => typeof value === 'object' && value !== null,
}

/** Error that names the field, or says that the encoder has other labels or reads another template. */
export function readEncoderCard(json: unknown): EncoderCard {
  const at = (path: string): unknown =>
    path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], json)
  const template = at('template.id')
  if (template !== templateId) {
    const [found, ours] = [template, templateId].map((id) => JSON.stringify(id))
    throw new Error(`made for the template ${found}, this version of Shortline writes ${ours}`)
  }
  if (JSON.stringify(at('labels')) !== JSON.stringify(labels)) throw new Error('"labels" are not the ones of Shortline')
  const wrong = Object.keys(fields).find((path) => !fields[path]!(at(path)))
  if (wrong !== undefined) throw new Error(`"${wrong}" is missing or not what it should be`)
  return json as EncoderCard
}
