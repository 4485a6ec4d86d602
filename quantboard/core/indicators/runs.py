"""Indicators made of several kernels, one column without gaps in: ``(columns, numbers, outs)`` as a kernel takes them.

The ``outs`` arrive full of NaN; some serve as scratch before the answer is written into them.
"""

from typing import Any

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.indicators import kernels
from quantboard.core.indicators.averages import kernels as averages
from quantboard.core.indicators.cycles import kernels as cycles
from quantboard.core.indicators.entries.averages import average_lag
from quantboard.core.indicators.fits import kernels as fits
from quantboard.core.indicators.flows import kernels as flows
from quantboard.core.indicators.swings import kernels as swings
from quantboard.core.indicators.turns import kernels as turns

SIMPLE, EXPONENTIAL, WEIGHTED, DOUBLE, TRIPLE, TRIANGULAR, KAUFMAN, MESA, TILLSON = range(9)
QUICK, SLOW = 2.0 / 3.0, 2.0 / 31.0  # Kaufman's factors: means of 2 and 30


def empty(like: Vector) -> Vector:
    """A column of NaN of the same length."""
    return np.full(len(like), np.nan)


def kaufman(x: Vector, n: int, out: Vector) -> None:
    """Kaufman's adaptive mean between the speeds of 2 and 30."""
    averages.adaptive(x, n, QUICK, SLOW, out)


def mesa(x: Vector, fast: float, slow: float, mama: Vector, fama: Vector) -> None:
    """Ehlers' adaptive mean and the one that follows it."""
    cycles.hilbert(x, cycles.ADAPTIVE, fast, slow, mama, fama)


def average(x: Vector, n: int, kind: int, out: Vector) -> None:
    """The average of the kind that TA-Lib numbers so: 0 simple … 8 Tillson's T3."""
    if n == 1 or kind == SIMPLE:
        kernels.simple_mean(x, n, out)
    elif kind == EXPONENTIAL:
        kernels.exponential_mean(x, n, 0, out)
    elif kind == WEIGHTED:
        kernels.weighted_mean(x, n, out)
    elif kind in (DOUBLE, TRIPLE, TILLSON):
        averages.cascade(x, {DOUBLE: 2, TRIPLE: 3, TILLSON: 6}[kind], n, 0.7, out)
    elif kind == TRIANGULAR:
        averages.triangular(x, n, out)
    elif kind == KAUFMAN:
        averages.adaptive(x, n, QUICK, SLOW, out)
    else:
        cycles.hilbert(x, cycles.ADAPTIVE, 0.5, 0.05, out, empty(x))


def late_average(x: Vector, n: int, kind: int, first: int, out: Vector) -> None:
    """The average as if the data began on row ``first``."""
    first = min(max(first, 0), len(x))
    average(np.ascontiguousarray(x[first:]), n, kind, out[first:])


def two_averages(x: Vector, spans: tuple[int, int], kind: int) -> tuple[Vector, Vector]:
    """Fast and slow average, each from its own first value on."""
    fast, slow = sorted(spans)
    quick, calm = empty(x), empty(x)
    average(x, slow, kind, calm)
    average(x, fast, kind, quick)
    return quick, calm


def difference(x: Vector, fast: int, slow: int, kind: int, out: Vector) -> None:
    """Fast less slow average (APO)."""
    quick, calm = two_averages(x, (fast, slow), kind)
    np.subtract(quick, calm, out=out)


def percent_difference(x: Vector, fast: int, slow: int, kind: int, out: Vector) -> None:
    """Fast less slow average in percent of the slow one (PPO, PVO); 0 where that is 0."""
    quick, calm = two_averages(x, (fast, slow), kind)
    out[:] = np.where(calm == 0.0, 0.0, 100.0 * (quick - calm) / calm)


