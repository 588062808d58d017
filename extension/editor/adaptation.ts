/**
 * What was really written in this workspace moves the threshold that is set, and how much the text around counts. Kept
 * here, and numbers only.
 */
import * as vscode from 'vscode'
import { noDrift, readDrift } from '../core/completion/drift.ts'
import type { Drift } from '../core/completion/drift.ts'
import { afterLine, readShadows, shadowFor, thresholdOf, withShadow } from '../core/shadow.ts'
import type { Shadow, Shadows, Shades } from '../core/shadow.ts'
import { readSetting, tellAbout } from './settings.ts'

const key = 'shortline.shadow'
const driftKey = 'shortline.drift'
const saveMs = 30_000

export class Adaptation {
  private readonly memento: vscode.Memento
  private readonly forgotten: () => void
  private shadows: Shadows | undefined
  private learnedDrift: Drift | undefined
  private saving: NodeJS.Timeout | undefined

  /**
   * @param memento of the workspace
   * @param forgotten called when the model host has to forget what it learned
   */
  constructor(memento: vscode.Memento, forgotten: () => void) {
    this.memento = memento
    this.forgotten = forgotten
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

  /** How much the text around counts; undefined where nothing is to be learned. */
  drift(scope: vscode.Uri | undefined): Drift | undefined {
    if (!readSetting('adapt', scope)) return undefined
    return (this.learnedDrift ??= readDrift(this.memento.get<unknown>(driftKey)))
  }

  /** The model host has gone on from what it was told. */
  drifted(drift: Drift): void {
    this.learnedDrift = drift
    this.saving ??= setTimeout(() => this.save(), saveMs)
  }

  reset(): void {
    this.shadows = []
    this.learnedDrift = noDrift
    this.save()
    this.forgotten()
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
    if (this.shadows) void this.memento.update(key, this.shadows)
    if (this.learnedDrift) void this.memento.update(driftKey, this.learnedDrift)
  }
}
