# result: 20.0
from dataclasses import dataclass, field

@dataclass
class Trade:
    symbol: str
    qty: int
    price: float = 10.0
    tags: list = field(default_factory=list)

    def value(self) -> float:
        return self.qty * self.price

result = Trade("A", 2).value()
