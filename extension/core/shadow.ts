/**
 * Shadow evaluation: what would have been shown at each threshold, compared with what was then written on the line. The
 * setting says how often a suggestion has to be right; how sure the engine must be for that differs from one code base
 * to the next, and is found here, in small steps and within hard bounds. Numbers only, never text.
 */

/** A place where a suggestion could have ended. */
export interface Shade {
  /** What the engine claimed, 0 to 1. */
  readonly confidence: number
  /** Characters up to there. */
  readonly length: number
  /** Whether the line really went on like that. */
  readonly clean: boolean
}

/** What one request could have shown, the shortest first. */
export type Shades = readonly Shade[]

export interface Tally {
  readonly shown: number
  readonly clean: number
  /** Characters of clean suggestions. */
  readonly saved: number
}

/** Kept per workspace. */
export interface Shadow {
  /** The setting that it was learned for. */
  readonly setting: number
  /** Shown from here on, in steps from the setting. */
  readonly step: number
  /** Lines so far, and since the last step. */
  readonly lines: number
  readonly since: number
  /** Between neighbouring steps, the lower one first: what a line gains by the lower threshold, and its square. */
  readonly gains: readonly { readonly sum: number; readonly squares: number }[]
  /** What the setting alone would have come to, and what came of the steps: judged before anything was learned of it. */
  readonly without: Tally
  readonly with: Tally
}

export const stepSize = 0.05
/** Hard bounds, in steps from the setting. */
export const leastStep = -4
export const mostStep = 4
const leastThreshold = 0.3
const mostThreshold = 0.95
/** Lines until a step may be taken, and standard errors that it has to be worth. */
const patience = 60
const evidence = 2
/** What was learned long ago counts half after some 350 lines. */
const memory = 1 - 1 / 500
/** A longer line saves no more than this for whoever reads it first. */
const mostCharacters = 40

const nothing: Tally = { shown: 0, clean: 0, saved: 0 }

export function freshShadow(setting: number): Shadow {
  const gains = Array.from({ length: mostStep - leastStep }, () => ({ sum: 0, squares: 0 }))
  return { setting, step: 0, lines: 0, since: 0, gains, without: nothing, with: nothing }
}

/** Folders of a workspace may have thresholds of their own: each setting has its shadow, the one learned last first. */
export type Shadows = readonly Shadow[]

const mostShadows = 6

export function shadowFor(shadows: Shadows, setting: number): Shadow {
  return shadows.find((shadow) => shadow.setting === setting) ?? freshShadow(setting)
}

export function withShadow(shadows: Shadows, shadow: Shadow): Shadows {
  return [shadow, ...shadows.filter(({ setting }) => setting !== shadow.setting)].slice(0, mostShadows)
}

/** What can be read of what was kept: it may come from another version, that of a single setting too. */
export function readShadows(kept: unknown): Shadows {
  return (Array.isArray(kept) ? (kept as unknown[]) : [kept]).filter(isShadow)
}

/** From here on a suggestion is shown. Who wants to see everything, or nothing, is taken at his word. */
export function thresholdOf({ setting, step }: Shadow): number {
  return thresholdAt(setting, step)
}

function thresholdAt(setting: number, step: number): number {
  if (setting <= 0 || setting >= 1) return setting
  const low = Math.min(setting, leastThreshold)
  const high = Math.max(setting, mostThreshold)
  return Math.min(high, Math.max(low, setting + step * stepSize))
}

/** The shadow after a line was written at whose requests these could have been shown. */
export function afterLine(shadow: Shadow, requests: readonly Shades[]): Shadow {
  if (requests.length === 0 || shadow.setting <= 0 || shadow.setting >= 1) return shadow
  const steps = Array.from({ length: mostStep - leastStep + 1 }, (_, at) => leastStep + at)
  const worths = steps.map((step) => meanWorth(requests, thresholdAt(shadow.setting, step), shadow.setting))
  const gains = shadow.gains.map(({ sum, squares }, at) => {
    const gain = worths[at]! - worths[at + 1]!
    return { sum: sum * memory + gain, squares: squares * memory + gain * gain }
  })
  const next = {
    ...shadow,
    lines: shadow.lines + 1,
    since: shadow.since + 1,
    gains,
    without: counted(shadow.without, requests, shadow.setting),
    with: counted(shadow.with, requests, thresholdOf(shadow)),
  }
  return next.since < patience ? next : stepped(next)
}

function stepped(shadow: Shadow): Shadow {
  const { step, gains } = shadow
  const at = step - leastStep
  const lower = gains[at - 1]
  const higher = gains[at]
  if (lower && lower.sum > evidence * Math.sqrt(lower.squares)) return { ...shadow, step: step - 1, since: 0 }
  if (higher && -higher.sum > evidence * Math.sqrt(higher.squares)) return { ...shadow, step: step + 1, since: 0 }
  return shadow
}

/** A threshold of b says that b right ones make up for 1 - b wrong ones: so much is a suggestion worth, by its length. */
function meanWorth(requests: readonly Shades[], threshold: number, setting: number): number {
  const worths = requests.map((shades) => {
    const shown = shownAt(shades, threshold)
    if (!shown) return 0
    const length = Math.min(shown.length, mostCharacters)
    return shown.clean ? length * (1 - setting) : -length * setting
  })
  return worths.reduce((sum, worth) => sum + worth, 0) / requests.length
}

function shownAt(shades: Shades, threshold: number): Shade | undefined {
  return shades.findLast(({ confidence }) => confidence >= threshold)
}

/** The first suggestion on a line is the one that counts: the next ones mostly are what is left of it. */
function counted(tally: Tally, requests: readonly Shades[], threshold: number): Tally {
  const shown = requests.map((shades) => shownAt(shades, threshold)).find((shade) => shade !== undefined)
  if (!shown) return tally
  return {
    shown: tally.shown + 1,
    clean: tally.clean + (shown.clean ? 1 : 0),
    saved: tally.saved + (shown.clean ? shown.length : 0),
  }
}

function isShadow(value: unknown): value is Shadow {
  const shadow = value as Partial<Shadow> | null | undefined
  return (
    typeof shadow === 'object' &&
    shadow !== null &&
    typeof shadow.setting === 'number' &&
    Number.isInteger(shadow.step) &&
    Math.abs(shadow.step!) <= mostStep &&
    Array.isArray(shadow.gains) &&
    shadow.gains.length === mostStep - leastStep &&
    typeof shadow.lines === 'number' &&
    typeof shadow.with?.saved === 'number' &&
    typeof shadow.without?.saved === 'number'
  )
}
