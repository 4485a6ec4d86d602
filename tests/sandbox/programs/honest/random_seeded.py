# result: true
import random
random.seed(7)
a = random.random()
random.seed(7)
result = a == random.random()
