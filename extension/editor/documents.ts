/**
 * Mirrors text documents into the model host: the open ones and those edited lately, so that it answers from what
 * stands on the screen and copies from the neighbours. Never more of a document at once than an editor can spare.
 */
import * as vscode from 'vscode'
import { clipEdits, nextToSend } from '../core/partial-mirror.ts'
import type { MirrorEdit } from '../core/partial-mirror.ts'
import type { RefusedReason } from '../core/types.ts'
import { lengthOf, pathOf, refusalFor } from './document-policy.ts'

/** The model host, as far as documents go. Hears nothing unless it runs. */
export interface DocumentHost {
  /** Called when there is a first document; `openAll` is expected once it runs. */
  start(): void
  open(document: { uri: string; path: string; language: string; version: number; text: string }): void
  change(uri: string, version: number, edits: readonly MirrorEdit[]): void
  close(uri: string): void
}

interface Mirrored {
  readonly document: vscode.TextDocument
  readonly uri: string
  /** Characters that the host knows; undefined: all of them. */
  known: number | undefined
}

const mostDocuments = 20
/** A document of this size takes about a millisecond to read and to send. */
const pieceChars = 131_072
/** Larger ones are mirrored while they are on the screen, not as neighbours. */
const mostNeighbourChars = 1_000_000
/** For a document whose text has not arrived in full: no request is made for it. */
const incomplete = -1

export class DocumentMirror {
  /** By address, the longest unused first. */
  private readonly mirrored = new Map<string, Mirrored>()
  private readonly refused = new Map<string, RefusedReason>()
  private readonly host: DocumentHost
  private connected = false
  private pump: NodeJS.Immediate | undefined
  private readonly completed = new vscode.EventEmitter<string>()
  private readonly subscriptions: readonly { dispose(): unknown }[]

  /** @param onChange called for every change, after the host was told */
  constructor(host: DocumentHost, onChange: (event: vscode.TextDocumentChangeEvent) => void) {
    this.host = host
    const { workspace, window } = vscode
    this.subscriptions = [
      this.completed,
      workspace.onDidOpenTextDocument((document) => this.offer(document)),
      workspace.onDidCloseTextDocument((document) => this.forget(document)),
      workspace.onDidChangeTextDocument((event) => {
        this.change(event)
        onChange(event)
      }),
      window.onDidChangeVisibleTextEditors((editors) => editors.forEach(({ document }) => this.ensure(document))),
      window.onDidChangeActiveTextEditor((editor) => editor && this.ensure(editor.document)),
    ]
  }

  dispose(): void {
    this.disconnect()
    for (const subscription of this.subscriptions) subscription.dispose()
  }

  /** Takes in what is open; again after the settings changed. */
  refresh(): void {
    this.refused.clear()
    for (const { document } of [...this.mirrored.values()]) if (this.refusal(document)) this.forget(document)
    for (const document of vscode.workspace.textDocuments) this.offer(document)
    for (const { document } of vscode.window.visibleTextEditors) this.ensure(document)
    const active = vscode.window.activeTextEditor?.document
    if (active) this.ensure(active)
  }

  /** The host runs and knows nothing: sends everything, what is on the screen first. */
  openAll(): void {
    this.connected = true
    for (const entry of this.mirrored.values()) entry.known = 0
    const active = vscode.window.activeTextEditor?.document.uri.toString() ?? ''
    const first = this.mirrored.get(active)
    if (first) this.sendPiece(first)
    this.pump ??= setImmediate(() => this.sendNext())
  }

  /** The host is gone. */
  disconnect(): void {
    this.connected = false
    clearImmediate(this.pump)
    this.pump = undefined
  }

  get isEmpty(): boolean {
    return this.mirrored.size === 0
  }

  /** Mirrors a document that someone looks at; gives the reason where that may not be. */
  ensure(document: vscode.TextDocument): RefusedReason | undefined {
    const uri = document.uri.toString()
    const entry = this.mirrored.get(uri)
    if (entry?.document === document) {
      this.mirrored.delete(uri)
      this.mirrored.set(uri, entry)
      return undefined
    }
    const reason = this.refusal(document)
    if (reason) return reason
    this.add(document, uri)
    this.evict()
    return undefined
  }

