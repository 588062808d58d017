/** Trouble that completions can't recover from by themselves: said once, with what to do. */
import * as vscode from 'vscode'
import type { HostState } from '../core/host-state.ts'
import { describeTrouble } from '../core/status.ts'
import { localise } from './localise.ts'

/** Gives a function that takes every state of the host and speaks up when there is something new to say. */
export function warnOnce(): (state: HostState) => void {
  const said = new Set<string>()
  return (state) => {
    const text = troubleOf(state)
    if (text === undefined || said.has(text)) return
    said.add(text)
    const restart = vscode.l10n.t('Restart Model')
    const showLog = vscode.l10n.t('Show Log')
    void vscode.window.showWarningMessage(`Shortline: ${text}`, restart, showLog).then((choice) => {
      if (choice === restart) void vscode.commands.executeCommand('shortline.restartModel')
      if (choice === showLog) void vscode.commands.executeCommand('shortline.showLog')
    })
  }
}

function troubleOf(state: HostState): string | undefined {
  if (state.kind === 'stopped') return localise(state.message)
  return state.kind === 'ready' && state.trouble ? localise(describeTrouble(state.trouble)) : undefined
}
