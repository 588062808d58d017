import type { Item } from './inventory'

export function formatPrice(amount: number): string {
  return `${amount.toFixed(2)} EUR`
}

export function report(items: readonly Item[]): string {
  const lines = items.map((item) => `${item.name.padEnd(20)} ${item.quantity} x ${formatPrice(item.price)}`)
  return lines.join('\n')
}