  /** Why a document is never mirrored. */
  refusal(document: vscode.TextDocument): RefusedReason | undefined {
    const uri = document.uri.toString()
    const known = this.refused.get(uri)
    if (known) return known
    const reason = document.isClosed ? 'unsupported-document' : refusalFor(document)
    if (reason) this.refused.set(uri, reason)
    return reason
  }

  /** The host has, or is about to have, all of the document. */
  isComplete(document: vscode.TextDocument): boolean {
    const entry = this.mirrored.get(document.uri.toString())
    return entry !== undefined && entry.known === undefined
  }

  /** Resolves when the host was sent all of the document, or when nobody waits for it any more. */
  complete(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<void> {
    if (this.isComplete(document) || !this.connected) return Promise.resolve()
    const uri = document.uri.toString()
    return new Promise((resolve) => {
      const subscriptions = [
        this.completed.event((completed) => completed === uri && done()),
        token.onCancellationRequested(() => done()),
      ]
      const done = (): void => {
        for (const subscription of subscriptions) subscription.dispose()
        resolve()
      }
    })
  }

  /** A document nobody may be looking at: taken where there is room. */
  private offer(document: vscode.TextDocument): void {
    const uri = document.uri.toString()
    if (this.mirrored.has(uri) || this.mirrored.size >= mostDocuments) return
    if (!this.refusal(document) && lengthOf(document) <= mostNeighbourChars) this.add(document, uri)
  }

  private add(document: vscode.TextDocument, uri: string): void {
    const entry: Mirrored = { document, uri, known: 0 }
    this.mirrored.set(uri, entry)
    if (this.connected) this.sendPiece(entry)
    else this.host.start()
  }

  private evict(): void {
    const visible = new Set(vscode.window.visibleTextEditors.map((editor) => editor.document))
    for (const { document } of [...this.mirrored.values()]) {
      const tooMany = this.mirrored.size > mostDocuments
      if (visible.has(document) || !(tooMany || lengthOf(document) > mostNeighbourChars)) continue
      this.forget(document)
    }
  }

  private forget(document: vscode.TextDocument): void {
    const uri = document.uri.toString()
    this.refused.delete(uri)
    if (!this.mirrored.delete(uri)) return
    this.host.close(uri)
    this.completed.fire(uri)
  }

  private change({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const entry = this.mirrored.get(document.uri.toString())
    // Only the dirty mark changed.
    if (!entry || contentChanges.length === 0) return
    // In VS Code's order, in which each offset counts in the text that the changes before it left.
    const edits = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      offset: rangeOffset,
      deleted: rangeLength,
      inserted: text,
    }))
    const growth = edits.reduce((sum, { inserted }) => sum + inserted.length, 0)
    if (growth > mostNeighbourChars && refusalFor(document)) {
      this.forget(document)
    } else if (this.connected && entry.known === undefined) {
      this.host.change(entry.uri, document.version, edits)
    } else if (this.connected) {
      const clipped = clipEdits(edits, entry.known!)
      entry.known = clipped.known
      if (clipped.edits.length > 0) this.host.change(entry.uri, incomplete, clipped.edits)
    }
  }

  /** One piece per turn of the event loop. */
  private sendNext(): void {
    this.pump = undefined
    const entry = nextToSend([...this.mirrored.values()])
    if (entry) this.sendPiece(entry)
  }

  private sendPiece(entry: Mirrored): void {
    const { document, uri, known = 0 } = entry
    const from = document.positionAt(known)
    // Never between the two characters of a line end.
    const to = document.positionAt(known + pieceChars)
    const end = document.offsetAt(to)
    const text = document.getText(new vscode.Range(from, to))
    const isLast = end >= lengthOf(document)
    const version = isLast ? document.version : incomplete
    if (known === 0) this.host.open({ uri, path: pathOf(document), language: document.languageId, version, text })
    else this.host.change(uri, version, [{ offset: known, deleted: 0, inserted: text }])
    entry.known = isLast ? undefined : end
    if (isLast) this.completed.fire(uri)
    this.pump ??= setImmediate(() => this.sendNext())
  }
}
