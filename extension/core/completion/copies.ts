/**
 * Whole lines to copy: every place in the index where the tokens before the cursor stand as well, continued to
 * the end of its line. Candidates of all match lengths, since the longest match is not always the best one.
 */
import { indentation } from './lexer.ts'
import type { Line } from './line-text.ts'
import type { Token } from './live-index.ts'
import { matchLength, placesByLength } from './places.ts'
import type { Place, PlaceOptions } from './places.ts'
import { renamedText } from './renames.ts'
import type { Situation } from './situation.ts'

/** One continuation, merged over all the places where it stands. Candidates of other origin have no match. */
export interface Candidate {
  /** Text to insert at the cursor, without line break and trailing blanks. */
  readonly text: string
  readonly origin: 'copy' | 'model'
  /** Equal tokens before it, at its best place; a half-typed name counts as one. */
  matchLength: number
  /** Most equal tokens before it where names may differ, see `matchLength()`. */
  alignedLength: number
  /** Votes of places where it stands with other names only. */
  renamed: number
  /** Places, in all and with that match length. */
  votes: number
  votesAtLength: number
  before: number
  after: number
  neighbours: number
  /** Lines between the cursor and the nearest place in this file; Infinity when it stands in neighbours only. */
  distance: number
  /** Columns that the most alike of the best places is indented deeper than the cursor's line. */
  indentation: number
  /** The half-typed name is, at the best place, a complete one. */
  nameComplete: boolean
  /** Some of the lines with that match length, for people to look at. */
  readonly seen: Line[]
  /** What the search alone thinks of it: higher is better, comparable within one search. */
  prior: number
}

export interface CopySearch {
  /** Best first, at most `maxCandidates`. */
  readonly candidates: Candidate[]
  /** Length of the longest match of all, whether or not a candidate came from it. */
  readonly longest: number
  /** Places with the longest match, and how many of them have nothing to copy: the line ends there. */
  readonly places: number
  readonly lineEnds: number
  /** Votes of all candidates, those past `maxCandidates` too. */
  readonly votes: number
}

export const maxCandidates = 32
/** Equal tokens around other names that make a place worth copying with names exchanged. */
const leastAligned = 3
/** Nobody looks at more. */
const mostSeen = 3
/** Places whose text is merged, those with the longest match first. */
const maxMerged = 1_500

/** All copies for a cursor, best prior first. */
export function findCopies(situation: Situation, options: PlaceOptions = {}): CopySearch {
  const byLength = placesByLength(situation, options, maxMerged)
  const longest = byLength.findLastIndex((list, length) => length > 0 && list.length > 0)
  const merged = new Map<string, Candidate>()
  let lineEnds = 0
  let votes = 0
  let left = maxMerged
  for (let length = longest; length > 0 && left > 0; length--) {
    for (const place of byLength[length] as Place[]) {
      if (left-- <= 0) break
      const renames = new Map<Token, Token>()
      const aligned = matchLength(situation, place.line, place.token, renames)
      const start = copyStart(situation, place)
      const text = continuation(situation, place.line.text.slice(start))
      if (text) {
        vote(situation, merged, text, place, length, aligned)
        votes++
      } else if (length === longest) lineEnds++
      if (renames.size === 0 || aligned < leastAligned) continue
      const renamed = continuation(situation, renamedText(place, start, renames) ?? '')
      if (renamed) vote(situation, merged, renamed, place, length, aligned).renamed++
    }
  }
  for (const candidate of merged.values()) candidate.prior = priorOf(candidate)
  const candidates = [...merged.values()].sort((a, b) => b.prior - a.prior).slice(0, maxCandidates)
  return { candidates, longest: Math.max(0, longest), places: byLength[longest]?.length ?? 0, lineEnds, votes }
}

/** A line of other origin, to be judged like the copies; a copy with the same text is returned instead. */
export function otherCandidate(search: CopySearch, text: string): Candidate {
  return search.candidates.find((candidate) => candidate.text === text) ?? emptyCandidate(text, 'model')
}

function emptyCandidate(text: string, origin: Candidate['origin']): Candidate {
  return {
    text,
    origin,
    matchLength: 0,
    alignedLength: 0,
    renamed: 0,
    votes: 0,
    votesAtLength: 0,
    before: 0,
    after: 0,
    neighbours: 0,
    distance: Infinity,
    indentation: 0,
    nameComplete: false,
    seen: [],
    prior: 0,
  }
}

function vote(
  situation: Situation,
  merged: Map<string, Candidate>,
  text: string,
  place: Place,
  length: number,
  aligned: number,
): Candidate {
  const { line } = place
  let candidate = merged.get(text)
  if (!candidate) {
    candidate = emptyCandidate(text, 'copy')
    candidate.matchLength = length
    candidate.indentation = Infinity
    candidate.nameComplete = line.tokens[place.token]?.text === situation.half
    merged.set(text, candidate)
  }
  candidate.votes++
  candidate.alignedLength = Math.max(candidate.alignedLength, aligned)
  if (candidate.matchLength === length) {
    candidate.votesAtLength++
    if (candidate.seen.length < mostSeen) candidate.seen.push(line)
    const deeper = indentation(line.text) - situation.indentation
    if (Math.abs(deeper) < Math.abs(candidate.indentation)) candidate.indentation = deeper
  }
  if (line.owner !== situation.line.owner) candidate.neighbours++
  else {
    if (line.number < situation.line.number) candidate.before++
    else candidate.after++
    candidate.distance = Math.min(candidate.distance, Math.abs(line.number - situation.line.number))
  }
  return candidate
}

/**
 * A line with a longer match, with and without other names, more votes, the same indentation, nearby. The weights are those of a logistic
 * choice among the candidates, fitted on 6,000 cases of 350 training packages.
 */
function priorOf({
  matchLength,
  alignedLength,
  renamed,
  votes,
  votesAtLength,
  distance,
  indentation,
}: Candidate): number {
  // Of two texts from the same places the one with the cursor's own names comes first.
  const onlyRenamed = renamed === votes ? 0.01 : 0
  const match = 2.1 * Math.log(1 + matchLength) + 2.25 * Math.log(1 + alignedLength)
  const near = -Math.log(2 + Math.min(distance, 1_000))
  return match + onlyRenamed + 0.5 * Math.log(votesAtLength) + 0.26 * near + (indentation === 0 ? 0.77 : 0)
}

/** Offset in the place's line of the text that goes on behind the cursor, a half-typed name included. */
function copyStart({ half }: Situation, { line, token }: Place): number {
  if (token < 0) return line.starts[0]!
  return line.starts[token]! + (half ? 0 : line.tokens[token]!.text.length)
}

/** What is left to insert of a line's end; `''` when the line ends there or no longer fits a half-typed name. */
function continuation({ half, blankBefore }: Situation, text: string): string {
  if (!text.startsWith(half)) return ''
  const end = text.slice(half.length).trimEnd()
  return blankBefore ? end.trimStart() : end
}
