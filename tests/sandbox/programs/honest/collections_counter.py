# result: [["a", 2]]
from collections import Counter, defaultdict
groups = defaultdict(list)
for k, v in [("a", 1), ("b", 2), ("a", 3)]:
    groups[k].append(v)
result = Counter(k for k, vs in groups.items() for _ in vs).most_common(1)
