/**
 * When a suggestion may be seen. Being in the way is what people mind most about ghost text: the Tab that was meant as
 * indentation, the text that was dismissed and comes again, the one who talks on although nobody listens.
 * Times are milliseconds on any clock that the caller keeps to.
 */

/** Where a suggestion stands. */
export interface Place {
  readonly uri: string
  /** The line above, which tells equal beginnings apart. */
  readonly above: string
  /** The cursor's line up to the cursor. */
  readonly typed: string
}

/** With the text, the line as it would have been. */
export interface Offer extends Place {
  readonly text: string
}

/** Whoever presses Tab at a line's start right after typing wants to indent. */
const tabGuardMs = 300
/** After Esc nobody wants the next suggestion at once. */
const escapeMs = 800
const dismissedCost = 2
const ignoredCost = 1
/** Ignoring two of three suggestions is how people use ghost text: no reason to wait. */
const free = 5
const firstWaitMs = 100
const mostWaitMs = 1_500
/** Where the wait is longest; more would only take longer to forgive. */
const mostAnnoyance = free + 8
const maxRejected = 200

export class Manners {
  private annoyance = 0
  private lastKeystroke = -Infinity
  private lastEscape = -Infinity
  private visible: Offer | undefined
  /** Characters of the visible text that are typed by now. */
  private typedAlong = 0
  /** Lines that were dismissed, by place; the newest come last. */
  private readonly rejected = new Map<string, { readonly place: string; readonly line: string }>()

  /** The suggestion that is shown now. */
  shown(offer: Offer): void {
    this.visible = offer
    this.typedAlong = 0
  }

  /** What is offered is on the screen already, or what is left of it. */
  isVisible(offer: Offer): boolean {
    const { visible } = this
    if (visible?.uri !== offer.uri || !offer.typed.startsWith(visible.typed)) return false
    return visible.typed + visible.text === offer.typed + offer.text
  }

  /** The person typed and is at `place` now; undefined when the cursor went elsewhere. */
  keystroke(now: number, place: Place | undefined): void {
    this.lastKeystroke = now
    const { visible } = this
    if (!visible) return
    this.visible = undefined
    if (!place || place.uri !== visible.uri) return
    const left = leftOf(visible, place)
    if (left === undefined) {
      if (place.typed.startsWith(visible.typed) && place.typed.length > visible.typed.length) this.annoy(ignoredCost)
      return
    }
    if (left === '') return
    const taken = visible.text.slice(this.typedAlong, visible.text.length - left.length)
    // Nobody types two letters at once: a word of it was accepted, or a line.
    if (taken.trim().length > 1) this.welcome()
    const isSameLine = place.typed.startsWith(visible.typed) && place.above === visible.above
    this.visible = isSameLine ? visible : { ...place, text: left }
    this.typedAlong = isSameLine ? visible.text.length - left.length : 0
  }

  private annoy(cost: number): void {
    this.annoyance = Math.min(mostAnnoyance, this.annoyance + cost)
  }

  private welcome(): void {
    this.annoyance = Math.floor(this.annoyance / 2)
  }

  accepted(): void {
    this.welcome()
    this.visible = undefined
  }

  /** Esc: not this text, not here. */
  dismissed(now: number): void {
    this.lastEscape = now
    this.annoy(dismissedCost)
    if (!this.visible) return
    const place = placeOf(this.visible)
    const line = this.visible.typed + this.visible.text
    const key = `${place}\n${line}`
    this.rejected.delete(key)
    this.rejected.set(key, { place, line })
    const [oldest] = this.rejected.keys()
    if (this.rejected.size > maxRejected && oldest !== undefined) this.rejected.delete(oldest)
    this.visible = undefined
  }

  /** Whoever asks by hand wants to see it after all. */
  allowAgain(place: Pick<Offer, 'uri' | 'above'>): void {
    for (const [key, entry] of this.rejected) if (entry.place === placeOf(place)) this.rejected.delete(key)
  }

  /** The same line was dismissed here, or the beginning of it that is still to be typed. */
  isRejected(offer: Offer): boolean {
    const line = offer.typed + offer.text
    return [...this.rejected.values()].some(
      (entry) =>
        entry.place === placeOf(offer) &&
        entry.line.length > offer.typed.length &&
        (line.startsWith(entry.line) || entry.line.startsWith(line)),
    )
  }

  /** Milliseconds to wait before a new suggestion is shown behind `typed`. */
  wait(now: number, typed: string): number {
    const guard = typed.trim() === '' ? this.lastKeystroke + tabGuardMs - now : 0
    const escape = this.lastEscape + escapeMs - now
    const over = this.annoyance - free
    const backOff = over < 0 ? 0 : Math.min(mostWaitMs, firstWaitMs * 2 ** (over / 2))
    return Math.max(0, guard, escape, this.lastKeystroke + backOff - now)
  }
}

/** What is left of a visible text at a place on its line or, where it has several, on the next one; undefined: nothing. */
function leftOf({ typed, text }: Offer, place: Place): string | undefined {
  const whole = typed + text
  const along = [place.typed, `${place.above}\n${place.typed}`].find(
    (now) => now.startsWith(typed) && whole.startsWith(now),
  )
  return along === undefined ? undefined : whole.slice(along.length)
}

function placeOf({ uri, above }: Pick<Offer, 'uri' | 'above'>): string {
  return `${uri}\n${above}`
}
