/** What a model folder says of itself (`card.json`): which files, what they are made for, and the numbers fitted to them. */
import { parseBoostedTrees } from './boosted-trees.ts'
import type { BoostedTrees } from './boosted-trees.ts'
import { rankFeatures } from './candidates.ts'
import { cutFeatures } from './confidence.ts'
import { checkMixing } from './mixing.ts'
import type { Mixing } from './mixing.ts'

export interface Card {
  readonly name: string
  /** Format of the prompt; a model trained on another one is refused. */
  readonly prompt: typeof promptVersion
  /** VS Code language ids; in other languages only copies are offered. */
  readonly languages: readonly string[]
  readonly maxLength: number
  readonly layers: number
  readonly kvHeads: number
  readonly headSize: number
  readonly vocabulary: number
  /** Share of the live n-gram. */
  readonly mixture: Mixing
  /** Whether lines of neighbouring files in the prompt are worth their time; absent: yes. */
  readonly near?: boolean
  /** SHA-256 of the files that the card was written for, by file name. */
  readonly sha256: Readonly<Record<string, string>>
  /** `readJudge` makes it usable; without it lines are neither ranked by a fitted model nor shortened. */
  readonly judge?: unknown
}

/** Rankers and confidences fitted by `models/recipe/rank.py`: with the model's scores, and for copies alone. */
export interface Judge {
  readonly full: JudgeModels
  readonly copies: JudgeModels
}

export interface JudgeModels {
  /** Log-odds that a candidate is the whole rest of the line; features: `rankFeatures`. */
  readonly rank: BoostedTrees
  /** Log-odds that a beginning of the chosen line is right so far; features: `cutFeatures`. */
  readonly cut: BoostedTrees
  /** Absent in cards of before: then there is always a beam. */
  readonly beam?: BeamLimits | undefined
}

/** When a beam is worth its time, see `beamPays`. */
export interface BeamLimits {
  /** Not from this probability of the best line on. */
  readonly sure: number
  /** Nor while all confidences stay below this share of the threshold. */
  readonly hope: number
}

export const promptVersion = 'path-near-suffix-prefix/1'

const counts = ['maxLength', 'layers', 'kvHeads', 'headSize', 'vocabulary'] as const

/** Error that names the field which is missing, or says that the model wants another prompt. */
export function readCard(json: unknown): Card {
  const card = (typeof json === 'object' && json !== null ? json : {}) as Partial<Record<keyof Card, unknown>>
  if (card.prompt !== promptVersion) {
    throw new Error(
      `made for the prompt format ${JSON.stringify(card.prompt)}, this version of Shortline writes ${JSON.stringify(promptVersion)}`,
    )
  }
  for (const name of counts) {
    if (!Number.isSafeInteger(card[name]) || (card[name] as number) < 1)
      throw new Error(`"${name}" is not a positive whole number`)
  }
  const isList = (value: unknown, type: string): boolean =>
    Array.isArray(value) && value.every((entry) => typeof entry === type)
  if (!isList(card.languages, 'string')) throw new Error('"languages" is not a list of language ids')
  checkMixing(card.mixture)
  if (!['undefined', 'boolean'].includes(typeof card.near)) throw new Error('"near" is neither true nor false')
  if (typeof card.sha256 !== 'object' || card.sha256 === null) throw new Error('"sha256" is missing')
  return card as unknown as Card
}

/** Error that says where the JSON is wrong, or which feature this version does not know. */
export function readJudge(card: Card): Judge | undefined {
  if (card.judge === undefined) return undefined
  const { full, copies } = card.judge as Record<keyof Judge, Record<keyof JudgeModels, unknown>>
  const read = (json: Record<keyof JudgeModels, unknown>, names: readonly string[]): JudgeModels => ({
    rank: parseBoostedTrees(json.rank, names),
    cut: parseBoostedTrees(json.cut, cutFeatures),
    beam: readLimits(json.beam),
  })
  return { full: read(full, rankFeatures.full), copies: read(copies, rankFeatures.copies) }
}

function readLimits(json: unknown): BeamLimits | undefined {
  if (json === undefined) return undefined
  const { sure, hope } = json as Partial<Record<keyof BeamLimits, unknown>>
  if (typeof sure !== 'number' || typeof hope !== 'number') throw new Error('"judge.full.beam" lacks a number')
  return { sure, hope }
}
