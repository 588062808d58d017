from dataclasses import dataclass


@dataclass
class Sale:
    sku: str
    quantity: int
    price: float

    @property
    def total(self) -> float:
        return self.quantity * self.price


def revenue_by_sku(sales: list[Sale]) -> dict[str, float]:
    revenue: dict[str, float] = {}
    for sale in sales:
        revenue[sale.sku] = revenue.get(sale.sku, 0.0) + sale.total
    return revenue
