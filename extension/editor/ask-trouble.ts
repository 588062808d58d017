/** Tells why an ask got no answer, with one button for what mends it. */
import * as vscode from 'vscode'
import { troubleOf } from '../core/asks/remedies.ts'
import type { Remedy } from '../core/asks/remedies.ts'
import type { AskOutcome } from '../core/types.ts'
import { localise } from './localise.ts'
import { openSetting } from './settings.ts'

interface Button {
  readonly title: string
  readonly run: () => unknown
}

const command = (name: string) => (): unknown => vscode.commands.executeCommand(name)

export function buttonFor(remedy: Remedy): Button {
  switch (remedy.kind) {
    case 'setting':
      return { title: vscode.l10n.t('Open Setting'), run: () => openSetting(remedy.setting) }
    case 'set-key':
      return { title: vscode.l10n.t('Set API Key'), run: command('shortline.setApiKey') }
    case 'choose-mode':
      return { title: vscode.l10n.t('Choose Mode'), run: command('shortline.chooseMode') }
    case 'trust':
      return { title: vscode.l10n.t('Manage Trust'), run: command('workbench.trust.manage') }
    case 'open-folder':
      return { title: vscode.l10n.t('Open Folder'), run: command('workbench.action.files.openFolder') }
    case 'again':
      return { title: vscode.l10n.t('Ask Again'), run: command('shortline.askAgain') }
    case 'show-log':
      return { title: vscode.l10n.t('Show Log'), run: command('shortline.showLog') }
  }
}

export async function tellTrouble(outcome: AskOutcome): Promise<void> {
  const trouble = troubleOf(outcome)
  if (!trouble) return
  const button = trouble.remedy && buttonFor(trouble.remedy)
  const say = outcome.kind === 'failed' ? vscode.window.showErrorMessage : vscode.window.showWarningMessage
  const choice = await say(`Shortline: ${localise(trouble.summary)}`, ...(button ? [button.title] : []))
  if (button && choice === button.title) await button.run()
}