def hull(x: Vector, n: int, out: Vector) -> None:
    """Weighted mean of √n rows of 2 · WMA(n / 2) − WMA(n)."""
    half, whole = empty(x), empty(x)
    kernels.weighted_mean(x, max(n // 2, 1), half)
    kernels.weighted_mean(x, n, whole)
    np.multiply(half, 2.0, out=half)
    half -= whole
    late_average(half, int(n**0.5), WEIGHTED, n - 1, out)


def wilder(x: Vector, n: int, out: Vector) -> None:
    """Wilder's mean: factor 1 / n, seeded with the plain mean."""
    averages.smoothed(x, n, 1.0 / n, 0, 1, out)


def centred(x: Vector, n: int, offset: float, sigma: float, out: Vector) -> None:
    """Arnaud Legoux' mean: weights of a bell whose middle lies at ``offset`` of the window."""
    middle, width = offset * (n - 1), n / sigma
    bell = np.exp(-((np.arange(n) - middle) ** 2) / (2.0 * width * width))
    averages.weighted(x, bell / bell.sum(), out)


def middle_of(x: Vector, n: int, out: Vector) -> None:
    """Middle of the highest and lowest value."""
    swings.place(x, x, x, swings.MIDDLE, n, out)


def middle_price(high: Vector, low: Vector, n: int, out: Vector) -> None:
    """Middle of the highest high and lowest low."""
    swings.place(high, low, low, swings.MIDDLE, n, out)


def donchian(high: Vector, low: Vector, n: int, upper: Vector, middle: Vector, lower: Vector) -> None:
    """Highest high, its middle with the lowest low, lowest low."""
    swings.channel(high, low, n, upper, lower)
    np.add(upper, lower, out=middle)
    middle /= 2.0


def macd_fixed(x: Vector, signal: int, line: Vector, smooth: Vector, gap: Vector) -> None:
    """MACD of 12 and 26 with the rounded factors 0.15 and 0.075."""
    kernels.convergence(x, 12, 26, 0.15, 0.075, signal, line, smooth, gap)


def macd_of_kinds(x: Vector, *rest: Any) -> None:
    """MACD with averages of chosen kinds."""
    fast, fast_kind, slow, slow_kind, signal, signal_kind, *outs = rest
    if slow < fast:
        fast, fast_kind, slow, slow_kind = slow, slow_kind, fast, fast_kind
    lag = max(average_lag(fast, fast_kind), average_lag(slow, slow_kind))
    quick, calm = empty(x), empty(x)
    late_average(x, fast, fast_kind, lag - average_lag(fast, fast_kind), quick)
    late_average(x, slow, slow_kind, lag - average_lag(slow, slow_kind), calm)
    _signalled(quick - calm, signal, lag, signal_kind, tuple(outs))


def _signalled(difference: Vector, signal: int, first: int, kind: int, outs: tuple[Vector, ...]) -> None:
    line, smooth, gap = outs
    late_average(difference, signal, kind, first, smooth)
    np.copyto(line, difference, where=~np.isnan(smooth))
    np.subtract(line, smooth, out=gap)


def stochastic(high: Vector, low: Vector, close: Vector, n: int, *rest: Any) -> None:
    """Place in the range of ``n``, smoothed (K), and smoothed again (D)."""
    slow, slow_kind, signal, signal_kind, k, d = rest
    raw, first = empty(close), n - 1
    swings.place(high, low, close, swings.STOCHASTIC, n, raw)
    late_average(raw, slow, slow_kind, first, k)
    first += average_lag(slow, slow_kind)
    late_average(k, signal, signal_kind, first, d)
    k[: first + average_lag(signal, signal_kind)] = np.nan


def fast_stochastic(high: Vector, low: Vector, close: Vector, *rest: Any) -> None:
    """Place in the range of ``n`` (K), and smoothed (D)."""
    n, signal, kind, k, d = rest
    stochastic(high, low, close, n, 1, SIMPLE, signal, kind, k, d)


def stochastic_rsi(x: Vector, n: int, *rest: Any) -> None:
    """The fast stochastic of the relative strength index."""
    span, signal, kind, k, d = rest
    strength = empty(x)
    kernels.relative_strength(x, n, strength)
    inner = np.ascontiguousarray(strength[n:])
    fast_stochastic(inner, inner, inner, span, signal, kind, k[n:], d[n:])


def kdj(high: Vector, low: Vector, close: Vector, n: int, slow: int, *rest: Any) -> None:
    """Place in the range of ``n``; K and D smooth it by a third (Wilder's means); J = 3 K − 2 D."""
    signal, k, d, j = rest
    raw = empty(close)
    swings.place(high, low, close, swings.STOCHASTIC, n, raw)
    averages.smoothed(raw, slow, 1.0 / slow, n - 1, 1, k)
    averages.smoothed(k, signal, 1.0 / signal, n + slow - 2, 1, d)
    k[: n + slow + signal - 3] = np.nan
    np.subtract(3.0 * k, 2.0 * d, out=j)


def trix(x: Vector, n: int, out: Vector) -> None:
    """Percent change of a threefold exponential mean."""
    mean = empty(x)
    averages.smoothed(x, n, 2.0 / (n + 1), 0, 3, mean)
    first = min(3 * (n - 1), len(x))
    kernels.rate_of_change(np.ascontiguousarray(mean[first:]), 1, out[first:])


def strength(x: Vector, first: int, second: int, out: Vector) -> None:
    """Blau's true strength: the moves' double exponential smoothing over that of their sizes, in percent."""
    moves, calm, up, down = empty(x), empty(x), empty(x), empty(x)
    swings.against_before(x, 0, 1, moves)
    kernels.exponential_mean(moves, first, 1, calm)
    kernels.exponential_mean(calm, second, first, up)
    calm[:] = np.nan
    kernels.exponential_mean(np.abs(moves), first, 1, calm)
    kernels.exponential_mean(calm, second, first, down)
    out[:] = np.where(down == 0.0, 0.0, 100.0 * up / down)


def awesome(high: Vector, low: Vector, fast: int, slow: int, out: Vector) -> None:
    """Williams' awesome oscillator: fast less slow simple mean of the bar's middle."""
    middle, calm = (high + low) / 2.0, empty(high)
    kernels.simple_mean(middle, fast, out)
    kernels.simple_mean(middle, slow, calm)
    out -= calm


def accelerator(high: Vector, low: Vector, fast: int, slow: int, signal: int, out: Vector) -> None:
    """The awesome oscillator less its own simple mean."""
    line = empty(high)
    awesome(high, low, fast, slow, line)
    late_average(line, signal, SIMPLE, max(fast, slow) - 1, out)
    np.subtract(line, out, out=out)


def coppock(x: Vector, n: int, short: int, long: int, out: Vector) -> None:
    """Weighted mean of the sum of two rates of change."""
    first, second = empty(x), empty(x)
    kernels.rate_of_change(x, short, first)
    kernels.rate_of_change(x, long, second)
    late_average(first + second, n, WEIGHTED, max(short, long), out)


def detrended(x: Vector, n: int, out: Vector) -> None:
    """The value n / 2 + 1 rows before less the simple mean."""
    mean, old = empty(x), empty(x)
    kernels.simple_mean(x, n, mean)
    kernels.lagged(x, n // 2 + 1, old)
    np.subtract(old, mean, out=out)


def elder_ray(high: Vector, low: Vector, close: Vector, n: int, bull: Vector, bear: Vector) -> None:
    """High and low less the exponential mean of the close."""
    mean = empty(close)
    kernels.exponential_mean(close, n, 0, mean)
    np.subtract(high, mean, out=bull)
    np.subtract(low, mean, out=bear)


def body_mean(opened: Vector, close: Vector, n: int, out: Vector) -> None:
    """Simple mean of close − open (QStick)."""
    kernels.simple_mean(close - opened, n, out)


def force_index(close: Vector, volume: Vector, n: int, out: Vector) -> None:
    """Exponential mean of move × volume."""
    now = empty(close)
    flows.force(close, volume, now)
    kernels.exponential_mean(now, n, 1, out)


def momentum_index(high: Vector, low: Vector, close: Vector, n: int, *rest: Any) -> None:
    """Blau's stochastic momentum: distance from the range's middle over half the range, both smoothed twice."""
    fast, slow, signal, line, mean = rest
    top, bottom = empty(high), empty(high)
    swings.channel(high, low, n, top, bottom)
    away, width = close - (top + bottom) / 2.0, (top - bottom) / 2.0
    upper, lower, calm = empty(high), empty(high), empty(high)
    kernels.exponential_mean(away, slow, n - 1, calm)
    kernels.exponential_mean(calm, fast, n + slow - 2, upper)
    calm[:] = np.nan
    kernels.exponential_mean(width, slow, n - 1, calm)
    kernels.exponential_mean(calm, fast, n + slow - 2, lower)
    line[:] = np.where(lower == 0.0, 0.0, 100.0 * upper / lower)
    first = n + slow + fast - 3
    kernels.exponential_mean(line, signal, first, mean)
    line[: first + signal - 1] = np.nan


def connors(x: Vector, n: int, streak: int, rank: int, out: Vector) -> None:
    """Mean of three: RSI, the RSI of the length of the run up or down, and the percent rank of the last return."""
    first, second, third, runs, moves = empty(x), empty(x), empty(x), empty(x), empty(x)
    kernels.relative_strength(x, n, first)
    turns.streaks(x, runs)
    kernels.relative_strength(runs, streak, second)
    kernels.rate_of_change(x, 1, moves)
    if len(x) > 1:
        fits.percent_rank(np.ascontiguousarray(moves[1:]), rank, third[1:])
    out[:] = (first + second + third) / 3.0


def know_sure_thing(x: Vector, signal: int, line: Vector, mean: Vector) -> None:
    """Pring's KST: four smoothed rates of change, weights 1 to 4, and its simple mean."""
    line[:] = 0.0
    for weight, (lag, n) in enumerate(((10, 10), (15, 10), (20, 10), (30, 15)), start=1):
        moves, calm = empty(x), empty(x)
        kernels.rate_of_change(x, lag, moves)
        late_average(moves, n, SIMPLE, lag, calm)
        line += weight * calm
    late_average(line, signal, SIMPLE, 44, mean)


def trend_cycle(x: Vector, n: int, fast: int, slow: int, out: Vector) -> None:
    """Schaff's cycle: a stochastic of a stochastic of the MACD line, each smoothed by half."""
    quick, calm = two_averages(x, (fast, slow), EXPONENTIAL)
    turns.schaff(np.ascontiguousarray((quick - calm)[max(fast, slow) - 1 :]), n, out[max(fast, slow) - 1 :])


def forecast_error(x: Vector, n: int, out: Vector) -> None:
    """Percent of the close above the point that the line of the bars before forecasts."""
    fits.regression(x, fits.RESIDUAL, n, out)


def historical(x: Vector, n: int, year: float, out: Vector) -> None:
    """Population deviation of the log returns of ``n`` rows × √year."""
    moves = empty(x)
    fits.returns(x, 1, moves)
    if len(x) > 1:
        kernels.deviation(np.ascontiguousarray(moves[1:]), n, out[1:])
    out *= np.sqrt(year)


def band_place(x: Vector, n: int, times: float, which: int, out: Vector) -> None:
    """Bollinger's %b (0) or the bands' width over their middle (1)."""
    middle, width = empty(x), empty(x)
    kernels.simple_mean(x, n, middle)
    kernels.deviation(x, n, width)
    width *= times
    if which:
        out[:] = np.where(middle == 0.0, 0.0, 2.0 * width / middle)
        return
    out[:] = np.where(width == 0.0, 0.5, (x - middle + width) / (2.0 * width))
    out[np.isnan(middle)] = np.nan


def variance(x: Vector, n: int, out: Vector) -> None:
    """Population variance."""
    kernels.deviation(x, n, out)
    out *= out
