/**
 * Brings the page to what a view returned, changing only what differs. The one place where elements are made:
 * text becomes text nodes, and elements and attributes outside the lists of `vnode.ts` can't come to be.
 */
import { iconSource } from './icons.ts'
import type { Action, Attribute, Element as Wanted, Node as WantedNode, Tag } from './vnode.ts'
import { tags } from './vnode.ts'

interface Mounted {
  wanted: WantedNode
  readonly node: Text | HTMLElement
  children: Mounted[]
}

const allowedTags: ReadonlySet<string> = new Set(tags)
const attributeNames =
  /^(class|dir|disabled|for|id|maxlength|open|placeholder|role|scope|spellcheck|start|tabindex|title|type|(aria|data)-[a-z-]+)$/

const actions = new WeakMap<EventTarget, Action>()

/** The action of the element that was clicked, or of the nearest around it. */
export function actionOf(target: EventTarget | null): Action | undefined {
  for (let at = target; at instanceof Element; at = at.parentElement) {
    const action = actions.get(at)
    if (action) return action
  }
  return undefined
}

export class Root {
  private readonly element: HTMLElement
  private mounted: Mounted[] = []

  constructor(element: HTMLElement) {
    this.element = element
  }

  show(wanted: readonly WantedNode[]): void {
    this.mounted = patchChildren(this.element, this.mounted, wanted)
  }
}

function patchChildren(parent: HTMLElement, before: readonly Mounted[], wanted: readonly WantedNode[]): Mounted[] {
  let same = 0
  while (same < before.length && same < wanted.length && before[same]!.wanted === wanted[same]) same++
  if (same === before.length && same === wanted.length) return before as Mounted[]

  const keyed = new Map<string, Mounted>()
  const others: Mounted[] = []
  const stays = new Set(wanted.slice(same).map(keyOf))
  for (const child of before.slice(same)) {
    const key = keyOf(child.wanted)
    if (key === undefined) others.push(child)
    else if (stays.has(key)) keyed.set(key, child)
    // Gone first: what stays is then in its place and need not move, which would cost it the focus.
    else child.node.remove()
  }
  const after = before.slice(0, same)
  let place = same === 0 ? afterIcon(parent) : before[same - 1]!.node.nextSibling
  for (const child of wanted.slice(same)) {
    const key = keyOf(child)
    const candidate = key === undefined ? others.shift() : keyed.get(key)
    const fits = candidate !== undefined && sameKind(candidate.wanted, child)
    if (key !== undefined && candidate) keyed.delete(key)
    if (candidate && !fits) {
      if (place === candidate.node) place = candidate.node.nextSibling
      candidate.node.remove()
    }
    const kept = fits ? patch(candidate, child) : mount(child)
    if (kept.node === place) place = place.nextSibling
    else parent.insertBefore(kept.node, place)
    after.push(kept)
  }
  for (const { node } of [...others, ...keyed.values()]) node.remove()
  return after
}

const afterIcon = (parent: HTMLElement): ChildNode | null =>
  parent.firstChild instanceof SVGElement ? parent.firstChild.nextSibling : parent.firstChild

const keyOf = (wanted: WantedNode): string | undefined => (typeof wanted === 'string' ? undefined : wanted.key)

function sameKind(a: WantedNode, b: WantedNode): boolean {
  if (typeof a === 'string' || typeof b === 'string') return typeof a === typeof b
  return a.tag === b.tag && a.icon === b.icon
}

function mount(wanted: WantedNode): Mounted {
  if (typeof wanted === 'string') return { wanted, node: document.createTextNode(wanted), children: [] }
  const node = document.createElement(allowed(wanted.tag))
  if (wanted.icon !== undefined) node.append(drawIcon(wanted.icon))
  for (const [name, value] of attributesOf(wanted)) setAttribute(node, name, value)
  setExtras(node, wanted)
  return { wanted, node, children: patchChildren(node, [], wanted.children) }
}

function patch(mounted: Mounted, wanted: WantedNode): Mounted {
  const { node, wanted: had } = mounted
  if (had === wanted) return mounted
  mounted.wanted = wanted
  if (typeof wanted === 'string' || typeof had === 'string') {
    node.textContent = wanted as string
    return mounted
  }
  const element = node as HTMLElement
  for (const name of Object.keys(had.attributes) as Attribute[]) {
    // What the user opened or closed stays so.
    if (!(name in wanted.attributes) && name !== 'open') element.removeAttribute(name)
  }
  for (const [name, value] of attributesOf(wanted)) {
    if (had.attributes[name] !== value) setAttribute(element, name, value)
  }
  setExtras(element, wanted)
  mounted.children = patchChildren(element, mounted.children, wanted.children)
  return mounted
}

const attributesOf = ({ attributes }: Wanted): [Attribute, string][] =>
  Object.entries(attributes) as [Attribute, string][]

function setExtras(element: HTMLElement, { action, share }: Wanted): void {
  if (action) actions.set(element, action)
  else actions.delete(element)
  if (share === undefined) element.style.removeProperty('--share')
  else element.style.setProperty('--share', share.toFixed(4))
}

function allowed(tag: Tag): Tag {
  if (!allowedTags.has(tag)) throw new Error(`The panel shows no <${tag}>`)
  return tag
}

function setAttribute(element: HTMLElement, name: Attribute, value: string): void {
  if (!attributeNames.test(name)) throw new Error(`The panel sets no attribute ${name}`)
  element.setAttribute(name, value)
}

const drawnIcons = new Map<string, SVGElement>()

function drawIcon(name: string): SVGElement {
  const drawn = drawnIcons.get(name)
  if (drawn) return drawn.cloneNode(true) as SVGElement
  const parsed = new DOMParser().parseFromString(iconSource(name), 'image/svg+xml').documentElement
  const svg = document.importNode(parsed, true) as unknown as SVGElement
  svg.setAttribute('aria-hidden', 'true')
  drawnIcons.set(name, svg)
  return svg.cloneNode(true) as SVGElement
}
