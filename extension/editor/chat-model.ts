/** “Auto (local first)” in VS Code's own list of models: the router answers, whatever chat is used. */
import * as vscode from 'vscode'
import type { AskService } from '../core/ask-service.ts'
import { troubleOf } from '../core/asks/remedies.ts'
import { likelyTokens } from '../core/money/tokens.ts'
import { localise } from './localise.ts'
import { readSetting } from './settings.ts'

export const modelVendor = 'shortline'

/** Does nothing in an editor that takes no models from extensions. */
export function registerChatModel(service: AskService): vscode.Disposable {
  if (!('lm' in vscode) || typeof vscode.lm.registerLanguageModelChatProvider !== 'function') {
    return vscode.Disposable.from()
  }
  return vscode.lm.registerLanguageModelChatProvider(modelVendor, new AutoModel(service))
}

class AutoModel implements vscode.LanguageModelChatProvider {
  private readonly service: AskService

  constructor(service: AskService) {
    this.service = service
  }

  provideLanguageModelChatInformation(): vscode.LanguageModelChatInformation[] {
    const cap = readSetting('caps.tokensPerQuery')
    return [
      {
        id: 'auto',
        name: vscode.l10n.t('Auto (local first)'),
        family: 'shortline',
        version: '1',
        tooltip: vscode.l10n.t(
          'What can be answered on this machine is; the rest goes to your endpoint, under your caps.',
        ),
        maxInputTokens: Math.ceil(cap / 2),
        maxOutputTokens: Math.floor(cap / 2),
        capabilities: {},
      },
    ]
  }

  async provideLanguageModelChatResponse(
    _model: vscode.LanguageModelChatInformation,
    messages: readonly vscode.LanguageModelChatRequestMessage[],
    _options: vscode.ProvideLanguageModelChatResponseOptions,
    progress: vscode.Progress<vscode.LanguageModelResponsePart>,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const abort = new AbortController()
    const subscription = token.onCancellationRequested(() => abort.abort())
    const say = (text: string): void => progress.report(new vscode.LanguageModelTextPart(text))
    const mode = readSetting('mode')
    const text = lastQuestion(messages)
    const request = { kind: 'ask', id: crypto.randomUUID(), text, context: { location: 'panel' } } as const
    let streamed = false
    try {
      for await (const event of this.service.ask(
        { ...request, mode: mode === 'compare' ? 'auto' : mode },
        abort.signal,
      )) {
        if (event.kind === 'text') {
          streamed = true
          say(event.delta)
        } else if (event.kind === 'command') {
          say(vscode.l10n.t('VS Code does this itself: {0}', event.title))
          streamed = true
        } else if (event.kind === 'outcome') {
          const trouble = troubleOf(event.outcome)
          if (trouble) throw new Error(localise(trouble.summary))
          if (!streamed && event.outcome.kind === 'done') say(event.outcome.text)
        }
      }
    } finally {
      subscription.dispose()
    }
  }

  provideTokenCount(
    _model: vscode.LanguageModelChatInformation,
    text: string | vscode.LanguageModelChatRequestMessage,
  ): Promise<number> {
    return Promise.resolve(likelyTokens(typeof text === 'string' ? text : textOf(text)))
  }
}

/** What was said before goes with it in the chat's own words; the router looks at the question alone. */
function lastQuestion(messages: readonly vscode.LanguageModelChatRequestMessage[]): string {
  const asked = messages.findLast(({ role }) => role === vscode.LanguageModelChatMessageRole.User)
  return asked ? textOf(asked) : ''
}

function textOf({ content }: vscode.LanguageModelChatRequestMessage): string {
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('')
}
