/**
 * What a ranker may know of a candidate without asking the model: one number per name, in this order, the same
 * for fitting (in Python, on the rows that `shortline judge` writes) and for ranking. The order is part of
 * the model's card: a changed list needs a ranker that was fitted again.
 */
import { countBrackets } from './brackets.ts'
import type { Candidate, CopySearch } from './copies.ts'
import { isNamePart, isNameStart, tokensIn } from './lexer.ts'
import type { Token } from './live-index.ts'
import { lineBreak } from './situation.ts'
import type { Situation } from './situation.ts'
import { fitOf, readSurroundings } from './surroundings.ts'
import type { Fit } from './surroundings.ts'

/** Counts and distances are log2(1 + n), flags 0 or 1; `-1` where there is nothing to measure. */
export const FEATURE_NAMES = [
  // The match
  'matchLength',
  'gapToLongest',
  'longest',
  'votes',
  'voteShare',
  'votesAtLength',
  'shareAtLength',
  'lineEndShare',
  'places',
  'rank',
  'candidates',
  'prior',
  'priorGap',
  'isCopy',
  'alignedLength',
  'renamedShare',
  // Where it stands
  'distance',
  'foundBefore',
  'foundAfter',
  'foundInNeighbour',
  'indentationDifference',
  'sameIndentation',
  // What it is
  'length',
  'tokens',
  'names',
  'opened',
  'closed',
  'lineOpened',
  'lineClosed',
  'mismatched',
  'equalsNextLine',
  'equalsLineBefore',
  'timesInFile',
  'rarestName',
  'meanName',
  'unknownNames',
  'firstClass',
  'lastClass',
  // How it fits between the lines around
  'fitsBelow',
  'bringsMissing',
  'namesAbove',
  'namesBelow',
  'farthestName',
  'likeAbove',
  'likeBelow',
  // Around the cursor
  'nextIndentation',
  'nextClass',
  'outerClass',
  'missing',
  'halfLength',
  'nameComplete',
  'afterDot',
  'blankBefore',
  'atLineStart',
  'indentation',
  'typedLength',
  'contextClass',
  'isTypeScript',
  'isJavaScript',
  'isPython',
] as const

export type FeatureName = (typeof FEATURE_NAMES)[number]

const columns = Object.fromEntries(FEATURE_NAMES.map((name, at) => [name, at])) as Record<FeatureName, number>

const log = (count: number): number => Math.log2(1 + count)
const flag = (value: boolean): number => (value ? 1 : 0)
const classes = ['([{', ')]}', '"\'`', ',;', ':', '.', '=', '<>+-*/%&|^!?~', ' \t']

/** 0: nothing, 1: name, 2: number, 3 and up: the groups of `classes`, last: everything else. */
export function classOf(char: string | undefined): number {
  if (!char) return 0
  if (isNameStart(char.charCodeAt(0))) return 1
  if (isNamePart(char.charCodeAt(0))) return 2
  const group = classes.findIndex((members) => members.includes(char))
  return 3 + (group < 0 ? classes.length : group)
}

/**
 * Reads the features of a search's candidates, and of other ones judged beside them (match length 0, rank last). Each is
 * read once: a candidate is judged before the model is asked, with its answer, and again beside a beam.
 */
