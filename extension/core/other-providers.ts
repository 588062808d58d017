/** Other extensions that show ghost text, and what is done about it. */

export interface OtherProvider {
  /** Extension id, in lower case. */
  readonly id: string
  readonly name: string
  /** Setting by which its ghost text is turned off, with the value that does so; absent: only its extension can be disabled. */
  readonly off?: { readonly setting: string; readonly value: unknown }
}

export const otherProviders: readonly OtherProvider[] = [
  { id: 'github.copilot', name: 'GitHub Copilot', off: { setting: 'github.copilot.enable', value: { '*': false } } },
  {
    id: 'github.copilot-chat',
    name: 'GitHub Copilot',
    off: { setting: 'github.copilot.enable', value: { '*': false } },
  },
  { id: 'codeium.codeium', name: 'Codeium', off: { setting: 'codeium.enableConfig', value: { '*': false } } },
  { id: 'tabnine.tabnine-vscode', name: 'Tabnine' },
  { id: 'tabbyml.vscode-tabby', name: 'Tabby' },
  { id: 'continue.continue', name: 'Continue', off: { setting: 'continue.enableTabAutocomplete', value: false } },
  { id: 'supermaven.supermaven', name: 'Supermaven' },
  { id: 'amazonwebservices.amazon-q-vscode', name: 'Amazon Q' },
  { id: 'google.geminicodeassist', name: 'Gemini Code Assist' },
  { id: 'sourcegraph.cody-ai', name: 'Cody' },
]

/** What the setting `shortline.besideOthers` says. */
export type BesideOthers = 'together' | 'yield'

/**
 * The providers that show ghost text now.
 * @param isActive whether an extension is installed and running, by id
 * @param readSetting value of a setting of another extension
 */
export function activeProviders(
  isActive: (id: string) => boolean,
  readSetting: (name: string) => unknown,
): readonly OtherProvider[] {
  const active = otherProviders.filter(({ id, off }) => isActive(id) && !(off && isOff(readSetting(off.setting))))
  return active.filter(({ name }, at) => active.findIndex((other) => other.name === name) === at)
}

/** `false`, or a table by language whose entry for all languages says so. */
function isOff(value: unknown): boolean {
  return (
    value === false ||
    (typeof value === 'object' && value !== null && (value as Record<string, unknown>)['*'] === false)
  )
}
