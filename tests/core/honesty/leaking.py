"""Sources that know the future, each in the way of a common mistake. ``# leaks`` marks the line where it begins."""

SIGNALS = {
    "next close": """
def signals(bars, p):
    after = np.vstack((bars.close[1:], bars.close[-1:]))  # leaks
    return Signals(entry=after > bars.close, exit=after < bars.close)
""",
    "whole mean": """
def signals(bars, p):
    usual = np.nanmean(bars.close, axis=0)  # leaks
    return Signals(entry=bars.close > usual, exit=bars.close < usual)
""",
    "scaled by the highest": """
def signals(bars, p):
    scaled = bars.close / np.max(bars.close, axis=0)  # leaks
    return Signals(entry=scaled < 0.8, exit=scaled > 0.95)
""",
    "z-score of everything": """
def signals(bars, p):
    gain = roc(bars.close, 5)
    score = (gain - np.nanmean(gain)) / np.nanstd(gain)  # leaks
    return Signals(entry=score > 1.0, exit=score < -1.0)
""",
    "average turned round": """
def signals(bars, p):
    trend = sma(bars.close[::-1].copy(), 10)[::-1]  # leaks
    return Signals(entry=trend > bars.close, exit=trend < bars.close)
""",
    "flipped twice": """
def signals(bars, p):
    turned = np.flip(bars.close, axis=0)  # leaks
    low = np.flip(lowest(turned, 20), axis=0)
    return Signals(entry=bars.close <= low, exit=bars.close > low * 1.1)
""",
    "gradient": """
def signals(bars, p):
    slope = np.gradient(bars.close, axis=0)  # leaks
    return Signals(entry=slope > 0, exit=slope < 0)
""",
    "centred window": """
def signals(bars, p):
    smooth = bars.close.copy()
    for n in range(bars.close.shape[1]):
        smooth[:, n] = np.convolve(bars.close[:, n], np.ones(11) / 11, "same")  # leaks
    return Signals(entry=bars.close < smooth, exit=bars.close > smooth)
""",
    "percentiles of the column": """
def signals(bars, p):
    level = rsi(bars.close, 14)
    low, high = np.nanpercentile(level, 10), np.nanpercentile(level, 90)  # leaks
    return Signals(entry=level < low, exit=level > high)
""",
    "day of the lowest": """
def signals(bars, p):
    entry = np.zeros(bars.close.shape)
    best = np.argmin(bars.close[:, 0])  # leaks
    entry[best] = 1
    return Signals(entry=entry, exit=bars.close > bars.close * 2)
""",
    "last close": """
def signals(bars, p):
    goal = bars.close[-1]  # leaks
    return Signals(entry=bars.close < goal * 0.9, exit=bars.close > goal)
""",
    "loop one too far": """
def signals(bars, p):
    rises = np.zeros(bars.close.shape)
    for t in range(bars.n_bars - 1):
        rises[t] = bars.close[t + 1] > bars.close[t]  # leaks
    return Signals(entry=rises, exit=rises == 0)
""",
    "swing lows": """
def signals(bars, p):
    low = bars.low
    pivot = np.zeros(low.shape)
    inner = low[2:-2]
    pivot[2:-2] = (inner < low[:-4]) & (inner < low[1:-3]) & (inner < low[3:-1]) & (inner < low[4:])  # leaks
    return Signals(entry=pivot, exit=hold(pivot, pivot))
""",
    "filled backwards": """
def signals(bars, p):
    mark = np.where(roc(bars.close, 3) > 2.0, bars.close, np.nan)
    known = mark.copy()
    for t in range(bars.n_bars - 2, -1, -1):
        known[t] = np.where(np.isnan(known[t]), known[t + 1], known[t])  # leaks
    return Signals(entry=known > bars.close, exit=known < bars.close)
""",
    "sums from the end": """
def signals(bars, p):
    step = change(bars.close, 1)
    left = np.nancumsum(step[::-1], axis=0)[::-1]  # leaks
    return Signals(entry=left > 5, exit=left < -5)
""",
    "trend of all bars": """
def signals(bars, p):
    t = np.arange(bars.n_bars)
    line = np.polyval(np.polyfit(t, bars.close[:, 0], 2), t)[:, None]  # leaks
    return Signals(entry=bars.close < line, exit=bars.close > line)
""",
    "rank in time": """
def signals(bars, p):
    place = np.argsort(np.argsort(bars.close, axis=0), axis=0) / bars.n_bars  # leaks
    return Signals(entry=place < 0.1, exit=place > 0.9)
""",
    "knows when it ends": """
def signals(bars, p):
    t = np.arange(bars.n_bars)[:, None]
    left = bars.n_bars - t  # leaks
    up = bars.close > sma(bars.close, 10)
    return Signals(entry=up & (left > 40), exit=~up | (left <= 40))
""",
    "difference at the wrong end": """
def signals(bars, p):
    moved = np.diff(bars.close, axis=0, append=bars.close[-1:])  # leaks
    return Signals(entry=moved > 0, exit=moved <= 0)
""",
    "in a function": """
def ahead(x, n):
    out = x.copy()
    out[:-n] = x[n:]  # leaks
    return out

def signals(bars, p):
    later = ahead(bars.close, 3)
    return Signals(entry=later > bars.close, exit=later < bars.close)
""",
    "future volume": """
def signals(bars, p):
    usual = np.median(bars.volume, axis=0)  # leaks
    busy = bars.volume > usual * 1.5
    return Signals(entry=busy & (bars.close > bars.open), exit=busy & (bars.close < bars.open))
""",
    "interpolated": """
def signals(bars, p):
    rows = np.arange(0, bars.n_bars, 5)
    path = np.interp(np.arange(bars.n_bars), rows, bars.close[rows, 0])[:, None]  # leaks
    return Signals(entry=path > bars.close, exit=path < bars.close)
""",
    "sized by the whole": """
def signals(bars, p):
    up = cross_above(bars.close, sma(bars.close, 20))
    share = 0.2 / np.std(np.log(bars.close[1:] / bars.close[:-1])) * 0.01  # leaks
    size = np.full(bars.close.shape, share)
    return Signals(entry=up, exit=cross_below(bars.close, sma(bars.close, 20)), size=size)
""",
    "reads the opposite signal": """
def signals(bars, p):
    up = bars.close > sma(bars.close, 15)
    nxt = np.concatenate((up[1:], up[-1:]))  # leaks
    return Signals(entry=nxt & ~up, exit=~nxt & up)
""",
    "histogram": """
def signals(bars, p):
    counts, edges = np.histogram(bars.close[:, 0], 10)  # leaks
    usual = edges[np.argmax(counts)]
    return Signals(entry=bars.close < usual, exit=bars.close > usual * 1.1)
""",
}
WEIGHTS = {
    "best of the whole": """
def weights(bars, p):
    gain = bars.close[-1] / bars.close[0]  # leaks
    share = np.where(gain == np.max(gain), 1.0, 0.0)
    return np.broadcast_to(share, bars.close.shape).copy()
""",
    "next month's gain": """
rebalance = "month_end"

def weights(bars, p):
    gain = np.full(bars.close.shape, np.nan)
    gain[:-21] = bars.close[21:] / bars.close[:-21]  # leaks
    return np.where(gain >= np.nanmax(gain, axis=1, keepdims=True), 1.0, 0.0)
""",
    "inverse of all volatility": """
def weights(bars, p):
    risk = np.nanstd(roc(bars.close, 1), axis=0)  # leaks
    share = (1 / risk) / np.sum(1 / risk)
    return np.broadcast_to(share, bars.close.shape).copy()
""",
}
EXITS = {
    "stop from all bars": """
def signals(bars, p):
    up = bars.close > sma(bars.close, 20)
    return Signals(entry=up, exit=~up)

def exits(bars, p):
    wide = float(np.nanstd(roc(bars.close, 1))) / 25  # leaks
    return Exits(stop_loss=wide)
""",
}
LEAKING = {**SIGNALS, **WEIGHTS, **EXITS}
