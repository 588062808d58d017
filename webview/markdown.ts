/** Markdown to nodes, through markdown-it's tokens: no HTML is ever made, and raw HTML in it is text. */
import MarkdownIt, { type Token } from 'markdown-it'
import { visible, webAddress } from './inert.ts'
import { h, type Node, type Tag } from './vnode.ts'

const parser = new MarkdownIt('default', { html: false, linkify: false, typographer: false })
// What is refused here stays in the text as it was written, address and all.
parser.validateLink = (href) => webAddress(href) !== undefined

/** Opens source number `n`, if the answer has such a source. */
export type Cite = (n: number, key: string) => Node | undefined

/** One block of an answer. */
export function markdown(text: string, cite: Cite): Node[] {
  return nest(parser.parse(visible(text), {}), cite)
}

const tagOf: Readonly<Record<string, Tag>> = {
  p: 'p',
  // An answer stands below headings of the panel's own.
  h1: 'h3',
  h2: 'h4',
  h3: 'h5',
  h4: 'h6',
  h5: 'h6',
  h6: 'h6',
  ul: 'ul',
  ol: 'ol',
  li: 'li',
  blockquote: 'blockquote',
  table: 'table',
  thead: 'thead',
  tbody: 'tbody',
  tr: 'tr',
  th: 'th',
  td: 'td',
  em: 'em',
  strong: 'strong',
  s: 'del',
}

interface Level {
  readonly token: Token
  readonly nodes: Node[]
}

function nest(tokens: readonly Token[], cite: Cite): Node[] {
  const top: Node[] = []
  const open: Level[] = []
  const add = (...nodes: Node[]): void => void (open.at(-1)?.nodes ?? top).push(...nodes)
  for (const token of tokens) {
    // A tight list has no paragraphs.
    if (token.hidden) continue
    if (token.nesting === 1) open.push({ token, nodes: [] })
    else if (token.nesting === -1) {
      const level = open.pop()
      if (level) add(...closed(level))
    } else add(...leaf(token, cite))
  }
  return top
}

function closed({ token, nodes }: Level): Node[] {
  if (token.type === 'link_open') {
    const url = webAddress(attribute(token, 'href'))
    return url === undefined ? nodes : [webLink(url, nodes)]
  }
  const tag = tagOf[token.tag]
  if (!tag) return nodes
  const start = attribute(token, 'start')
  const element = h(tag, tag === 'ol' && /^\d{1,9}$/.test(start) ? { start } : {}, nodes)
  // Wide tables scroll by themselves.
  return [tag === 'table' ? h('div.scroll', { tabindex: '0' }, element) : element]
}

/** A button, for a web view would follow a link by itself: the host opens it, after VS Code has asked. */
export function webLink(url: string, nodes: readonly Node[]): Node {
  return h('button.link', { type: 'button', role: 'link', title: url, action: { type: 'browse', url } }, nodes)
}

function leaf(token: Token, cite: Cite): Node[] {
  switch (token.type) {
    case 'inline':
      return nest(token.children ?? [], cite)
    case 'text':
      return withCitations(token.content, cite)
    case 'code_inline':
      return [h('code', { dir: 'ltr' }, token.content)]
    case 'code_block':
    case 'fence':
      return [h('pre', { dir: 'ltr' }, h('code', {}, token.content.replace(/\n$/, '')))]
    case 'softbreak':
      return ['\n']
    case 'hardbreak':
      return [h('br')]
    case 'hr':
      return [h('hr')]
    case 'image':
      // Never loaded: a picture's address can carry away what was asked.
      return [h('span.inert', {}, `![${token.content}](${attribute(token, 'src')})`)]
    default:
      return [token.content]
  }
}

function withCitations(text: string, cite: Cite): Node[] {
  const nodes: Node[] = []
  let done = 0
  for (const match of text.matchAll(/\[(\d{1,3})\]/g)) {
    const citation = cite(Number(match[1]), match[0])
    if (citation === undefined) continue
    if (match.index > done) nodes.push(text.slice(done, match.index))
    nodes.push(citation)
    done = match.index + match[0].length
  }
  if (done < text.length) nodes.push(text.slice(done))
  return nodes
}

function attribute(token: Token, name: string): string {
  return String(token.attrGet(name) ?? '')
}
