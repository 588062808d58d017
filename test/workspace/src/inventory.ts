export interface Item {
  readonly sku: string
  readonly name: string
  readonly price: number
  quantity: number
}

export class Inventory {
  private readonly items = new Map<string, Item>()

  add(item: Item): void {
    const known = this.items.get(item.sku)
    if (known) {
      known.quantity += item.quantity
    } else {
      this.items.set(item.sku, { ...item })
    }
  }

  remove(sku: string, quantity: number): boolean {
    const known = this.items.get(sku)
    if (!known || known.quantity < quantity) {
      return false
    }
    known.quantity -= quantity
    return true
  }

  get value(): number {
    let total = 0
    for (const item of this.items.values()) {
      total += item.price * item.quantity
    }
    return total
  }
}
