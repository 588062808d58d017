/**
 * The prompt: exactly what `models/recipe/prompts.py` trains on.
 *
 *     <|path|> path\n  [<|near|> lines of a neighbour]  [<|suffix|> text after the cursor]  <|prefix|> text before it
 *
 * Typing only appends to it, so the KV cache of the last request survives: `start` of the text before the cursor
 * stays where it is until the text outgrows its room, and the neighbouring lines stay with it.
 */
import { nearWindow } from './near.ts'
import { bytesOf } from './tokenizer.ts'
import type { Tokenizer } from './tokenizer.ts'

const headerSegments = 3
const headerTokens = 24
const nearTokens = 112
const suffixTokens = 96
const queryTokens = 96
/** Tokens of text before the cursor: at most, and what is kept when it is cut. */
const prefixTokens = 232
const prefixTokensKept = 176
/** With less than this above the cursor, the anchor of an earlier request further down is given up. */
const prefixTokensLeast = 88
/** A line that outgrows the room loses so many tokens at once at its start. */
const lineStep = 64
/** A word longer than this is not healed but taken as it stands. */
const maxHealedBytes = 48

export interface PromptInput {
  readonly path: string
  /** Lines before the cursor's line, oldest first, without line breaks. */
  readonly linesBefore: readonly string[]
  /** Number of the first of them in the document. */
  readonly firstLine: number
  /** The cursor's line up to the cursor. */
  readonly typed: string
  /** Text from the cursor on. */
  readonly after: string
  /** Token ids of the neighbouring files. */
  readonly neighbours: readonly Int32Array[]
}

/** What keeps two prompts of the same document alike, so that the second can use the first one's KV cache. */
export interface PromptAnchor {
  readonly path: string
  readonly startLine: number
  readonly near: readonly number[]
}

export interface Prompt {
  readonly tokens: number[]
  /** Typed text after the last prompt token, in the byte alphabet: the continuation must start with it. */
  readonly forced: string
  readonly anchor: PromptAnchor
}

export interface PromptParts {
  readonly near: boolean
  readonly suffix: boolean
}

export function buildPrompt(
  tokenizer: Tokenizer,
  telling: Uint8Array,
  input: PromptInput,
  previous: PromptAnchor | undefined,
  parts: PromptParts = { near: true, suffix: true },
): Prompt {
  const { special } = tokenizer
  const { kept, forced } = healing(tokenizer, input.typed)
  const line = withinRoom(tokenizer.encode(kept))
  const { startLine, before } = textBefore(tokenizer, input, previous, line.length)
  const sticks = previous !== undefined && previous.path === input.path && previous.startLine === startLine
  const near = sticks
    ? previous.near
    : parts.near
      ? nearWindow(before.slice(-queryTokens), input.neighbours, telling, tokenizer.newline, nearTokens)
      : []
  const header = tokenizer.encode(input.path.split('/').slice(-headerSegments).join('/') + '\n').slice(-headerTokens)
  const suffix = parts.suffix ? tokenizer.encode(input.after.replace(/\r/g, '').trimEnd()).slice(0, suffixTokens) : []
  const tokens = [special.path, ...header]
  if (near.length > 0) tokens.push(special.near, ...near)
  if (suffix.length > 0) tokens.push(special.suffix, ...suffix)
  tokens.push(special.prefix, ...before, ...line)
  return { tokens, forced, anchor: { path: input.path, startLine, near } }
}

/** The end of the cursor's line, cut so seldom that typing mostly appends. */
function withinRoom(line: number[]): number[] {
  const over = line.length - prefixTokens
  return over > 0 ? line.slice(Math.ceil(over / lineStep) * lineStep) : line
}

/** Whole lines before the cursor's line, from the anchored line on where that still fits. */
function textBefore(
  tokenizer: Tokenizer,
  input: PromptInput,
  previous: PromptAnchor | undefined,
  taken: number,
): { startLine: number; before: number[] } {
  const { linesBefore, firstLine } = input
  const encoded: number[][] = []
  let total = taken
  let startLine = firstLine + linesBefore.length
  const wanted = previous?.path === input.path ? previous.startLine : -1
  let keptAt: { startLine: number; lines: number } | undefined
  for (let at = linesBefore.length - 1; at >= 0; at--) {
    const ids = [...tokenizer.encode(linesBefore[at] as string), tokenizer.newline]
    if (total + ids.length > prefixTokens) break
    total += ids.length
    encoded.push(ids)
    startLine = firstLine + at
    if (total <= prefixTokensKept) keptAt = { startLine, lines: encoded.length }
    if (startLine === wanted && total >= prefixTokensLeast) return { startLine, before: encoded.reverse().flat() }
  }
  const reachesStart = startLine === 0 || (linesBefore.length === encoded.length && total <= prefixTokensKept)
  if (reachesStart || !keptAt) return { startLine, before: encoded.reverse().flat() }
  return { startLine: keptAt.startLine, before: encoded.slice(0, keptAt.lines).reverse().flat() }
}

/**
 * Token healing: the last piece of the typed text may be the beginning of a longer one, so its tokens are taken
 * back and the continuation is forced to start with it. Indentation and a keyword with its blank are complete.
 */
function healing(tokenizer: Tokenizer, typed: string): { kept: string; forced: string } {
  const pieces = tokenizer.split(typed)
  const last = pieces.at(-1)
  if (last === undefined || typed.trim() === '' || /^[a-z]+ $/.test(last)) return { kept: typed, forced: '' }
  const forced = bytesOf(last)
  if (forced.length > maxHealedBytes) return { kept: typed, forced: '' }
  return { kept: typed.slice(0, typed.length - last.length), forced }
}
