# result: 2.5
import statistics
result = statistics.mean([1, 2, 3, 4])
