/** The servers that Shortline knows by name, and which one the settings mean. */
import type { Preset, Settings } from './settings.ts'

/** How a server is asked to fill a gap in code; `chat`: it has no way of its own. */
export type FimStyle = 'infill' | 'deepseek' | 'mistral' | 'vllm' | 'chat'

export interface Endpoint {
  /** Without a slash at the end; empty: the settings must name it. */
  readonly baseUrl: string
  readonly apiStyle: 'responses' | 'chat'
  readonly fim: FimStyle
  /** Answers nobody without a key. */
  readonly needsKey: boolean
}

export const endpoints: Readonly<Record<Preset, Endpoint>> = {
  openai: { baseUrl: 'https://api.openai.com/v1', apiStyle: 'responses', fim: 'chat', needsKey: true },
  // Azure's address carries the name of the customer's resource.
  azure: { baseUrl: '', apiStyle: 'responses', fim: 'chat', needsKey: true },
  deepseek: { baseUrl: 'https://api.deepseek.com', apiStyle: 'chat', fim: 'deepseek', needsKey: true },
  mistral: { baseUrl: 'https://api.mistral.ai/v1', apiStyle: 'chat', fim: 'mistral', needsKey: true },
  litellm: { baseUrl: 'http://127.0.0.1:4000/v1', apiStyle: 'chat', fim: 'chat', needsKey: false },
  vllm: { baseUrl: 'http://127.0.0.1:8000/v1', apiStyle: 'chat', fim: 'vllm', needsKey: false },
  llamacpp: { baseUrl: 'http://127.0.0.1:8080/v1', apiStyle: 'chat', fim: 'infill', needsKey: false },
  ollama: { baseUrl: 'http://127.0.0.1:11434/v1', apiStyle: 'chat', fim: 'chat', needsKey: false },
  custom: { baseUrl: '', apiStyle: 'chat', fim: 'chat', needsKey: false },
}

/** The endpoint that the settings mean; undefined while they name no address. */
export function endpointOf(
  settings: Pick<Settings, 'endpoint.preset' | 'endpoint.baseUrl' | 'endpoint.apiStyle'>,
): Endpoint | undefined {
  const preset = endpoints[settings['endpoint.preset']]
  const baseUrl = (settings['endpoint.baseUrl'] || preset.baseUrl).replace(/\/+$/, '')
  if (baseUrl === '') return undefined
  const style = settings['endpoint.apiStyle']
  // At another address the preset says how it speaks, but not that it wants a key: it may be a proxy on this machine.
  const needsKey = preset.needsKey && (settings['endpoint.baseUrl'] === '' || settings['endpoint.preset'] === 'azure')
  return { ...preset, baseUrl, needsKey, apiStyle: style === 'auto' ? preset.apiStyle : style }
}

/** What a key belongs to: it is never sent anywhere else. */
export function originOf(baseUrl: string): string {
  return new URL(baseUrl).origin
}
