/** The commands in `package.json`, and one that only our own suggestions call. */
import * as vscode from 'vscode'
import type { Adaptation } from './adaptation.ts'
import { acceptedCommand } from './inline-provider.ts'
import { chooseMode, switchToNextMode } from './modes.ts'
import type { Others } from './others.ts'
import type { Outcomes } from './outcomes.ts'
import type { ApiKeys } from './api-keys.ts'
import type { Pace } from './pace.ts'
import { openSample } from './sample.ts'
import { readSetting, writeSetting } from './settings.ts'
import type { Snooze } from './snooze.ts'
import { whyGhostText } from './why-ghost-text.ts'

export interface CommandTargets {
  readonly log: vscode.LogOutputChannel
  readonly outcomes: Outcomes
  readonly restartModel: () => void
  readonly rebuildIndex: () => void
  readonly pace: Pace
  readonly adaptation: Adaptation
  readonly snooze: Snooze
  readonly others: Others
  readonly keys: ApiKeys
  readonly extensionUri: vscode.Uri
}

export function registerCommands({
  log,
  outcomes,
  restartModel,
  rebuildIndex,
  pace,
  adaptation,
  snooze,
  others,
  keys,
  extensionUri,
}: CommandTargets): vscode.Disposable {
  const commands: Readonly<Record<string, (...args: never[]) => unknown>> = {
    'shortline.toggle': toggle,
    'shortline.restartModel': restartModel,
    'shortline.rebuildIndex': rebuildIndex,
    'shortline.chooseMode': chooseMode,
    'shortline.nextMode': switchToNextMode,
    'shortline.setApiKey': () => keys.set(),
    'shortline.clearApiKey': () => keys.clear(),
    'shortline.showCaps': () => vscode.commands.executeCommand('workbench.action.openSettings', 'shortline.caps'),
    'shortline.openSample': () => openSample(extensionUri),
    'shortline.whyGhostText': () => whyGhostText(outcomes.last, adaptation),
    'shortline.showLog': () => {
      outcomes.writeLatest()
      log.show(true)
    },
    'shortline.snooze': () => snooze.choose(),
    'shortline.resetAdaptation': () => adaptation.reset(),
    'shortline.wake': () => snooze.wake(),
    'shortline.chooseProvider': () => others.choose(),
    '_shortline.dismiss': () => {
      pace.dismissed()
      return vscode.commands.executeCommand('editor.action.inlineSuggest.hide')
    },
    [acceptedCommand]: (id: number) => {
      pace.accepted()
      outcomes.accepted(id)
    },
  }
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run)),
  )
}

async function toggle(): Promise<void> {
  const scope = vscode.window.activeTextEditor?.document.uri
  await writeSetting('enabled', !readSetting('enabled', scope), scope)
}
