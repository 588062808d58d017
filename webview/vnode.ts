/** What the views return: a tree of plain data, so that they run and are tested without a browser. */
import type { FromPanel, Tab } from './protocol.ts'

/** What a click does: a message to the host, or something that the panel does by itself. */
export type Action =
  | FromPanel
  | { readonly type: 'tab'; readonly tab: Tab }
  | { readonly type: 'select'; readonly id: string }
  | { readonly type: 'submit-what-if' }
  /** Shows the rest of a very long answer. */
  | { readonly type: 'unfold' }
  /** With the code block of the answer that has this key. */
  | { readonly type: 'code'; readonly use: 'copy' | 'insert' | 'diff'; readonly block: string }

/** The only elements and attributes that ever reach the page; nothing here loads or runs anything. */
export const tags = [
  ...['article', 'b', 'blockquote', 'button', 'code', 'dd', 'del', 'details', 'div', 'dl', 'dt', 'em', 'footer'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr', 'input', 'ins', 'label', 'li', 'main', 'nav', 'ol', 'p'],
  ...['pre', 's', 'section', 'span', 'strong', 'summary', 'table', 'tbody', 'td', 'th', 'thead', 'time', 'tr', 'ul'],
  'br',
  'caption',
] as const

export type Tag = (typeof tags)[number]

export type Attribute =
  | 'class'
  | 'dir'
  | 'disabled'
  | 'for'
  | 'id'
  | 'maxlength'
  | 'open'
  | 'placeholder'
  | 'role'
  | 'scope'
  | 'spellcheck'
  | 'start'
  | 'tabindex'
  | 'title'
  | 'type'
  | `aria-${string}`
  | `data-${string}`

export interface Element {
  readonly tag: Tag
  readonly key: string | undefined
  readonly attributes: Readonly<Partial<Record<Attribute, string>>>
  readonly action: Action | undefined
  /** 0 to 1, for the style sheet to draw: `--share`. */
  readonly share: number | undefined
  readonly icon: string | undefined
  readonly children: readonly Node[]
}

export type Node = Element | string

export interface Extras {
  /** Among its siblings; keeps an element (its focus, its scroll position) while others come and go. */
  readonly key?: string
  readonly action?: Action
  readonly share?: number
  readonly icon?: string
}

export type Properties = Extras & { readonly [Name in Attribute]?: string }

type Child = Node | null | false | readonly Child[]

/** `h('td.number', { title }, child, …)`: after the tag come classes; null and false leave nothing. */
export function h(name: Tag | `${Tag}.${string}`, properties: Properties = {}, ...children: readonly Child[]): Element {
  const [tag, ...classes] = name.split('.') as [Tag, ...string[]]
  const { key, action, share, icon, ...attributes } = properties
  return {
    tag,
    key,
    action,
    share,
    icon,
    attributes: classes.length > 0 ? { class: classes.join(' '), ...attributes } : attributes,
    children: flat(children),
  }
}

function flat(children: readonly Child[]): Node[] {
  return children.flatMap((child): Node[] => {
    if (child === null || child === false) return []
    return typeof child === 'object' && !('tag' in child) ? flat(child) : [child]
  })
}

/** What a reader of the screen gets of it. */
export function textOf(node: Node | readonly Node[]): string {
  if (typeof node === 'string') return node
  return 'tag' in node ? textOf(node.children) : node.map(textOf).join('')
}
