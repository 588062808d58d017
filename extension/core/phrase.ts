/**
 * What core says to a person: an English sentence with names for its gaps. The sentence is the key by which the
 * editor finds the translation (`l10n/bundle.l10n.*.json`); the log and the command line stay English.
 */
export interface Phrase {
  readonly text: string
  readonly args: Readonly<Record<string, string | number | Phrase>>
}

/** @param text a literal, so that the test of the bundles finds it; `{name}` is a gap */
export function phrase(text: string, args: Phrase['args'] = {}): Phrase {
  return { text, args }
}

/** What others worded: shown as it is. */
export function verbatim(text: string): Phrase {
  return { text: '{text}', args: { text } }
}

export function inEnglish({ text, args }: Phrase): string {
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => {
    const value = args[name]
    if (value === undefined) return gap
    return typeof value === 'object' ? inEnglish(value) : String(value)
  })
}
