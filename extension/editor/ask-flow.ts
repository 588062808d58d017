/** “Shortline: Ask”, from the question to what is done with its answer. Decides nothing: it asks, shows and offers. */
import * as vscode from 'vscode'
import type { AskSession } from '../core/asks/session.ts'
import { settingBehind } from '../core/explain.ts'
import { describeRefusal } from '../core/reasons.ts'
import { withoutMode } from '../core/routing/overrides.ts'
import type { AskRequest, Mode } from '../core/types.ts'
import type { AskHistory } from './ask-history.ts'
import { askInput } from './ask-input.ts'
import { placeOf } from './ask-place.ts'
import type { Place } from './ask-place.ts'
import { tellTrouble } from './ask-trouble.ts'
import type { Asks } from './asks.ts'
import type { EditPreview } from './edit-preview.ts'
import { localise, localiseLabel } from './localise.ts'
import { readSetting, tellAbout } from './settings.ts'

export interface AskFlowParts {
  readonly asks: Asks
  readonly history: AskHistory
  readonly preview: EditPreview
  /** Asks both ways in place of one. */
  readonly compare: (request: AskRequest) => Promise<AskSession>
  /** Brings the answer into view, and leaves the keyboard where it is. */
  readonly reveal: () => unknown
  readonly isRevealed: () => boolean
}

/** What another extension, a key binding or a button may give with the command. */
export interface AskArguments {
  readonly text?: string
  readonly mode?: Mode
}

type Question = Omit<AskRequest, 'kind' | 'id'>

export class AskFlow {
  private readonly parts: AskFlowParts
  /** With the mode that was wanted: Compare asks two ways. */
  private last: Question | undefined

  constructor(parts: AskFlowParts) {
    this.parts = parts
  }

  /** Asks for the question unless it is given. */
  async ask(given: AskArguments = {}): Promise<AskSession | undefined> {
    const { history } = this.parts
    const editor = vscode.window.activeTextEditor
    const place = placeOf(editor)
    const mode = given.mode ?? readSetting('mode', editor?.document.uri)
    if (given.text) {
      if (place.leftOut) void tellLeftOut(place)
      return this.run({ text: given.text, mode, ...place })
    }
    const asked = await askInput({
      history: () => history.all,
      forget: (text) => history.forget(text),
      mode,
      about: aboutOf(place),
      text: '',
    })
    return asked && this.run({ ...asked, ...place })
  }

  /** The last question once more, about the same place. @param mode over what its text says */
  async again(mode?: Mode): Promise<AskSession | undefined> {
    const { last } = this
    if (!last) return this.ask()
    return this.run(mode === undefined ? last : { ...last, text: withoutMode(last.text), mode })
  }

  /** The last question, with what was meant by it. */
  async choose(label: string): Promise<AskSession | undefined> {
    const { last } = this
    return last && this.run({ ...last, text: `/${label} ${last.text}` })
  }

  /** What the last answer offers to run. Only ever called by someone's click. */
  async runCommand(): Promise<void> {
    const offer = this.parts.asks.current?.command
    if (offer) await vscode.commands.executeCommand(offer.command, ...offer.args)
  }

  private async run(question: Question): Promise<AskSession> {
    const { text, mode, context, file } = question
    this.last = question
    const { asks, history, compare } = this.parts
    await history.add(text)
    const request: AskRequest = { kind: 'ask', id: crypto.randomUUID(), text, context, mode, ...(file && { file }) }
    await this.parts.reveal()
    const session = await this.withProgress(() => (mode === 'compare' ? compare(request) : asks.run(request)))
    // Another ask has taken its place.
    if (asks.current?.request.id === session.request.id) await this.follow(session)
    return session
  }

  private withProgress(run: () => Promise<AskSession>): Promise<AskSession> {
    const answer = run()
    // Where the panel shows it, its stop button is at hand.
    if (!this.parts.isRevealed()) {
      const title = vscode.l10n.t('Shortline is answering')
      const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true }
      void vscode.window.withProgress(options, (_, token) => {
        token.onCancellationRequested(() => this.parts.asks.stop())
        return answer
      })
    }
    return answer
  }

  /** What the answer leads to; a message never holds up who asked. */
  private async follow(session: AskSession): Promise<void> {
    const { outcome, choice, command, edits } = session
    if (outcome?.kind === 'done' && edits.length > 0) await this.parts.preview.show(edits)
    else if (choice.length > 0) void this.offerChoice(choice)
    else if (command) void this.offerCommand(command.title)
    else if (outcome) void tellTrouble(outcome)
  }

  private async offerChoice(labels: readonly string[]): Promise<void> {
    const items = labels.map((label) => ({ label: localiseLabel(label), description: `/${label}`, name: label }))
    const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('What Do You Mean?') })
    if (chosen) await this.choose(chosen.name)
  }

  private async offerCommand(title: string): Promise<void> {
    const run = vscode.l10n.t('Run')
    const text = vscode.l10n.t('VS Code does this itself: {0}', title)
    if ((await vscode.window.showInformationMessage(text, run)) === run) await this.runCommand()
  }
}

/** What is asked without the file says so, with the setting that keeps the file out. */
function tellLeftOut(place: Place): unknown {
  const text = `Shortline: ${aboutOf(place)}`
  const setting = place.leftOut && settingBehind(place.leftOut.reason)
  return setting ? tellAbout(setting, text) : vscode.window.showWarningMessage(text)
}

/** For the title of the input. */
function aboutOf({ file, leftOut }: Place): string {
  if (leftOut) return vscode.l10n.t('without {0}: {1}', leftOut.path, localise(describeRefusal(leftOut.reason)))
  if (!file) return vscode.l10n.t('no file')
  return `${file.path}:${file.startLine}–${file.endLine}`
}
