/**
 * Posts what changed of the panel's state, at most once a frame, and only while someone looks: of a hidden panel
 * nothing is made and nothing sent, only remembered by name. Knows nothing of VS Code, so that this can be tested.
 */

export interface FeedParts<Section extends string> {
  readonly all: readonly Section[]
  readonly isVisible: () => boolean
  /** Makes the sections and sends them. */
  readonly post: (sections: readonly Section[]) => void
  /** Runs something later; gives a function that calls it off. */
  readonly after: (ms: number, run: () => void) => () => void
}

export const frameMs = 16
/** For what changes with the typing: nobody reads faster, and it must not cost a keystroke anything. */
export const leisureMs = 1000

export class PanelFeed<Section extends string> {
  private readonly parts: FeedParts<Section>
  private readonly stale: Set<Section>
  /** The page runs and takes messages. */
  private isReady = false
  private callOffFrame: (() => void) | undefined
  private callOffLater: (() => void) | undefined

  constructor(parts: FeedParts<Section>) {
    this.parts = parts
    this.stale = new Set(parts.all)
  }

  /** A post would arrive. */
  get isOpen(): boolean {
    return this.isReady && this.parts.isVisible()
  }

  /** The page has begun, and knows nothing: it gets everything, and waits for no frame. */
  opened(): void {
    this.callOff()
    this.isReady = true
    for (const section of this.parts.all) this.stale.add(section)
    this.post()
  }

  /** The page is gone; a new one says so. */
  closed(): void {
    this.isReady = false
    this.callOff()
  }

  dispose(): void {
    this.callOff()
  }

  changed(...sections: readonly Section[]): void {
    for (const section of sections) this.stale.add(section)
    if (!this.isOpen) return
    this.callOffFrame ??= this.parts.after(frameMs, () => {
      this.callOffFrame = undefined
      this.post()
    })
  }

  changedAtLeisure(...sections: readonly Section[]): void {
    if (!this.isOpen) {
      this.changed(...sections)
      return
    }
    this.callOffLater ??= this.parts.after(leisureMs, () => {
      this.callOffLater = undefined
      this.changed(...sections)
    })
  }

  private post(): void {
    if (!this.isOpen) return
    const sections = [...this.stale]
    this.stale.clear()
    this.parts.post(sections)
  }

  private callOff(): void {
    this.callOffFrame?.()
    this.callOffLater?.()
    this.callOffFrame = undefined
    this.callOffLater = undefined
  }
}
