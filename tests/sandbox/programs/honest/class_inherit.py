# result: "short 2"
class Side:
    label = "long"
    def describe(self, n):
        return f"{self.label} {n}"

class Short(Side):
    label = "short"

result = Short().describe(2)
