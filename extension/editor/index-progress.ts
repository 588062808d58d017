/** Tells of indexing that takes a while: a notification with a way to call it off at first, a quiet word later. */
import * as vscode from 'vscode'
import type { IndexState } from '../core/retrieval/index-state.ts'

/** What is over sooner is not worth a flicker. */
const patienceMs = 1000

interface Shown {
  report(state: Extract<IndexState, { kind: 'indexing' }>): void
  end(): void
}

export class IndexProgressView {
  private readonly cancel: () => void
  private timer: NodeJS.Timeout | undefined
  private shown: Shown | undefined
  private latest: IndexState = { kind: 'idle' }

  /** @param cancel called when the user calls it off */
  constructor(cancel: () => void) {
    this.cancel = cancel
  }

  become(state: IndexState): void {
    this.latest = state
    if (state.kind !== 'indexing') {
      this.dispose()
      return
    }
    this.shown?.report(state)
    this.timer ??= setTimeout(() => {
      if (this.latest.kind === 'indexing') this.shown = this.show(this.latest.isFirst)
    }, patienceMs)
  }

  dispose(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.shown?.end()
    this.shown = undefined
  }

  private show(isFirst: boolean): Shown {
    let end = (): void => undefined
    const over = new Promise<void>((resolve) => (end = resolve))
    let percent = 0
    let report: Shown['report'] | undefined
    const { Notification, Window } = vscode.ProgressLocation
    const title = vscode.l10n.t('Shortline: indexing the workspace')
    void vscode.window.withProgress(
      { location: isFirst ? Notification : Window, title, cancellable: isFirst },
      (progress, token) => {
        token.onCancellationRequested(() => this.cancel())
        report = ({ fraction, phase }) => {
          const now = Math.floor(fraction * 100)
          const message =
            phase === 'files'
              ? vscode.l10n.t('reading files, {0} %', now)
              : vscode.l10n.t('computing vectors, {0} %', now)
          progress.report({ message, increment: now - percent })
          percent = now
        }
        return over
      },
    )
    return { report: (state) => report?.(state), end }
  }
}
