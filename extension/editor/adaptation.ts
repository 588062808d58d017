/** The threshold of this workspace: the setting, moved by what was really written. Kept here, and numbers only. */
import * as vscode from 'vscode'
import { afterLine, readShadows, shadowFor, thresholdOf, withShadow } from '../core/shadow.ts'
import type { Shadow, Shadows, Shades } from '../core/shadow.ts'
import { readSetting, tellAbout } from './settings.ts'

const key = 'shortline.shadow'
const saveMs = 30_000

export class Adaptation {
  private readonly memento: vscode.Memento
  private shadows: Shadows | undefined
  private saving: NodeJS.Timeout | undefined

  /** @param memento of the workspace */
  constructor(memento: vscode.Memento) {
    this.memento = memento
  }

  /** From here on a suggestion is shown in a document. */
  threshold(scope: vscode.Uri | undefined): number {
    const setting = readSetting('threshold', scope)
    if (!readSetting('adapt', scope)) return setting
    return thresholdOf(shadowFor(this.learned(), setting))
  }

  /** What was learned for the setting that holds there; undefined where nothing is to be learned. */
  evidence(scope: vscode.Uri | undefined): Shadow | undefined {
    if (!readSetting('adapt', scope)) return undefined
    return shadowFor(this.learned(), readSetting('threshold', scope))
  }

  /** A line of the document was left. */
  written(scope: vscode.Uri, requests: readonly Shades[]): void {
    if (!readSetting('adapt', scope)) return
    const shadows = this.learned()
    this.shadows = withShadow(shadows, afterLine(shadowFor(shadows, readSetting('threshold', scope)), requests))
    this.saving ??= setTimeout(() => this.save(), saveMs)
  }

  reset(): void {
    this.shadows = []
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

  private learned(): Shadows {
    return (this.shadows ??= readShadows(this.memento.get<unknown>(key)))
  }

  private save(): void {
    clearTimeout(this.saving)
    this.saving = undefined
    void this.memento.update(key, this.shadows)
  }
}
