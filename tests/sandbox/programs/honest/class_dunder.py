# result: [3, true, "V(3)"]
class V:
    def __init__(self, x):
        self.x = x
    def __add__(self, other):
        return V(self.x + other.x)
    def __lt__(self, other):
        return self.x < other.x
    def __repr__(self):
        return f"V({self.x})"

c = V(1) + V(2)
result = [c.x, V(1) < V(2), repr(c)]
