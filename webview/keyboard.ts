/** Arrow keys among what belongs together: tabs, ranges, rows. The Tab key stops there once. */

const steps: Readonly<Record<string, { readonly by: number; readonly direction: 'horizontal' | 'vertical' }>> = {
  ArrowLeft: { by: -1, direction: 'horizontal' },
  ArrowRight: { by: 1, direction: 'horizontal' },
  ArrowUp: { by: -1, direction: 'vertical' },
  ArrowDown: { by: 1, direction: 'vertical' },
}

export function moveFocus(event: KeyboardEvent): void {
  const from = event.target
  if (!(from instanceof HTMLButtonElement)) return
  const group = from.closest<HTMLElement>('[data-arrows]')
  if (!group) return
  const buttons = [...group.querySelectorAll<HTMLButtonElement>('button[tabindex]')]
  const at = buttons.indexOf(from)
  const to = target(event.key, group.dataset['arrows'], at, buttons.length)
  if (at < 0 || to === undefined) return
  event.preventDefault()
  const button = buttons[to]!
  // Where the stop of the Tab key is now, it stays when the focus leaves.
  for (const each of buttons) each.tabIndex = each === button ? 0 : -1
  button.focus()
  const chooses = button.getAttribute('role')
  if (chooses === 'tab' || chooses === 'radio') button.click()
}

function target(key: string, direction: string | undefined, at: number, count: number): number | undefined {
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  const step = steps[key]
  if (step?.direction !== direction || !step) return undefined
  const to = at + step.by
  // A ring of tabs; a list has ends.
  return direction === 'horizontal' ? (to + count) % count : Math.min(count - 1, Math.max(0, to))
}
