/**
 * Shows the model host the files beside the one in front, from the disk: most lines that can be copied stand in the same
 * folder, opened or not. What may not be read is not read here either.
 */
import * as vscode from 'vscode'
import { filesBeside, kindOf, mostChars, mostFileBytes } from '../core/completion/folder-scope.ts'
import { isSecretFile, pathPolicy } from '../core/paths.ts'
import { pathOf } from './document-policy.ts'
import type { DocumentMirror } from './documents.ts'
import { readSetting } from './settings.ts'

export interface FolderFile {
  readonly uri: string
  readonly language: string
  readonly text: string
}

/** Whoever looks for a file passes many. */
const settledMs = 400

export class FolderFiles {
  private readonly mirror: DocumentMirror
  private readonly show: (files: readonly FolderFile[]) => void
  private readonly subscription: vscode.Disposable
  private timer: NodeJS.Timeout | undefined
  /** Folder and kind of file that were shown last, or are being read. */
  private shown = ''

  /** @param show takes the place of what was shown before */
  constructor(mirror: DocumentMirror, show: FolderFiles['show']) {
    this.mirror = mirror
    this.show = show
    this.subscription = vscode.window.onDidChangeActiveTextEditor(() => this.soon())
  }

  /** The host knows nothing, or other settings hold. */
  again(): void {
    this.shown = ''
    this.soon()
  }

  dispose(): void {
    clearTimeout(this.timer)
    this.subscription.dispose()
  }

  private soon(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.now(), settledMs)
  }

  private async now(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document
    // Where each file has to be fetched from somewhere, only open ones are read.
    if (document?.uri.scheme !== 'file' || this.mirror.refusal(document)) return
    const folder = vscode.Uri.joinPath(document.uri, '..')
    const name = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1)
    const key = `${folder.toString()}\n${kindOf(name)}`
    if (key === this.shown) return
    this.shown = key
    const files = await readBeside(document, folder, name, () => this.shown === key)
    if (this.shown === key) this.show(files)
  }
}

async function readBeside(
  { languageId: language }: vscode.TextDocument,
  folder: vscode.Uri,
  name: string,
  isWanted: () => boolean,
): Promise<FolderFile[]> {
  const found: FolderFile[] = []
  let left = mostChars
  for (const other of filesBeside(name, await namesIn(folder))) {
    if (!isWanted() || left <= 0) break
    const uri = vscode.Uri.joinPath(folder, other)
    const text = mayBeRead(uri) ? await textOf(uri) : ''
    if (text === '' || text.length > left) continue
    left -= text.length
    found.push({ uri: uri.toString(), language, text })
  }
  return found
}

function mayBeRead(uri: vscode.Uri): boolean {
  return (
    readSetting('enabled', uri) && !isSecretFile(uri.path) && !pathPolicy(readSetting('exclude', uri))(pathOf({ uri }))
  )
}

/** Empty where the folder can't be read: a document may come from anywhere. */
async function namesIn(folder: vscode.Uri): Promise<string[]> {
  const entries = await vscode.workspace.fs.readDirectory(folder).then(
    (entries) => entries,
    () => [],
  )
  return entries.filter(([, type]) => type === vscode.FileType.File).map(([name]) => name)
}

/** Empty for what is too large, no text, or gone by now. */
async function textOf(uri: vscode.Uri): Promise<string> {
  const { fs } = vscode.workspace
  return await fs
    .stat(uri)
    .then(async ({ size }) =>
      size > mostFileBytes ? '' : new TextDecoder('utf-8', { fatal: true }).decode(await fs.readFile(uri)),
    )
    .then(
      (text) => (text.includes('\0') ? '' : text),
      () => '',
    )
}
