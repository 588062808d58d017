/** Reads one string out of a JSON object while it streams, so that a summary can be read before the edits are there. */
export class JsonText {
  readonly #start: RegExp
  #seen = ''
  /** Where the string's content begins, once it is known. */
  #from = -1
  #given = 0

  /** @param name of a property at the top that comes before anything that could quote it */
  constructor(name: string) {
    this.#start = new RegExp(`^[^{]*\\{\\s*"${name}"\\s*:\\s*"`)
  }

  /** @returns what became readable */
  add(delta: string): string {
    this.#seen += delta
    if (this.#from < 0) {
      const [start] = this.#start.exec(this.#seen) ?? []
      if (start === undefined) return ''
      this.#from = start.length
    }
    const text = decode(this.#seen.slice(this.#from))
    const fresh = text.slice(this.#given)
    this.#given = text.length
    return fresh
  }
}

/** Up to the closing quote, or to the last escape that is whole. */
function decode(raw: string): string {
  const [body] = /^(?:[^"\\]|\\(?:u[\da-fA-F]{4}|[^u]))*/.exec(raw)!
  try {
    return JSON.parse(`"${body.replace(/[\n\r\t]/g, (blank) => JSON.stringify(blank).slice(1, -1))}"`) as string
  } catch {
    // A control character or escape that JSON forbids: the whole answer is judged when it is there.
    return ''
  }
}
