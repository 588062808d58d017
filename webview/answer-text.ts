/** The answer's text as nodes, made block by block: what is finished is made once. */
import { t } from '@vscode/l10n'
import { Blocks, type Block } from './blocks.ts'
import { visible } from './inert.ts'
import { markdown, type Cite } from './markdown.ts'
import { h, type Element, type Node } from './vnode.ts'
import { iconButton } from './views/parts.ts'

interface Code {
  readonly key: string
  readonly language: string
  /** Together the text, as it was written. */
  readonly texts: readonly string[]
  readonly parts: readonly Node[]
}

const blocksInPart = 32
/** Characters from which on a piece costs more to lay out than a wrong guess at its height does while one scrolls. */
const long = 2000
const sizeOf = (text: string): { 'data-long'?: '' } => (text.length < long ? {} : { 'data-long': '' })

export class AnswerNodes {
  private readonly blocks = new Blocks()
  private readonly cite: Cite
  /** Finished parts of `blocksInPart` blocks: far from the screen a part costs the browser nothing. */
  private readonly parts: Element[] = []
  /** Blocks of the part that is not full yet. */
  private made: Node[] = []
  /** Blocks of `settled` that were taken up. */
  private taken = 0
  /** The code block that the last block taken up is part of. */
  private code: Code | undefined
  private readonly codes = new Map<string, Code>()

  constructor(cite: Cite) {
    this.cite = cite
  }

  /** Makes the blocks that this finishes. */
  append(delta: string): void {
    this.blocks.append(delta)
    const { settled } = this.blocks
    for (; this.taken < settled.length; this.taken++) this.take(settled[this.taken]!)
  }

  /** Text of a code block, by its key. */
  codeOf(key: string): string {
    return (this.codes.get(key)?.texts ?? []).join('')
  }

  /** All nodes, in parts; finished parts and blocks are the same objects every time. */
  nodes(): readonly Node[] {
    const last = [...this.made, ...this.unfinished()]
    return last.length === 0 ? this.parts : [...this.parts, this.part(last)]
  }

  /** The code block that goes on, and the block that grows. */
  private unfinished(): Node[] {
    const { open } = this.blocks
    if (open?.kind === 'code') {
      const code = this.extended(open)
      const before = this.code && code.key !== this.code.key ? [codeBlock(this.code)] : []
      return [...before, codeBlock(code)]
    }
    const nodes: Node[] = this.code ? [codeBlock(this.code)] : []
    if (open) nodes.push(this.text(open, this.count + nodes.length))
    return nodes
  }

  private get count(): number {
    return this.parts.length * blocksInPart + this.made.length
  }

  private part(blocks: readonly Node[]): Element {
    return h('div.part', { key: `part-${this.parts.length}` }, blocks)
  }

  private add(block: Node): void {
    this.made.push(block)
    if (this.made.length < blocksInPart) return
    this.parts.push(this.part(this.made))
    this.made = []
  }

  private take(block: Block): void {
    if (block.kind === 'code') {
      const code = this.extended(block)
      if (this.code && this.code.key !== code.key) this.add(codeBlock(this.code))
      this.code = code
      return
    }
    if (this.code) this.add(codeBlock(this.code))
    this.code = undefined
    this.add(this.text(block, this.count))
  }

  /** The code block with this part: the one before, or a new one. */
  private extended({ language, text, part }: Extract<Block, { kind: 'code' }>): Code {
    const { code } = this
    const goesOn = code !== undefined && part > 0
    const key = goesOn ? code.key : `block-${this.count + (code ? 1 : 0)}`
    const parts = goesOn ? code.parts : []
    const extended = {
      key,
      language,
      texts: [...(goesOn ? code.texts : []), text],
      parts: [...parts, h('span.code-part', { key: String(parts.length), ...sizeOf(text) }, visible(text))],
    }
    this.codes.set(key, extended)
    return extended
  }

  private text(block: Exclude<Block, { kind: 'code' }>, position: number): Element {
    const key = `block-${position}`
    if (block.kind === 'plain') return h('div.text-part', { key, ...sizeOf(block.text) }, visible(block.text))
    return h('div.text', { key }, markdown(block.text, this.cite))
  }
}

const drawn = new WeakMap<Code, Element>()

function codeBlock(code: Code): Element {
  const before = drawn.get(code)
  if (before) return before
  const { key, language, parts } = code
  const name = visible(language)
  const use = (title: string, use: 'copy' | 'insert' | 'diff'): Element =>
    iconButton(title, { type: 'code', use, block: key }, use)
  const element = h(
    'div.code',
    { key, role: 'group', 'aria-label': name === '' ? t('Code') : t('Code in {0}', name) },
    h(
      'div.code-head',
      {},
      h('span.muted', {}, name),
      h(
        'span.code-actions',
        {},
        use(t('Copy'), 'copy'),
        use(t('Insert at Cursor'), 'insert'),
        use(t('Compare with Selection'), 'diff'),
      ),
    ),
    h('pre', { tabindex: '0', dir: 'ltr' }, h('code', {}, parts)),
  )
  drawn.set(code, element)
  return element
}