export function featureReader(situation: Situation, search: CopySearch): (candidate: Candidate) => Float32Array {
  const { typed, half, context, document } = situation
  const { candidates, longest, places, lineEnds, votes } = search
  const bestPrior = candidates[0]?.prior ?? 0
  const lastChar = typed.trimEnd().at(-1)
  const surroundings = readSurroundings(situation)
  const isPython = document.language === 'python'
  const around = {
    nextIndentation: surroundings.nextIndentation,
    nextClass: classOf(surroundings.nextStart),
    outerClass: classOf(surroundings.outerStart),
    missing: surroundings.missing.size,
    halfLength: half.length,
    afterDot: flag(afterDot(situation)),
    blankBefore: flag(situation.blankBefore),
    atLineStart: flag(situation.atLineStart),
    indentation: log(situation.indentation),
    typedLength: log(typed.trim().length),
    contextClass: half ? classOf(contextText(context[0])) : classOf(lastChar),
    isTypeScript: flag(document.language.startsWith('typescript')),
    isJavaScript: flag(document.language.startsWith('javascript')),
    isPython: flag(isPython),
  }
  const sameForAll = new Float32Array(FEATURE_NAMES.length)
  write(sameForAll, around)
  const read = (candidate: Candidate): Float32Array => {
    const { text } = candidate
    const whole = typed + text
    const brackets = countBrackets(text)
    const line = countBrackets(whole)
    const tokens = { whole: tokensIn(whole), added: tokensIn(half + text) }
    const opens = line.opened !== '' || (isPython && whole.trimEnd().endsWith(':'))
    const rank = candidates.indexOf(candidate)
    const atLength = candidate.matchLength === longest ? places : candidate.votes
    const ofNames = names(situation, tokens.added)
    const fit = fitOf(surroundings, tokens.whole, tokens.added, opens)
    const own: Record<Exclude<FeatureName, keyof typeof around | keyof typeof ofNames | keyof Fit>, number> = {
      matchLength: candidate.matchLength,
      gapToLongest: longest - candidate.matchLength,
      longest,
      votes: log(candidate.votes),
      voteShare: candidate.votes / Math.max(1, votes),
      votesAtLength: log(candidate.votesAtLength),
      shareAtLength: candidate.votesAtLength / Math.max(1, atLength),
      lineEndShare: lineEnds / Math.max(1, places),
      places: log(places),
      rank: rank < 0 ? candidates.length : rank,
      candidates: log(candidates.length),
      prior: candidate.prior,
      priorGap: bestPrior - candidate.prior,
      alignedLength: candidate.alignedLength,
      renamedShare: candidate.renamed / Math.max(1, candidate.votes),
      isCopy: flag(candidate.origin === 'copy'),
      distance: candidate.distance === Infinity ? -1 : log(candidate.distance),
      foundBefore: log(candidate.before),
      foundAfter: log(candidate.after),
      foundInNeighbour: log(candidate.neighbours),
      indentationDifference: Math.max(-12, Math.min(12, candidate.indentation)),
      sameIndentation: flag(candidate.matchLength > 0 && candidate.indentation === 0),
      length: text.length,
      opened: brackets.opened.length,
      closed: brackets.closed.length,
      lineOpened: line.opened.length,
      lineClosed: line.closed.length,
      mismatched: flag(line.mismatched),
      equalsNextLine: flag(whole.trim() === situation.lineAfter),
      equalsLineBefore: flag(whole.trim() === situation.lineBefore),
      timesInFile: log(timesInFile(situation, tokens.whole)),
      firstClass: classOf(text.trimStart()[0]),
      lastClass: classOf(text.at(-1)),
      nameComplete: flag(candidate.nameComplete),
    }
    const row = sameForAll.slice()
    write(row, ofNames)
    write(row, fit)
    write(row, own)
    return row
  }
  const known = new Map<Candidate, Float32Array>()
  return (candidate) => {
    const row = known.get(candidate) ?? read(candidate)
    known.set(candidate, row)
    return row
  }
}

/** Object by object: one that is put together from all of them takes ten times as long. */
function write(row: Float32Array, values: Partial<Record<FeatureName, number>>): void {
  for (const name in values) row[columns[name as FeatureName]] = values[name as FeatureName]!
}

function contextText(token: Situation['context'][number]): string | undefined {
  return token === lineBreak ? undefined : token?.text
}

/** A member is being typed. */
export function afterDot({ typed, half, context, blankBefore }: Situation): boolean {
  return half ? isDot(context[0]) : typed.endsWith('.') && !blankBefore
}

function isDot(token: Situation['context'][number]): boolean {
  return contextText(token) === '.'
}

/** How common the names among some tokens are among the indexed lines. */
function names(
  { index }: Situation,
  tokens: readonly string[],
): Record<'tokens' | 'names' | 'rarestName' | 'meanName' | 'unknownNames', number> {
  const uses = tokens
    .filter((token) => isNameStart(token.charCodeAt(0)))
    .map((token) => log(index.token(token)?.uses ?? 0))
  const sum = uses.reduce((total, count) => total + count, 0)
  return {
    tokens: tokens.length,
    names: uses.length,
    rarestName: uses.length > 0 ? Math.min(...uses) : -1,
    meanName: uses.length > 0 ? sum / uses.length : -1,
    unknownNames: uses.filter((count) => count === 0).length,
  }
}

/** Lines of this file, but the cursor's, with the same tokens; 0 for lines without a name. */
function timesInFile({ index, document, line: cursorLine }: Situation, texts: readonly string[]): number {
  const tokens: Token[] = []
  for (const text of texts) {
    const token = index.token(text)
    if (!token) return 0
    tokens.push(token)
  }
  const rarest = tokens.filter(({ lines }) => lines).sort((a, b) => a.uses - b.uses)[0]
  let times = 0
  for (const line of rarest?.lines ?? []) {
    if (line === cursorLine || line.owner !== document.text || line.tokens.length !== tokens.length) continue
    if (line.tokens.every((token, at) => token === tokens[at])) times++
  }
  return times
}
