/** The settings in `package.json`, by name. Their defaults stand there and nowhere else. */
import { providers } from './providers.ts'
import type { Provider } from './providers.ts'
import type { BesideOthers } from './other-providers.ts'
import type { Mode } from './types.ts'

/** Routes, and Compare for completions, that a model of its own can be named for. */
export const modelRoles = ['direct', 'rag', 'code', 'plan', 'completion'] as const

export type ModelRole = (typeof modelRoles)[number]

export const presets = [
  'openai',
  'azure',
  'deepseek',
  'mistral',
  'litellm',
  'vllm',
  'llamacpp',
  'ollama',
  'custom',
] as const

export type Preset = (typeof presets)[number]

/** US dollars per million tokens; what is absent costs what `input` costs. */
export interface PriceSetting {
  readonly input: number
  readonly cachedInput?: number
  readonly cacheWrite?: number
  readonly output: number
}

export interface Settings {
  readonly enabled: boolean
  readonly languages: Readonly<Record<string, boolean>>
  readonly threshold: number
  /** Whether what was really written moves the threshold. */
  readonly adapt: boolean
  readonly exclude: readonly string[]
  readonly engine: 'auto' | 'native' | 'wasm' | 'ngram'
  readonly threads: number
  /** `auto`: whichever is faster on this machine. */
  readonly provider: 'auto' | Provider
  /** Empty: the model that comes with the extension. */
  readonly modelPath: string
  /** `polite` holds suggestions back where they would be in the way. */
  readonly pace: 'polite' | 'eager'
  readonly besideOthers: BesideOthers
  /** `auto`: when it is sure by itself, and more when asked. */
  readonly multiLine: 'auto' | 'onRequest' | 'off'
  readonly mode: Mode
  readonly 'endpoint.preset': Preset
  /** Empty: the preset's. */
  readonly 'endpoint.baseUrl': string
  readonly 'endpoint.apiStyle': 'auto' | 'responses' | 'chat'
  readonly models: Readonly<Record<ModelRole, string>>
  readonly 'caps.tokensPerQuery': number
  readonly 'caps.asksPerHour': number
  readonly 'caps.usdPerDay': number
  /** Share of the asks that may go to the endpoint. */
  readonly apiShare: number
  /** By model. */
  readonly prices: Readonly<Record<string, PriceSetting>>
  /** Share of the suggestions shown that are asked of the endpoint, too. */
  readonly 'compare.completions': number
  readonly 'statusBar.click': 'pick' | 'cycle'
  readonly 'index.enabled': boolean
  /** Of all cores, for completions; 100 is no limit. */
  readonly 'budget.cpuPercent': number
  /** Of the model process; 0 is no limit. */
  readonly 'budget.memoryMb': number
}

export type SettingName = keyof Settings

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isOneOf =
  <Choice extends string>(...choices: readonly Choice[]) =>
  (value: unknown): value is Choice =>
    choices.includes(value as Choice)

const isNumber =
  (from: number, to: number) =>
  (value: unknown): value is number =>
    typeof value === 'number' && value >= from && value <= to

const isInteger =
  (from: number, to: number) =>
  (value: unknown): value is number =>
    Number.isInteger(value) && (value as number) >= from && (value as number) <= to

const isPrice = isNumber(0, Number.MAX_SAFE_INTEGER)

function isPriceSetting(value: unknown): value is PriceSetting {
  if (!isObject(value) || !('input' in value && 'output' in value)) return false
  return Object.entries(value).every(
    ([name, price]) => ['input', 'cachedInput', 'cacheWrite', 'output'].includes(name) && isPrice(price),
  )
}

/** Web addresses only, and none that carries a name or password: it would stand in the settings. */
function isBaseUrl(value: unknown): value is string {
  if (value === '') return true
  if (typeof value !== 'string' || !/^https?:\/\//i.test(value) || !URL.canParse(value)) return false
  const { username, password } = new URL(value)
  return username === '' && password === ''
}

/** What a value must be to be used; a setting without a line here does not compile. */
export const settingChecks: { readonly [Name in SettingName]: (value: unknown) => value is Settings[Name] } = {
  enabled: (value) => typeof value === 'boolean',
  languages: (value): value is Settings['languages'] =>
    isObject(value) && Object.values(value).every((on) => typeof on === 'boolean'),
  threshold: isNumber(0, 1),
  adapt: (value) => typeof value === 'boolean',
  exclude: (value): value is string[] => Array.isArray(value) && value.every((glob) => typeof glob === 'string'),
  engine: isOneOf('auto', 'native', 'wasm', 'ngram'),
  threads: isInteger(0, 64),
  provider: isOneOf('auto', ...providers),
  modelPath: (value) => typeof value === 'string',
  pace: isOneOf('polite', 'eager'),
  besideOthers: isOneOf('together', 'yield'),
  multiLine: isOneOf('auto', 'onRequest', 'off'),
  mode: isOneOf('auto', 'local', 'api', 'compare'),
  'endpoint.preset': isOneOf(...presets),
  'endpoint.baseUrl': isBaseUrl,
  'endpoint.apiStyle': isOneOf('auto', 'responses', 'chat'),
  models: (value): value is Settings['models'] =>
    isObject(value) &&
    modelRoles.every((role) => role in value) &&
    Object.values(value).every((model) => typeof model === 'string' && model.trim() !== ''),
  'caps.tokensPerQuery': isInteger(256, 272_000),
  'caps.asksPerHour': isInteger(0, 10_000),
  'caps.usdPerDay': isNumber(0, 1000),
  apiShare: isNumber(0, 1),
  prices: (value): value is Settings['prices'] => isObject(value) && Object.values(value).every(isPriceSetting),
  'compare.completions': isNumber(0, 0.2),
  'statusBar.click': isOneOf('pick', 'cycle'),
  'index.enabled': (value) => typeof value === 'boolean',
  'budget.cpuPercent': isInteger(1, 100),
  'budget.memoryMb': isInteger(0, 65_536),
}

/** The first setting that a sentence names, as `shortline.caps.usdPerDay`: whoever shows the sentence offers to open it. */
export function settingNamedIn(sentence: string): SettingName | undefined {
  const names = [...sentence.matchAll(/\bshortline\.([A-Za-z]+(?:\.[A-Za-z]+)*)/g)].map((match) => match[1]!)
  return names.find((name): name is SettingName => Object.hasOwn(settingChecks, name))
}

/** A language that is not named goes with `*`. */
export function isLanguageOn(languages: Settings['languages'], language: string): boolean {
  return languages[language] ?? languages['*'] ?? true
}
