/** Other extensions with ghost text: says once that they are there, and swaps with one click who suggests. */
import * as vscode from 'vscode'
import { activeProviders } from '../core/other-providers.ts'
import type { OtherProvider } from '../core/other-providers.ts'
import { readSetting, writeSetting } from './settings.ts'

const noticed = 'otherProvidersNoticed'

export class Others {
  private readonly memento: vscode.Memento
  private readonly subscriptions: vscode.Disposable
  private active: readonly OtherProvider[] | undefined

  /** @param memento remembers whom the person was told of */
  constructor(memento: vscode.Memento) {
    this.memento = memento
    const lookAgain = (): void => (this.active = undefined)
    this.subscriptions = vscode.Disposable.from(
      vscode.extensions.onDidChange(lookAgain),
      vscode.workspace.onDidChangeConfiguration(lookAgain),
      vscode.window.onDidChangeActiveTextEditor(lookAgain),
    )
  }

  /** Whether Shortline leaves it to them, as the setting says. */
  get isYielding(): boolean {
    return readSetting('besideOthers') === 'yield' && this.look().length > 0
  }

  /** Names of those that suggest, too. */
  get names(): readonly string[] {
    return this.look().map(({ name }) => name)
  }

  /** Once for each of them, at the first suggestion of ours. */
  async notice(): Promise<void> {
    const known = this.memento.get<string[]>(noticed, [])
    const news = this.names.filter((name) => !known.includes(name))
    if (news.length === 0) return
    await this.memento.update(noticed, [...known, ...news])
    const text = vscode.l10n.t('{names} suggests code, too: VS Code shows whichever suggestion it has first.', {
      names: news.join(', '),
    })
    const choose = vscode.l10n.t('Choose Who Suggests')
    if ((await vscode.window.showInformationMessage(`Shortline: ${text}`, choose)) === choose) await this.choose()
  }

  async choose(): Promise<void> {
    const others = this.look()
    const names = others.map(({ name }) => name).join(', ') || vscode.l10n.t('other extensions')
    const choices = [
      { label: vscode.l10n.t('Only Shortline'), run: () => this.silence(others) },
      { label: vscode.l10n.t('Only {names}', { names }), run: () => writeSetting('besideOthers', 'yield') },
      { label: vscode.l10n.t('Both'), run: () => writeSetting('besideOthers', 'together') },
    ]
    const title = vscode.l10n.t('Shortline: Who Suggests?')
    await (await vscode.window.showQuickPick(choices, { title }))?.run()
  }

  dispose(): void {
    this.subscriptions.dispose()
  }

  private async silence(others: readonly OtherProvider[]): Promise<void> {
    await writeSetting('besideOthers', 'together')
    for (const { id, off } of others) {
      if (off) {
        await vscode.workspace.getConfiguration().update(off.setting, off.value, vscode.ConfigurationTarget.Global)
      } else await vscode.commands.executeCommand('workbench.extensions.search', `@id:${id}`)
    }
  }

  private look(): readonly OtherProvider[] {
    const settings = vscode.workspace.getConfiguration()
    this.active ??= activeProviders(
      (id) => vscode.extensions.getExtension(id)?.isActive ?? false,
      (name) => settings.get(name),
    )
    return this.active
  }
}
