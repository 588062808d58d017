/** Options that `ask` and `eval asks` share: endpoint, models, prices and caps, with the extension's own defaults. */
import path from 'node:path'
import type { ParseArgsConfig } from 'node:util'
import { endpointOf } from '../../core/endpoints.ts'
import type { UsdPerMillion } from '../../core/money/price.ts'
import { paidRoutes } from '../../core/routing/matrix.ts'
import { settingChecks } from '../../core/settings.ts'
import type { Settings } from '../../core/settings.ts'
import type { Mode } from '../../core/types.ts'
import type { AskConfig } from '../asks/parts.ts'
import type { Surroundings } from './command.ts'
import { defaultSettings } from './default-settings.ts'

export const askOptions = {
  mode: { type: 'string' },
  'base-url': { type: 'string' },
  preset: { type: 'string' },
  'api-style': { type: 'string' },
  model: { type: 'string' },
  price: { type: 'string' },
  ledger: { type: 'string' },
  'day-cap': { type: 'string' },
  'hour-cap': { type: 'string' },
  'query-cap': { type: 'string' },
} as const satisfies ParseArgsConfig['options']

export type AskValues = { readonly [Name in keyof typeof askOptions]?: string | undefined }

export const askOptionsHelp = `
  --mode M           auto | local | api (default auto); local sends nothing
  --base-url URL     an OpenAI-compatible server (default: the preset's); its key in OPENAI_API_KEY
  --preset NAME      openai | azure | deepseek | mistral | litellm | vllm | llamacpp | ollama | custom (default openai)
  --api-style S      auto | responses | chat (default auto: Responses, and Chat Completions where a server has none)
  --model M          for every route (default: the extension's, one a route)
  --price IN,OUT     of that model, US dollars per million tokens, where Shortline does not know it
  --ledger FILE      a ledger of its own (default: the extension's)
  --day-cap USD      most to be spent in a day
  --hour-cap N       most asks in an hour
  --query-cap TOKENS most tokens of one ask`

export interface AskChoice {
  readonly mode: Mode
  readonly config: Omit<AskConfig, 'policy' | 'workspace'>
  readonly settings: Settings
}

/** Error that names the option and what it takes. */
export function readAskOptions(values: AskValues, { modelsDir }: Surroundings): AskChoice {
  const defaults = defaultSettings(path.join(modelsDir, '..'))
  const setting = <Name extends keyof Settings>(name: Name, option: string, value: unknown): Settings[Name] => {
    if (value === undefined) return defaults[name]
    if (!settingChecks[name](value)) throw new Error(`--${option} does not take ${JSON.stringify(value)}`)
    return value
  }
  const number = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text))
  const preset = setting('endpoint.preset', 'preset', values.preset)
  // Of a server that was only given by its address nobody knows the dialect: Responses is tried first.
  const style =
    values['api-style'] ?? (values['base-url'] !== undefined && values.preset === undefined ? 'responses' : undefined)
  const endpoint = endpointOf({
    'endpoint.preset': preset,
    'endpoint.baseUrl': setting('endpoint.baseUrl', 'base-url', values['base-url']),
    'endpoint.apiStyle': setting('endpoint.apiStyle', 'api-style', style),
  })
  const models = values.model === undefined ? defaults.models : allRoutes(values.model)
  return {
    mode: setting('mode', 'mode', values.mode),
    settings: defaults,
    config: {
      ...{ endpoint, preset, models, trusted: true, apiShare: defaults.apiShare },
      key: process.env['OPENAI_API_KEY'] ?? null,
      own: { ...defaults.prices, ...ownPrice(values) },
      caps: {
        tokensPerQuery: setting('caps.tokensPerQuery', 'query-cap', number(values['query-cap'])),
        queriesPerHour: setting('caps.asksPerHour', 'hour-cap', number(values['hour-cap'])),
        microUsdPerDay: Math.round(setting('caps.usdPerDay', 'day-cap', number(values['day-cap'])) * 1_000_000),
      },
    },
  }
}

const allRoutes = (model: string): AskConfig['models'] =>
  Object.fromEntries(paidRoutes.map((route) => [route, model])) as Record<(typeof paidRoutes)[number], string>

function ownPrice({ model, price }: AskValues): Readonly<Record<string, UsdPerMillion>> {
  if (price === undefined) return {}
  if (model === undefined) throw new Error('--price is that of --model, which is missing')
  const [input, output] = price.split(',').map(Number)
  if (!(input! >= 0 && output! >= 0)) throw new Error('--price takes two numbers, input and output: 0.5,1.5')
  return { [model]: { input: input!, output: output! } }
}
