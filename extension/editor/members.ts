/**
 * Asks the language server for the members behind a dot, so that no suggestion writes one that does not exist. It gets
 * little time: what comes later counts from the next keystroke on, and a suggestion never waits for it twice.
 */
import * as vscode from 'vscode'
import { isKnownMember, memberColumn } from '../core/completion/members.ts'
import type { Ask, Question } from './inline-provider.ts'

/** Together with the engine's own time it stays within the editor's delay before it asks. */
const patienceMs = 30
/** A name is typed in less; a receiver's type may have changed since. */
const freshMs = 10_000
const mostReceivers = 32

interface Asked {
  readonly since: number
  readonly answer: Promise<readonly string[] | undefined>
  names: readonly string[] | undefined
}

export class Members {
  /** By document, line and its text up to the dot, the oldest first. */
  private readonly asked = new Map<string, Asked>()

  /** `ask`, told the members where the cursor stands behind a dot. */
  informed(ask: (question: Question & { members?: readonly string[] }, signal: AbortSignal) => ReturnType<Ask>): Ask {
    return async (question, signal) => {
      const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === question.uri)
      if (document?.version !== question.version) return ask(question, signal)
      const asked = this.look(document, document.positionAt(question.offset))
      if (!asked) return ask(question, signal)
      const members = asked.names ?? (await inTime(asked.answer, signal))
      return ask(members ? { ...question, members } : question, signal)
    }
  }

  /**
   * Whether text that may end within a name fits the members, as far as they are known by now. Text that was suggested
   * before the dot stays until they are.
   */
  allows(document: vscode.TextDocument, position: vscode.Position, text: string): boolean {
    const typed = document.lineAt(position.line).text.slice(0, position.character)
    return isKnownMember(typed, text, this.look(document, position)?.names, false)
  }

  forget(): void {
    this.asked.clear()
  }

  /** What was asked for the dot before a position, asked now unless it was; undefined where there is none. */
  private look(document: vscode.TextDocument, { line, character }: vscode.Position): Asked | undefined {
    const typed = document.lineAt(line).text.slice(0, character)
    const column = memberColumn(typed)
    if (column === undefined) return undefined
    const key = keyOf(document, line, typed, column)
    const known = this.fresh(key)
    if (known) return known
    const answer = fetchMembers(document.uri, new vscode.Position(line, column))
    const asked: Asked = { since: performance.now(), answer, names: undefined }
    this.asked.delete(key)
    this.asked.set(key, asked)
    for (const oldest of [...this.asked.keys()].slice(0, -mostReceivers)) this.asked.delete(oldest)
    void answer.then((names) => {
      asked.names = names
      // A server that is still loading may know it at the next keystroke.
      if (!names && this.asked.get(key) === asked) this.asked.delete(key)
    })
    return asked
  }

  private fresh(key: string): Asked | undefined {
    const asked = this.asked.get(key)
    return asked && performance.now() - asked.since < freshMs ? asked : undefined
  }
}

/** With its line: the same text may mean something else on another one. */
function keyOf({ uri }: vscode.TextDocument, line: number, typed: string, column: number): string {
  return `${uri.toString()}\n${line}\n${typed.slice(0, column)}`
}

async function inTime<T>(answer: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return await new Promise((resolve) => {
    const end = (value?: T): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      resolve(value)
    }
    const stop = (): void => end()
    const timer = setTimeout(stop, patienceMs)
    signal.addEventListener('abort', stop)
    void answer.then(end)
  })
}

const { CompletionItemKind: kinds } = vscode
/** Proposed whatever stands before the dot: they say nothing about it. */
const general = new Set<vscode.CompletionItemKind | undefined>([
  ...[kinds.Text, kinds.Keyword, kinds.Snippet, kinds.Color, kinds.File, kinds.Folder, kinds.Reference],
])

/** Names of the members at a position behind a dot; undefined when nobody knows, or not all of them. */
async function fetchMembers(uri: vscode.Uri, position: vscode.Position): Promise<readonly string[] | undefined> {
  try {
    const command = 'vscode.executeCompletionItemProvider'
    const list = await vscode.commands.executeCommand<vscode.CompletionList | undefined>(command, uri, position)
    if (!list || list.isIncomplete || list.items.every(({ kind }) => general.has(kind))) return undefined
    return list.items.flatMap(({ label }) => nameIn(typeof label === 'string' ? label : label.label))
  } catch {
    // Another extension's failure: the suggestion goes on without it.
    return undefined
  }
}

/** Labels may have a mark before the name, and parameters behind it. */
function nameIn(label: string): string[] {
  return /[\p{L}_$][\p{L}\p{N}_$]*/u.exec(label)?.slice(0, 1) ?? []
}
