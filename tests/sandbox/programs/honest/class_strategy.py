# result: 3
class Strategy:
    """Keeps a position."""

    def __init__(self, size=1):
        self.size = size
        self._position = 0

    def on_bar(self, price):
        if price > 10:
            self._position += self.size
        return self._position

s = Strategy()
for price in [11, 12, 9, 15]:
    s.on_bar(price)
result = s._position
