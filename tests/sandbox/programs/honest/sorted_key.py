# result: ["b", "a"]
scores = {"a": 1, "b": 2}
result = sorted(scores, key=scores.get, reverse=True)
