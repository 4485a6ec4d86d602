"""Every built-in that TA-Lib has must equal it: same definition, same warm-up, to 1e-9."""

import numpy as np
import pytest
import talib

from quantboard.core.indicators import kernels
from quantboard.core.indicators.facade import BUILTINS, warm
from quantboard.core.indicators.momentum import roc, rsi
from quantboard.core.indicators.statistic import highest, lowest
from quantboard.core.indicators.trend import ema, macd, sma, wma
from quantboard.core.indicators.volatility import atr, bbands, stdev


class Range:
    def __init__(self, high, low, close):
        self.high, self.low, self.close = high, low, close


def walk(seed, n):
    return 100.0 * np.exp(np.cumsum(np.random.default_rng(seed).normal(0, 0.02, n)))


SERIES = {
    "walk": walk(1, 700),
    "rounded": np.round(walk(2, 700), 2),
    "ticks": np.round(walk(3, 700) / 5) * 5,  # many equal neighbours
    "cheap": walk(4, 500) * 1e-3,
    "dear": walk(5, 500) * 1e3,
    "constant": np.full(120, 10.37),
    "whole": np.full(120, 100.0),
    "halted": np.concatenate([walk(6, 90), np.full(80, 91.13), walk(7, 90)]),
    "rising": np.arange(1.0, 200.0),
    "falling": np.arange(200.0, 1.0, -1.0),
    "short": walk(8, 9),
    "two": np.array([3.0, 4.0]),
    "one": np.array([3.0]),
}
PERIODS = (2, 3, 5, 10, 14, 30, 100, 250)
SINGLE = {
    "sma": (sma, talib.SMA),
    "ema": (ema, talib.EMA),
    "wma": (wma, talib.WMA),
    "rsi": (rsi, talib.RSI),
    "roc": (roc, talib.ROC),
    "stdev": (stdev, talib.STDDEV),
    "highest": (highest, talib.MAX),
    "lowest": (lowest, talib.MIN),
}


def same(ours, theirs, scale=1.0):
    assert ours.shape == theirs.shape
    assert (np.isnan(ours) == np.isnan(theirs)).all()
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9 * scale)


@pytest.mark.parametrize("n", PERIODS)
@pytest.mark.parametrize("kind", SERIES)
@pytest.mark.parametrize("name", SINGLE)
def test_equals_talib(name, kind, n):
    ours, theirs = SINGLE[name]
    x = SERIES[kind]
    scale = float(np.abs(x).max()) if name == "stdev" else 1.0
    same(ours(x, n), theirs(x, n), scale)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("name", SINGLE)
def test_equals_talib_on_random_series_and_periods(name, seed):
    ours, theirs = SINGLE[name]
    rng = np.random.default_rng(seed)
    x, n = np.round(walk(seed + 100, int(rng.integers(5, 3000))), int(rng.integers(1, 6))), int(rng.integers(2, 200))
    same(ours(x, n), theirs(x, n), 100.0)


@pytest.mark.parametrize("spans", [(12, 26, 9), (5, 35, 5), (26, 12, 9), (3, 3, 2), (2, 100, 40), (10, 30, 1)])
@pytest.mark.parametrize("kind", SERIES)
def test_macd_equals_talib(kind, spans):
    for ours, theirs in zip(macd(SERIES[kind], *spans), talib.MACD(SERIES[kind], *spans), strict=True):
        same(ours, theirs, float(SERIES[kind].max()))


@pytest.mark.parametrize("n", [1, 2, 5, 14, 60])
@pytest.mark.parametrize("kind", SERIES)
def test_atr_equals_talib(kind, n):
    close = SERIES[kind]
    rng = np.random.default_rng(len(close))
    high, low = close * (1 + rng.uniform(0, 0.02, len(close))), close * (1 - rng.uniform(0, 0.02, len(close)))
    same(atr(Range(high, low, close), n), talib.ATR(high, low, close, n))


@pytest.mark.parametrize("n", [2, 20, 50])
@pytest.mark.parametrize("kind", SERIES)
def test_bands_equal_talib(kind, n):
    x = SERIES[kind]
    for ours, theirs in zip(bbands(x, n, 2.0, 1.5), talib.BBANDS(x, n, 2.0, 1.5), strict=True):
        same(ours, theirs, float(x.max()))


@pytest.mark.parametrize("n", [3, 10, 30, 200])
def test_averages_carry_the_same_bits_so_they_tie_on_the_same_bars(n):
    x = walk(11, 5000)
    for ours, theirs in ((sma, talib.SMA), (ema, talib.EMA)):
        np.testing.assert_array_equal(ours(x, n), theirs(x, n))


def test_a_running_sum_does_not_drift_over_a_million_bars():
    x = walk(12, 1_000_000 // 4)
    x = np.concatenate([x, x[::-1], x, x[::-1]])
    tail = sma(x, 30)[-1000:]
    exact = np.array([x[i - 29 : i + 1].mean() for i in range(len(x) - 1000, len(x))])
    assert np.abs(tail / exact - 1).max() < 1e-10


def test_the_average_of_equal_values_is_that_value():
    x = np.concatenate([walk(13, 50), np.full(60, 10.37)])
    for average in (sma, wma):
        assert (average(x, 20)[-30:] == 10.37).all()
    assert (stdev(x, 20)[-30:] == 0.0).all()
    assert (ema(np.full(60, 10.37), 20)[19:] == 10.37).all()


def test_the_deviation_is_exact_beside_a_large_level():
    x = 1e6 + np.random.default_rng(0).normal(0, 1e-2, 2000)
    exact = np.array([x[i - 19 : i + 1].std() for i in range(19, len(x))])
    np.testing.assert_allclose(stdev(x, 20)[19:], exact, rtol=1e-7)


def test_the_deviation_recovers_after_a_collapse():
    x = np.concatenate([walk(14, 40) * 1e8, walk(15, 100)])
    exact = np.array([x[i - 9 : i + 1].std() for i in range(60, len(x))])
    np.testing.assert_allclose(stdev(x, 10)[60:], exact, rtol=1e-9)


def test_one_bar_is_the_series_itself():
    x = walk(16, 30)
    for average in (sma, ema, wma, highest, lowest):
        np.testing.assert_array_equal(average(x, 1), x)
    assert (stdev(x, 1) == 0.0).all()


def test_kernels_take_read_only_arrays_and_never_compile_twice():
    warm()
    x = walk(17, 50)
    x.flags.writeable = False
    out = np.full(50, np.nan)
    kernels.simple_mean(x, 5, out)
    assert len(kernels.simple_mean.dispatcher.signatures) == 1
    np.testing.assert_array_equal(out, talib.SMA(x, 5))
    with pytest.raises(TypeError):
        kernels.simple_mean(x.astype(np.float32), 5, out)


def test_every_named_kernel_exists():
    for name in BUILTINS:
        warm([name])
