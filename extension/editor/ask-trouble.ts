/** Tells why an ask got no answer, with one button for what mends it. */
import * as vscode from 'vscode'
import { troubleOf } from '../core/asks/remedies.ts'
import type { Remedy } from '../core/asks/remedies.ts'
import type { AskOutcome } from '../core/types.ts'
import { localise } from './localise.ts'
import { openSettingCommand } from './settings.ts'

/** A command with a title that fits on a button. */
export interface Button {
  readonly title: string
  readonly command: string
  readonly args?: unknown[]
  readonly run: () => unknown
}

export function buttonFor(remedy: Remedy): Button {
  const button = commandFor(remedy)
  return { ...button, run: () => vscode.commands.executeCommand(button.command, ...(button.args ?? [])) }
}

function commandFor(remedy: Remedy): Omit<Button, 'run'> {
  switch (remedy.kind) {
    case 'setting': {
      const { command, arguments: args } = openSettingCommand(remedy.setting)
      return { title: vscode.l10n.t('Open Setting'), command, args }
    }
    case 'set-key':
      return { title: vscode.l10n.t('Set API Key'), command: 'shortline.setApiKey' }
    case 'choose-mode':
      return { title: vscode.l10n.t('Choose Mode'), command: 'shortline.chooseMode' }
    case 'trust':
      return { title: vscode.l10n.t('Manage Trust'), command: 'workbench.trust.manage' }
    case 'open-folder':
      return { title: vscode.l10n.t('Open Folder'), command: 'workbench.action.files.openFolder' }
    case 'again':
      return { title: vscode.l10n.t('Ask Again'), command: 'shortline.askAgain' }
    case 'show-log':
      return { title: vscode.l10n.t('Show Log'), command: 'shortline.showLog' }
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
