export function createBasket() {
  const entries = []

  return {
    add(item, quantity = 1) {
      entries.push({ item, quantity })
    },
    total() {
      return entries.reduce((sum, entry) => sum + entry.item.price * entry.quantity, 0)
    },
  }
}
