"""Indicators of several loops that TA-Lib has not, against a second way of computing them."""

import numpy as np
import pandas as pd

from quantboard.core.indicators.facade import BUILTINS
from tests.core.indicators.oracle import Table, walk

C = walk(1, 400)
BARS = Table(C)
X = C["close"]


def test_connors_is_the_mean_of_its_three_parts():
    s = pd.Series(X)
    streak, run = [], 0
    for move in s.diff().fillna(0.0):
        run = 0 if move == 0 else (max(run, 0) + 1 if move > 0 else min(run, 0) - 1)
        streak.append(float(run))
    moves = s.pct_change().to_numpy()
    rank = np.full(400, np.nan)
    for t in range(101, 400):
        rank[t] = 100 * (moves[t - 100 : t] < moves[t]).mean()
    rsi = BUILTINS["rsi"]
    np.testing.assert_allclose(BUILTINS["crsi"](X, 3, 2, 100), (rsi(X, 3) + rsi(np.array(streak), 2) + rank) / 3)


def test_the_bell_of_alma_weighs_the_newest_most():
    w = np.exp(-((np.arange(9) - 0.85 * 8) ** 2) / (2 * (9 / 6) ** 2))
    expected = [np.nan] * 8 + [float(w @ X[t - 8 : t + 1] / w.sum()) for t in range(8, 400)]
    np.testing.assert_allclose(BUILTINS["alma"](X, 9, 0.85, 6.0), expected)


def test_know_sure_thing_sums_four_smoothed_rates():
    total = sum(
        weight * BUILTINS["sma"](BUILTINS["roc"](X, lag), n)
        for weight, (lag, n) in enumerate(((10, 10), (15, 10), (20, 10), (30, 15)), start=1)
    )
    line, signal = BUILTINS["kst"](X, 9)
    np.testing.assert_allclose(line, total)
    np.testing.assert_allclose(signal, BUILTINS["sma"](total, 9))


def test_schaff_stays_within_its_bounds_and_follows_the_trend():
    out = BUILTINS["stc"](np.r_[np.linspace(50, 100, 150) ** 1.2, np.linspace(240, 100, 150)], 10, 23, 50)
    known = out[~np.isnan(out)]
    assert known.min() >= 0
    assert known.max() <= 100
    assert out[-40] < 25


def test_fisher_sharpens_turns():
    x = np.sin(np.arange(200) / 8.0) + 10
    line, late = BUILTINS["fisher"](Table({"high": x, "low": x}), 10)
    np.testing.assert_array_equal(line[10:-1], late[11:])
    assert np.abs(line[20:]).max() > 2.0


def test_averages_of_one_bar_are_the_series():
    for kind in range(9):
        np.testing.assert_array_equal(BUILTINS["ma"](X, 1, kind), X)


def test_a_chandelier_hangs_below_the_high():
    long, short = BUILTINS["chandelier"](BARS, 22, 3.0)
    reach = BUILTINS["atr"](BARS, 22)
    np.testing.assert_allclose(long, BUILTINS["highest"](BARS.high, 22) - 3 * reach)
    np.testing.assert_allclose(short, BUILTINS["lowest"](BARS.low, 22) + 3 * reach)


def test_a_fractal_is_told_when_it_is_confirmed():
    high = np.array([1.0, 2, 5, 3, 2, 4, 3, 2, 1])
    top, _ = BUILTINS["fractal"](Table({"high": high, "low": high - 1}), 2, 2)
    np.testing.assert_array_equal(top, [np.nan] * 4 + [5, 5, 5, 4, 4])


def test_volume_with_the_sign_of_the_typical_price():
    line = BUILTINS["kvo"](BARS, 3, 5, 1)
    typical = C["high"] + C["low"] + C["close"]
    sign = np.sign(np.diff(typical))
    force = pd.Series(np.where(sign == 0, np.nan, sign)).ffill().to_numpy() * C["volume"][1:]
    quick = pd.Series(force).ewm(span=3, adjust=False).mean() - pd.Series(force).ewm(span=5, adjust=False).mean()
    np.testing.assert_allclose(line[7:], quick.to_numpy()[6:])
