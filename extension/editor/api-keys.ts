/** Keys for endpoints: in VS Code's secret storage, one for each scheme, host and port, and never sent anywhere else. */
import * as vscode from 'vscode'
import { endpointOf, originOf } from '../core/endpoints.ts'
import type { Endpoint } from '../core/endpoints.ts'
import { openSetting, readSetting } from './settings.ts'

const prefix = 'apiKey:'

export class ApiKeys {
  private readonly secrets: vscode.SecretStorage

  constructor(secrets: vscode.SecretStorage) {
    this.secrets = secrets
  }

  /** @param baseUrl of the endpoint that it goes to */
  async get(baseUrl: string): Promise<string | undefined> {
    return this.secrets.get(prefix + originOf(baseUrl))
  }

  async set(): Promise<void> {
    const endpoint = await namedEndpoint()
    if (!endpoint) return
    const origin = originOf(endpoint.baseUrl)
    const key = await vscode.window.showInputBox({
      title: vscode.l10n.t('API Key for {0}', origin),
      prompt: vscode.l10n.t('It goes into VS Code’s secret storage and to this address, nowhere else.'),
      password: true,
      ignoreFocusOut: true,
      validateInput: (value) =>
        /^[\x21-\x7e]*$/.test(value.trim()) ? undefined : vscode.l10n.t('A key has no blanks or accents in it.'),
    })
    if (!key?.trim()) return
    await this.secrets.store(prefix + origin, key.trim())
    void vscode.window.showInformationMessage(vscode.l10n.t('The key for {0} is stored.', origin))
  }

  async clear(): Promise<void> {
    const stored = (await this.secrets.keys()).filter((name) => name.startsWith(prefix))
    const origins = stored.map((name) => name.slice(prefix.length))
    if (origins.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No key is stored.'))
      return
    }
    const chosen = await vscode.window.showQuickPick(origins, {
      title: vscode.l10n.t('Forget the Key for Which Address?'),
    })
    if (chosen === undefined) return
    await this.secrets.delete(prefix + chosen)
    void vscode.window.showInformationMessage(vscode.l10n.t('The key for {0} is forgotten.', chosen))
  }
}

/** The endpoint that the settings mean now. */
export function currentEndpoint(): Endpoint | undefined {
  return endpointOf({
    'endpoint.preset': readSetting('endpoint.preset'),
    'endpoint.baseUrl': readSetting('endpoint.baseUrl'),
    'endpoint.apiStyle': readSetting('endpoint.apiStyle'),
  })
}

async function namedEndpoint(): Promise<Endpoint | undefined> {
  const endpoint = currentEndpoint()
  if (endpoint) return endpoint
  const open = vscode.l10n.t('Open Setting')
  const text = vscode.l10n.t('The settings name no address yet. Name the server first, then store its key.')
  const choice = await vscode.window.showInformationMessage(text, open)
  if (choice === open) await openSetting('endpoint.baseUrl')
  return undefined
}
