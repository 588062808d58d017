/** How good labels are, and how well they know it: what `eval intents` prints. Shares are from 0 to 1. */
import { intentOf, probabilities } from '../encoder/intent.ts'
import type { EncoderCard } from '../encoder/card.ts'
import { labels } from '../types.ts'
import type { Intent, Label } from '../types.ts'

export interface Judged {
  readonly label: Label
  /** Further labels that are right as well. */
  readonly accept: readonly Label[]
  /** What the user gets. */
  readonly intent: Intent
  /** Likeliest label and its probability, before anything counts as out of scope. */
  readonly likeliest: { readonly label: Label; readonly p: number }
}

export interface LabelRow {
  readonly label: Label
  readonly count: number
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

export interface IntentMetrics {
  readonly count: number
  /** Of the label given, the accepted ones included. */
  readonly accuracy: number
  /** The same, with `label` alone counting as right. */
  readonly strictAccuracy: number
  readonly macroF1: number
  readonly labels: readonly LabelRow[]
  /** Rows: what it is; columns: what was said; both in the order of `labels`. */
  readonly confusion: readonly (readonly number[])[]
  /** Expected calibration error of the likeliest label, 15 bins of equal width. */
  readonly ece: number
  /** Share of sets that hold the label. */
  readonly coverage: number
  readonly meanSetSize: number
  /** With the threshold that ships: recall of what is out of scope, and the share of the rest that is answered. */
  readonly outOfScope: { readonly recall: number; readonly coverage: number }
  /** Recall with the threshold at which 95 % of the rest are answered here. */
  readonly outOfScopeRecallAt95: number
}

const bins = 15

export function judge(label: Label, accept: readonly Label[], logits: ArrayLike<number>, card: EncoderCard): Judged {
  return { label, accept, intent: intentOf(logits, card, 0), likeliest: probabilities(logits, card.temperature)[0]! }
}

/** The user said it in so many words: `/explain`. */
export function judgeSaid(label: Label, accept: readonly Label[], said: Label): Judged {
  const likeliest = { label: said, p: 1 }
  return { label, accept, intent: { ...likeliest, set: [said], ms: 0 }, likeliest }
}

export function intentMetrics(all: readonly Judged[]): IntentMetrics {
  const confusion = confusionOf(all)
  const rows = labels.map((label, at) => labelRow(label, at, confusion))
  return {
    count: all.length,
    accuracy: share(all, isRight),
    strictAccuracy: share(all, ({ label, intent }) => label === intent.label),
    macroF1: mean(rows.filter(({ count }) => count > 0).map(({ f1 }) => f1)),
    labels: rows,
    confusion,
    ece: calibrationError(all),
    coverage: share(all, ({ label, intent }) => intent.set.includes(label)),
    meanSetSize: mean(all.map(({ intent }) => intent.set.length)),
    outOfScope: {
      recall: share(all.filter(isOutside), ({ intent }) => intent.label === 'out-of-scope'),
      coverage: share(
        all.filter((each) => !isOutside(each)),
        ({ intent }) => intent.label !== 'out-of-scope',
      ),
    },
    outOfScopeRecallAt95: recallAtCoverage(all, 0.95),
  }
}

function isRight({ label, accept, intent }: Judged): boolean {
  return label === intent.label || accept.includes(intent.label)
}

function isOutside({ label }: Judged): boolean {
  return label === 'out-of-scope'
}

/** An accepted label counts as the label itself: the table shows mistakes. */
function confusionOf(all: readonly Judged[]): number[][] {
  const table = labels.map(() => labels.map(() => 0))
  for (const each of all) {
    const said = isRight(each) ? each.label : each.intent.label
    table[labels.indexOf(each.label)]![labels.indexOf(said)]!++
  }
  return table
}

function labelRow(label: Label, at: number, confusion: readonly (readonly number[])[]): LabelRow {
  const hits = confusion[at]![at]!
  const count = sum(confusion[at]!)
  const said = sum(confusion.map((row) => row[at]!))
  const [precision, recall] = [ratio(hits, said), ratio(hits, count)]
  return { label, count, precision, recall, f1: ratio(2 * hits, said + count) }
}

function calibrationError(all: readonly Judged[]): number {
  const binOf = ({ likeliest }: Judged): number => Math.min(Math.floor(likeliest.p * bins), bins - 1)
  const isLikeliestRight = ({ label, accept, likeliest }: Judged): boolean =>
    label === likeliest.label || accept.includes(likeliest.label)
  return sum(
    Array.from({ length: bins }, (_, bin) => {
      const inBin = all.filter((each) => binOf(each) === bin)
      const gap = Math.abs(mean(inBin.map(({ likeliest }) => likeliest.p)) - share(inBin, isLikeliestRight))
      return inBin.length === 0 ? 0 : (inBin.length / all.length) * gap
    }),
  )
}

/** Out of scope is whatever has that label, or a likeliest label below the quantile of those inside. */
function recallAtCoverage(all: readonly Judged[], coverage: number): number {
  const score = ({ likeliest }: Judged): number => (likeliest.label === 'out-of-scope' ? 0 : likeliest.p)
  const inside = all
    .filter((each) => !isOutside(each))
    .map(score)
    .sort((a, b) => a - b)
  const threshold = inside[Math.floor((1 - coverage) * inside.length)] ?? 0
  return share(all.filter(isOutside), (each) => score(each) < threshold)
}

function share<T>(all: readonly T[], holds: (each: T) => boolean): number {
  return ratio(all.filter(holds).length, all.length)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function mean(numbers: readonly number[]): number {
  return ratio(sum(numbers), numbers.length)
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
