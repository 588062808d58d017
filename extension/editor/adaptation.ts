/** The threshold of this workspace: the setting, moved by what was really written. Kept here, and numbers only. */
import * as vscode from 'vscode'
import { afterLine, freshShadow, isShadow, thresholdOf } from '../core/shadow.ts'
import type { Shadow, Shades } from '../core/shadow.ts'
import { readSetting, tellAbout } from './settings.ts'

const key = 'shortline.shadow'
const saveMs = 30_000

export class Adaptation {
  private readonly memento: vscode.Memento
  private shadow: Shadow | undefined
  private saving: NodeJS.Timeout | undefined

  /** @param memento of the workspace */
  constructor(memento: vscode.Memento) {
    this.memento = memento
  }

  /** From here on a suggestion is shown in a document. */
  threshold(scope: vscode.Uri | undefined): number {
    const setting = readSetting('threshold', scope)
    if (!readSetting('adapt', scope)) return setting
    const shadow = this.learned()
    return shadow.setting === setting ? thresholdOf(shadow) : setting
  }

  /** What was learned for the setting that holds there; undefined where nothing is to be learned. */
  evidence(scope: vscode.Uri | undefined): Shadow | undefined {
    const shadow = this.learned()
    return readSetting('adapt', scope) && shadow.setting === readSetting('threshold', scope) ? shadow : undefined
  }

  written(requests: readonly Shades[]): void {
    const scope = vscode.window.activeTextEditor?.document.uri
    if (!readSetting('adapt', scope)) return
    const setting = readSetting('threshold', scope)
    const shadow = this.learned()
    // Another threshold is another question: what was learned for the old one answers it no more.
    this.shadow = afterLine(shadow.setting === setting ? shadow : freshShadow(setting), requests)
    this.saving ??= setTimeout(() => this.save(), saveMs)
  }

  reset(): void {
    this.shadow = freshShadow(readSetting('threshold'))
    this.save()
    void tellAbout(
      'threshold',
      vscode.l10n.t('Shortline: What was learned in this workspace is forgotten; the setting decides again.'),
      vscode.window.showInformationMessage,
    )
  }

  dispose(): void {
    if (this.saving) this.save()
  }

  private learned(): Shadow {
    if (this.shadow) return this.shadow
    const kept = this.memento.get<unknown>(key)
    return (this.shadow = isShadow(kept) ? kept : freshShadow(readSetting('threshold')))
  }

  private save(): void {
    clearTimeout(this.saving)
    this.saving = undefined
    void this.memento.update(key, this.shadow)
  }
}
