/** The line in which a question is typed, with those of before below it. */
import * as vscode from 'vscode'
import { matching } from '../core/asks/history.ts'
import { modeNames, nextMode } from '../core/status.ts'
import type { Mode } from '../core/types.ts'
import { localise } from './localise.ts'

export interface AskInputOptions {
  /** Newest first. */
  readonly history: () => readonly string[]
  readonly forget: (text: string) => unknown
  readonly mode: Mode
  /** What goes with the question, or why the file in front does not. */
  readonly about: string
  readonly text: string
}

export interface Asked {
  readonly text: string
  readonly mode: Mode
}

interface Item extends vscode.QuickPickItem {
  readonly text: string
}

/** Undefined when it was closed without a question. */
export function askInput(options: AskInputOptions): Promise<Asked | undefined> {
  const input = vscode.window.createQuickPick<Item>()
  const forget = { iconPath: new vscode.ThemeIcon('close'), tooltip: vscode.l10n.t('Forget This Question') }
  const change = { iconPath: new vscode.ThemeIcon('arrow-swap'), tooltip: vscode.l10n.t('Next Mode') }
  let { mode } = options

  // VS Code's own filter would hide the question that is being typed.
  const show = (): void => {
    const typed = input.value.trim()
    const before = matching(options.history(), typed).map((text) => ({
      label: text,
      text,
      alwaysShow: true,
      buttons: [forget],
    }))
    const now = { label: typed, description: vscode.l10n.t('ask'), text: typed, alwaysShow: true }
    input.items = typed === '' ? before : [now, ...before]
    if (typed !== '') input.activeItems = input.items.slice(0, 1)
  }
  const showTitle = (): void => {
    input.title = vscode.l10n.t('Ask Shortline · {0} · {1}', localise(modeNames[mode]), options.about)
  }

  input.value = options.text
  input.placeholder = vscode.l10n.t(
    'Ask in plain words; /explain, /fix, /search, /local or /api in front decide by hand',
  )
  input.ignoreFocusOut = true
  input.buttons = [change]
  showTitle()
  show()
  return new Promise((resolve) => {
    const subscriptions = [
      input.onDidChangeValue(show),
      input.onDidTriggerButton(() => {
        mode = nextMode(mode)
        showTitle()
      }),
      input.onDidTriggerItemButton(({ item }) => {
        options.forget(item.text)
        show()
      }),
      input.onDidAccept(() => {
        const text = (input.activeItems[0]?.text ?? input.value).trim()
        if (text === '') return
        resolve({ text, mode })
        input.hide()
      }),
      input.onDidHide(() => {
        resolve(undefined)
        for (const subscription of subscriptions) subscription.dispose()
        input.dispose()
      }),
    ]
    input.show()
  })
}
