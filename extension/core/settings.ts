/** The settings in `package.json`, by name. Their defaults stand there and nowhere else. */

export interface Settings {
  readonly enabled: boolean
  readonly languages: Readonly<Record<string, boolean>>
  readonly threshold: number
  readonly exclude: readonly string[]
  readonly engine: 'auto' | 'native' | 'wasm' | 'ngram'
  readonly threads: number
  /** Empty: the model that comes with the extension. */
  readonly modelPath: string
}

export type SettingName = keyof Settings

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a value must be to be used; a setting without a line here does not compile. */
export const settingChecks: { readonly [Name in SettingName]: (value: unknown) => value is Settings[Name] } = {
  enabled: (value) => typeof value === 'boolean',
  languages: (value): value is Settings['languages'] =>
    isObject(value) && Object.values(value).every((on) => typeof on === 'boolean'),
  threshold: (value): value is number => typeof value === 'number' && value >= 0 && value <= 1,
  exclude: (value): value is string[] => Array.isArray(value) && value.every((glob) => typeof glob === 'string'),
  engine: (value): value is Settings['engine'] => ['auto', 'native', 'wasm', 'ngram'].includes(value as string),
  threads: (value): value is number => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 64,
  modelPath: (value) => typeof value === 'string',
}

/** A language that is not named goes with `*`. */
export function isLanguageOn(languages: Settings['languages'], language: string): boolean {
  return languages[language] ?? languages['*'] ?? true
}
