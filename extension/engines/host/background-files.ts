/**
 * The files from the disk that the engine copies from: those beside the one in front, and behind them others of the
 * workspace. An open document is what stands in the editor, whatever is on the disk; closed, it is a file again.
 */
import type { CompletionEngine } from '../../core/completion/engine.ts'
import type { BesideFile } from '../protocol.ts'

/** The nearest last. */
const kinds = ['workspace', 'beside'] as const
type Kind = (typeof kinds)[number]

export class BackgroundFiles {
  private readonly engine: () => CompletionEngine
  private readonly isOpen: (uri: string) => boolean
  private readonly files: Record<Kind, ReadonlyMap<string, BesideFile>> = { workspace: new Map(), beside: new Map() }

  /** @param isOpen in the editor */
  constructor(engine: () => CompletionEngine, isOpen: (uri: string) => boolean) {
    this.engine = engine
    this.isOpen = isOpen
  }

  /** In place of those of that kind before, the likeliest to be of use first. */
  show(kind: Kind, files: readonly BesideFile[]): void {
    const before = this.all()
    this.files[kind] = new Map(files.map((file) => [file.uri, file]))
    const now = this.all()
    for (const uri of before.keys()) if (!now.has(uri) && !this.isOpen(uri)) this.engine().close(uri)
    // Of documents that are alike the one used last counts as the nearest. Most stay as one goes from file to file.
    for (const file of now.values())
      if (before.get(file.uri)?.text === file.text && !this.isOpen(file.uri)) this.engine().index.use(file.uri)
      else this.stand(file)
  }

  has(kind: Kind, uri: string): boolean {
    return this.files[kind].has(uri)
  }

  /** A tab was closed. */
  closed(uri: string): void {
    const file = this.all().get(uri)
    if (file) this.stand(file)
  }

  private stand(file: BesideFile): void {
    if (!this.isOpen(file.uri)) this.engine().open(file.uri, file.language, file.text, true)
  }

  /** The nearest last. */
  private all(): Map<string, BesideFile> {
    const all = new Map<string, BesideFile>()
    for (const kind of kinds)
      for (const file of [...this.files[kind].values()].toReversed()) {
        all.delete(file.uri)
        all.set(file.uri, file)
      }
    return all
  }
}
