/** Trouble that completions can't recover from by themselves: said once, with what to do. */
import * as vscode from 'vscode'
import type { HostState } from '../core/host-state.ts'
import { describeTrouble } from '../core/status.ts'
import { inEnglish } from '../core/phrase.ts'
import type { Phrase } from '../core/phrase.ts'
import { settingNamedIn } from '../core/settings.ts'
import { localise } from './localise.ts'
import { openSetting } from './settings.ts'

/** Gives a function that takes every state of the host and speaks up when there is something new to say. */
export function warnOnce(): (state: HostState) => void {
  const said = new Set<string>()
  return (state) => {
    const trouble = troubleOf(state)
    if (!trouble) return
    const text = localise(trouble)
    if (said.has(text)) return
    said.add(text)
    const setting = settingNamedIn(inEnglish(trouble))
    const open = vscode.l10n.t('Open Setting')
    const restart = vscode.l10n.t('Restart Model')
    const showLog = vscode.l10n.t('Show Log')
    const buttons = [...(setting ? [open] : []), restart, showLog]
    void vscode.window.showWarningMessage(`Shortline: ${text}`, ...buttons).then((choice) => {
      if (setting && choice === open) void openSetting(setting)
      if (choice === restart) void vscode.commands.executeCommand('shortline.restartModel')
      if (choice === showLog) void vscode.commands.executeCommand('shortline.showLog')
    })
  }
}

function troubleOf(state: HostState): Phrase | undefined {
  if (state.kind === 'stopped') return state.message
  return state.kind === 'ready' && state.trouble ? describeTrouble(state.trouble) : undefined
}
