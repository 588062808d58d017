/**
 * Shows the model host files that belong to the one in front, from the disk: those that it imports, and those of its
 * folder, where most lines that can be copied stand, opened or not. What may not be read is not read here either.
 */
import * as vscode from 'vscode'
import { filesBeside, kindOf, mostChars, mostFileBytes } from '../core/completion/folder-scope.ts'
import { importsOf } from '../core/completion/imports.ts'
import type { Alternatives } from '../core/completion/imports.ts'
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
/** Behind them hardly anything is imported. */
const importLines = 400

export class FolderFiles {
  private readonly mirror: DocumentMirror
  private readonly show: (files: readonly FolderFile[]) => void
  private readonly subscriptions: readonly vscode.Disposable[]
  private timer: NodeJS.Timeout | undefined
  /** Folder, kind of file and imports that were shown last, or are being read. */
  private shown = ''

  /** @param show takes the place of what was shown before */
  constructor(mirror: DocumentMirror, show: FolderFiles['show']) {
    this.mirror = mirror
    this.show = show
    this.subscriptions = [
      vscode.window.onDidChangeActiveTextEditor(() => this.soon()),
      // It may import more than before.
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (document === vscode.window.activeTextEditor?.document) this.soon()
      }),
    ]
  }

  /** The host knows nothing, or other settings hold. */
  again(): void {
    this.shown = ''
    this.soon()
  }

  dispose(): void {
    clearTimeout(this.timer)
    for (const subscription of this.subscriptions) subscription.dispose()
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
    const imports = importsOf(
      document.languageId,
      document.getText(new vscode.Range(0, 0, importLines, 0)),
      depthOf(document.uri),
    )
    const key = [folder.toString(), kindOf(name), ...imports.map(([path]) => path)].join('\n')
    if (key === this.shown) return
    this.shown = key
    const files = new Files(document.languageId, () => this.shown === key)
    // Half of the room: a few large modules don't take the place of the folder.
    for (const paths of imports) await files.readFirst(folder, paths, mostChars / 2)
    for (const other of filesBeside(name, await namesIn(folder))) await files.readFirst(folder, [other], mostChars)
    if (this.shown === key) this.show(files.found)
  }
}

/** Folders between the workspace's and the file; 0 outside of any. */
function depthOf(uri: vscode.Uri): number {
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri.path
  return root === undefined ? 0 : uri.path.slice(root.length).split('/').filter(Boolean).length - 1
}

/** Read one by one while they are wanted. */
class Files {
  readonly found: FolderFile[] = []
  private readonly language: string
  private readonly isWanted: () => boolean
  private readonly seen = new Set<string>()
  private chars = 0

  constructor(language: string, isWanted: () => boolean) {
    this.language = language
    this.isWanted = isWanted
  }

  /** The first of the paths that is there, unless all of them together would have more than so many characters. */
  async readFirst(folder: vscode.Uri, paths: Alternatives, most: number): Promise<void> {
    for (const path of paths) {
      if (!this.isWanted() || this.chars >= most) return
      const uri = vscode.Uri.joinPath(folder, path)
      const text = this.seen.has(uri.toString()) ? '' : await textOf(uri)
      if (text === undefined) continue
      this.seen.add(uri.toString())
      if (text === '' || this.chars + text.length > most) return
      this.chars += text.length
      this.found.push({ uri: uri.toString(), language: this.language, text })
      return
    }
  }
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

/** Empty for what is too large, no text, or not to be read; undefined where nothing is (any more). */
async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  if (!mayBeRead(uri)) return ''
  const { fs } = vscode.workspace
  const size = await fs.stat(uri).then(
    ({ type, size }) => (type & vscode.FileType.File ? size : undefined),
    () => undefined,
  )
  if (size === undefined || size > mostFileBytes) return size === undefined ? undefined : ''
  const text = await fs.readFile(uri).then(
    (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes),
    () => '',
  )
  return text.includes('\0') ? '' : text
}
