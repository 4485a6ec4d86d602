# result: 10.45
import math

def cdf(x):
    return 0.5 * (1 + math.erf(x / math.sqrt(2)))

S, K, T, r, sigma = 100, 100, 1.0, 0.05, 0.2
d1 = (math.log(S / K) + (r + sigma**2 / 2) * T) / (sigma * math.sqrt(T))
d2 = d1 - sigma * math.sqrt(T)
result = round(S * cdf(d1) - K * math.exp(-r * T) * cdf(d2), 2)
