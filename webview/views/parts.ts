/** Small pieces that several views share. */
import { t } from '@vscode/l10n'
import { linkName, routeKind, routeName } from '../words.ts'
import { visible } from '../inert.ts'
import type { Lines, Link, Route } from '../protocol.ts'
import { h, type Action, type Attribute, type Element, type Node } from '../vnode.ts'

export function button(
  title: string,
  action: Action,
  icon?: string,
  more: { [N in Attribute]?: string } = {},
): Element {
  return h('button.action', { type: 'button', action, ...more }, icon !== undefined && h('span.icon', { icon }), title)
}

/** A button with a picture only; its title is what a screen reader says. */
export function iconButton(title: string, action: Action, icon: string): Element {
  return h('button.icon-button', { type: 'button', title, 'aria-label': title, action, icon })
}

export function linkButton(link: Link): Element {
  return button(linkName(link), { type: 'link', link })
}

/** A part that has nothing to show yet says what it will show, and how to get there. */
export function emptyState(icon: string, title: string, text: string, ...found: readonly Node[]): Element {
  return h(
    'div.empty',
    {},
    h('span.empty-icon', { icon }),
    h('p.empty-title', {}, title),
    h('p.muted', {}, text),
    found.length > 0 && h('div.actions', {}, found),
  )
}

export function section(title: string, id: string, ...children: readonly (Node | false | null)[]): Element {
  return h('section.block', { 'aria-labelledby': id, key: id }, h('h2.heading', { id }, title), children)
}

export function routeTag(route: Route): Element {
  return h('span.route', { 'data-kind': routeKind(route) }, h('span.dot', { 'aria-hidden': 'true' }), routeName(route))
}

/** Name and lines of a file; opens it there. */
export function placeLink(lines: Lines, prefix?: string): Element {
  const { path, startLine, endLine } = lines
  const range = startLine === endLine ? `${startLine}` : `${startLine}–${endLine}`
  const slash = path.lastIndexOf('/')
  const title = visible(`${path}:${range}`)
  return h(
    'button.place',
    { type: 'button', title, action: { type: 'open', lines: { path, startLine, endLine } } },
    prefix !== undefined && h('span.number', {}, prefix),
    h('span.file', {}, visible(path.slice(slash + 1))),
    h('span.muted', {}, `:${range}`),
    slash > 0 && h('span.folder', {}, visible(path.slice(0, slash))),
  )
}

export function pair(name: string, ...value: readonly (Node | false | null)[]): Node[] {
  return [h('dt', {}, name), h('dd', {}, value)]
}

/** Under a number: which part of the whole it is. */
export function shareLine(share: number): Element {
  return h('span.share', { share, 'aria-hidden': 'true' })
}

export function tile(name: string, value: string): Element {
  return h('div.tile', {}, h('dt', {}, name), h('dd', {}, value))
}

/** The ledger can't be read: what to do, and what to press when that is done. */
export function ledgerTrouble(message: string): Element {
  return h(
    'div.notice',
    { key: 'ledger', 'data-kind': 'error', role: 'alert' },
    h('span.icon', { icon: 'error' }),
    h('p', { dir: 'auto' }, visible(message)),
    h('div.actions', {}, button(t('Try Again'), { type: 'retry' }), linkButton('log')),
  )
}

export function warning(text: string): Element {
  return h('span.warning', {}, h('span.icon', { icon: 'warning' }), text)
}
