"""Entries that TA-Lib has not, against pandas, numpy or a hand calculation."""

import numpy as np
import pandas as pd

from quantboard.core.indicators.facade import BUILTINS
from tests.core.indicators.oracle import Table, walk

C = walk(1, 400)
BARS = Table(C)
X = C["close"]
S = pd.Series(X)
nan = np.nan


def close_to(ours, theirs, rtol=1e-9):
    np.testing.assert_allclose(ours, np.asarray(theirs, float), rtol=rtol, atol=1e-12)


def test_moments_and_covariances_are_those_of_pandas():
    close_to(BUILTINS["median"](X, 15), S.rolling(15).median())
    close_to(BUILTINS["covar"](X, C["high"], 30), S.rolling(30).cov(pd.Series(C["high"]), ddof=0), 1e-7)
    close_to(BUILTINS["returns"](X), S.pct_change())
    close_to(BUILTINS["log_returns"](X), np.log(S).diff())
    window = S.rolling(40)
    d = window.apply(lambda w: ((w - w.mean()) ** 3).mean() / ((w - w.mean()) ** 2).mean() ** 1.5, raw=True)
    close_to(BUILTINS["skew"](X, 40), d, 1e-7)
    d = window.apply(lambda w: ((w - w.mean()) ** 4).mean() / ((w - w.mean()) ** 2).mean() ** 2 - 3, raw=True)
    close_to(BUILTINS["kurt"](X, 40), d, 1e-7)


def test_volatilities_by_their_formulas():
    close_to(BUILTINS["hist_vol"](X, 20, 252.0), np.log(S).diff().rolling(20).std(ddof=0) * np.sqrt(252))
    o, h, lo, c = (pd.Series(C[name]) for name in ("open", "high", "low", "close"))
    park = np.sqrt(252 * (np.log(h / lo) ** 2 / (4 * np.log(2))).rolling(20).mean())
    close_to(BUILTINS["parkinson"](BARS, 20, 252.0), park)
    each = 0.5 * np.log(h / lo) ** 2 - (2 * np.log(2) - 1) * np.log(c / o) ** 2
    close_to(BUILTINS["garman_klass"](BARS, 20, 252.0), np.sqrt(252 * each.rolling(20).mean()))
    each = np.log(h / c) * np.log(h / o) + np.log(lo / c) * np.log(lo / o)
    close_to(BUILTINS["rogers_satchell"](BARS, 20, 252.0), np.sqrt(252 * each.rolling(20).mean()))
    below = 100 * (S / S.rolling(14).max() - 1)
    close_to(BUILTINS["ulcer"](X, 14), np.sqrt((below**2).rolling(14).mean()))


def test_bands():
    mean, width = S.rolling(20).mean(), 2 * S.rolling(20).std(ddof=0)
    close_to(BUILTINS["percent_b"](X, 20, 2.0), (S - mean + width) / (2 * width), 1e-7)
    close_to(BUILTINS["bandwidth"](X, 20, 2.0), 2 * width / mean, 1e-7)


def test_choppiness_of_a_straight_line_and_of_standing_still():
    x = np.arange(1.0, 60.0)
    straight = BUILTINS["chop"](Table({"high": x, "low": x, "close": x}), 14)
    close_to(straight[14:], np.full(45, 100 * np.log10(14 / 13) / np.log10(14)))
    flat = np.full(30, 5.0)
    assert (BUILTINS["chop"](Table({"high": flat, "low": flat, "close": flat}), 14)[14:] == 0.0).all()


def test_a_ratio_of_ranges():
    close_to(BUILTINS["atr_ratio"](BARS, 5, 20), BUILTINS["atr"](BARS, 5) / BUILTINS["atr"](BARS, 20))


def test_extremes_and_streaks():
    x = np.array([1.0, 3, 2, 3, 1, 0, 5])
    assert BUILTINS["since_highest"](x, 3)[2:].tolist() == [1, 0, 1, 2, 0]
    assert BUILTINS["since_lowest"](x, 3)[2:].tolist() == [2, 1, 0, 0, 1]


def test_the_hurst_exponent_tells_trends_from_returns_to_the_mean():
    rng = np.random.default_rng(0)
    walk_of, noise = np.cumsum(rng.normal(size=2000)), rng.normal(size=2000)
    assert abs(BUILTINS["hurst"](walk_of, 500)[499:].mean() - 0.5) < 0.1
    assert BUILTINS["hurst"](noise, 500)[499:].mean() < 0.1


def test_ease_of_movement_by_hand():
    high, low, volume = np.array([10.0, 12, 13]), np.array([8.0, 9, 11]), np.array([1e8, 2e8, 1e8])
    out = BUILTINS["emv"](Table({"high": high, "low": low, "volume": volume}), 2)
    close_to(out, [nan, nan, (1.5 * 3 / 2 + 1.5 * 2) / 2])
