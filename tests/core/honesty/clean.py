"""Sources that know the past only, some of them in ways that look suspicious."""

CLEAN = {
    "averages": """
def signals(bars, p):
    fast, slow = sma(bars.close, 5), sma(bars.close, 20)
    return Signals(entry=cross_above(fast, slow), exit=cross_below(fast, slow))
""",
    "exponential": """
def signals(bars, p):
    line, signal, histogram = macd(bars.close, 12, 26, 9)
    return Signals(entry=cross_above(line, signal), exit=cross_below(line, signal))
""",
    "breakout": """
def signals(bars, p):
    top, floor = highest(shift(bars.high, 1), 20), lowest(shift(bars.low, 1), 10)
    return Signals(entry=bars.close > top, exit=bars.close < floor)
""",
    "reversal": """
def signals(bars, p):
    level = rsi(bars.close, 14)
    return Signals(entry=level < 40, exit=level > 60, short_entry=level > 70, short_exit=level < 50)
""",
    "bands": """
def signals(bars, p):
    upper, middle, lower = bbands(bars.close, 20, 2.0, 2.0)
    return Signals(entry=bars.close < lower, exit=bars.close > middle)
""",
    "score of the last bars": """
def signals(bars, p):
    score = (bars.close - sma(bars.close, 30)) / stdev(bars.close, 30)
    return Signals(entry=score < -1, exit=score > 0)
""",
    "slices backwards": """
def signals(bars, p):
    past = np.full(bars.close.shape, np.nan)
    past[3:] = bars.close[:-3]
    return Signals(entry=bars.close > past, exit=bars.close < past)
""",
    "difference at the right end": """
def signals(bars, p):
    moved = np.diff(bars.close, axis=0, prepend=bars.close[:1])
    return Signals(entry=moved > 0, exit=moved < 0)
""",
    "loop": """
def signals(bars, p):
    close, high = bars.close[:, 0], np.zeros(bars.n_bars)
    peak = close[0]
    for t in range(bars.n_bars):
        peak = max(peak, close[t])
        high[t] = peak
    near = bars.close > high[:, None] * 0.95
    return Signals(entry=near, exit=~near)
""",
    "running mean": """
def signals(bars, p):
    count = np.arange(1, bars.n_bars + 1)[:, None]
    usual = np.cumsum(bars.close, axis=0) / count
    return Signals(entry=bars.close > usual, exit=bars.close < usual)
""",
    "running maximum": """
def signals(bars, p):
    peak = np.maximum.accumulate(bars.close, axis=0)
    return Signals(entry=bars.close >= peak, exit=bars.close < 0.9 * peak)
""",
    "trailing convolution": """
def signals(bars, p):
    smooth = np.full(bars.close.shape, np.nan)
    for n in range(bars.close.shape[1]):
        smooth[:, n] = np.convolve(bars.close[:, n], np.ones(8) / 8)[: bars.n_bars]
    return Signals(entry=bars.close > smooth, exit=bars.close < smooth)
""",
    "months": """
def signals(bars, p):
    month = bars.time.astype("datetime64[M]").astype("int64") % 12
    winter = ((month >= 10) | (month <= 3))[:, None] & (bars.close > 0)
    return Signals(entry=winter, exit=~winter)
""",
    "holding": """
def signals(bars, p):
    up, down = cross_above(bars.close, sma(bars.close, 10)), cross_below(bars.close, sma(bars.close, 30))
    inside = hold(up, down)
    return Signals(entry=inside, exit=~inside)
""",
    "volume": """
def signals(bars, p):
    busy = bars.volume > 1.3 * sma(bars.volume, 20)
    return Signals(entry=busy & (bars.close > bars.open), exit=busy & (bars.close < bars.open))
""",
    "across symbols": """
def signals(bars, p):
    place = rank(roc(bars.close, 20))
    return Signals(entry=place > 0.9, exit=place < 0.5)
""",
    "means of a row": """
def signals(bars, p):
    usual = np.mean(roc(bars.close, 5), axis=1, keepdims=True)
    return Signals(entry=roc(bars.close, 5) > usual, exit=roc(bars.close, 5) < usual)
""",
    "windows in a loop": """
def signals(bars, p):
    level = np.full(bars.close.shape, np.nan)
    for t in range(50, bars.n_bars):
        level[t] = np.percentile(bars.close[t - 50 : t + 1], 80, axis=0)
    return Signals(entry=bars.close > level, exit=bars.close < level)
""",
    "sized by risk": """
def signals(bars, p):
    up, down = cross_above(bars.close, sma(bars.close, 20)), cross_below(bars.close, sma(bars.close, 20))
    size = np.minimum(1.0, 2.0 / (atr(bars, 14) / bars.close * 100))
    return Signals(entry=up, exit=down, size=size / 3)
""",
    "rotation": """
rebalance = "month_end"

def weights(bars, p):
    gain = roc(bars.close, 60)
    place = np.sum(gain[:, None, :] > gain[:, :, None], axis=2)
    share = np.where((place < 1) & (gain > 0), 1.0, 0.0)
    return np.where(np.isnan(gain), np.nan, share)
""",
    "inverse volatility": """
def weights(bars, p):
    risk = stdev(roc(bars.close, 1), 40)
    share = (1 / risk) / np.sum(1 / risk, axis=1, keepdims=True)
    return share
""",
    "equal parts": """
rebalance = "quarter_end"

def weights(bars, p):
    return np.full(bars.close.shape, 1.0 / len(bars.symbols))
""",
    "fixed stop": """
def signals(bars, p):
    up = bars.close > ema(bars.close, 20)
    return Signals(entry=up, exit=~up)

def exits(bars, p):
    return Exits(stop_loss=0.05, take_profit=0.1)
""",
    "reversed and put back": """
def signals(bars, p):
    same = bars.close[::-1][::-1]
    up = same > sma(bars.close, 12)
    return Signals(entry=up, exit=~up)
""",
    "needs many bars": """
def signals(bars, p):
    up = bars.close > sma(bars.close, 100)
    if bars.n_bars < 100:
        return Signals(entry=bars.close < 0, exit=bars.close > 0)
    return Signals(entry=up, exit=~up)
""",
}
