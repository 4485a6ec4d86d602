"""Levels by hand, and sessions by the clock."""

import numpy as np

from quantboard.core.indicators.facade import BUILTINS
from quantboard.core.indicators.levels import day_of
from tests.core.indicators.oracle import DAY_US, Table, walk

nan = np.nan


def test_the_cloud_lies_where_it_is_drawn_and_never_ahead():
    bars = Table(walk(1, 120))
    tenkan, kijun, span_a, span_b = BUILTINS["ichimoku"](bars, 9, 26, 52)
    t = 100
    assert tenkan[t] == (bars.high[t - 8 : t + 1].max() + bars.low[t - 8 : t + 1].min()) / 2
    assert span_a[t] == (tenkan[t - 26] + kijun[t - 26]) / 2
    assert span_b[t] == (bars.high[t - 77 : t - 25].max() + bars.low[t - 77 : t - 25].min()) / 2


def test_pivots_come_from_the_session_before():
    high, low, close = np.array([11.0, 13, 12]), np.array([9.0, 10, 11]), np.array([10.0, 12, 11.5])
    r2, r1, pivot, s1, s2 = BUILTINS["pivots"](Table({"high": high, "low": low, "close": close}))
    np.testing.assert_allclose(pivot, [nan, 10.0, 35 / 3])
    np.testing.assert_allclose(r1, [nan, 11.0, 70 / 3 - 10])
    np.testing.assert_allclose(s2, [nan, 8.0, 35 / 3 - 3])
    np.testing.assert_allclose(s1[1:], 2 * pivot[1:] - high[:2])
    np.testing.assert_allclose(r2[1], 12.0)


def test_intraday_pivots_hold_for_the_whole_day():
    stamps = 15_000 * DAY_US + np.array([10, 14, 24, 34, 38]) * DAY_US // 24
    columns = {"high": np.array([5.0, 7, 6, 9, 8]), "low": np.array([4.0, 5, 3, 6, 7])}
    columns["close"] = np.array([4.5, 6, 5, 8, 7.5])
    pivot = BUILTINS["pivots"](Table(columns, stamps))[2]
    np.testing.assert_allclose(pivot, [nan, nan, nan, 5.0, 5.0])  # (7 + 3 + 5) / 3: midnight belongs to the day before
    assert day_of(Table(columns, stamps), (5,)).tolist() == [15000.0] * 3 + [15001.0] * 2


def test_the_session_price_starts_afresh():
    stamps = 15_000 * DAY_US + np.array([10, 14, 34, 38]) * DAY_US // 24
    price, volume = np.array([1.0, 3, 10, 20]), np.array([1.0, 3, 1, 1])
    bars = Table({"high": price, "low": price, "close": price, "volume": volume}, stamps)
    np.testing.assert_allclose(BUILTINS["vwap"](bars), [1.0, 2.5, 10.0, 15.0])
    np.testing.assert_allclose(BUILTINS["vwap_rolling"](bars, 2), [nan, 2.5, 4.75, 15.0])


def test_camarilla_and_fibonacci_around_the_last_session():
    bars = Table({"high": np.array([12.0, 1]), "low": np.array([10.0, 1]), "close": np.array([11.0, 1])})
    np.testing.assert_allclose([one[1] for one in BUILTINS["camarilla"](bars)], [12.1, 11.55, 10.45, 9.9])
    np.testing.assert_allclose([one[1] for one in BUILTINS["fibonacci"](bars)], [12.236, 11.764, 11, 10.236, 9.764])


def test_envelope_and_alligator():
    x = np.arange(1.0, 41.0)
    upper, middle, lower = BUILTINS["envelope"](x, 4, 10.0)
    np.testing.assert_allclose([upper[5], middle[5], lower[5]], [4.95, 4.5, 4.05])
    jaw, teeth, lips = BUILTINS["alligator"](Table({"high": x, "low": x}))
    assert [int(np.argmin(np.isnan(one))) for one in (jaw, teeth, lips)] == [20, 12, 7]
    assert jaw[20] == x[:13].mean()


def test_keltner_is_even_around_its_middle():
    upper, middle, lower = BUILTINS["kc"](Table(walk(3, 100)), 20, 10, 2.0)
    np.testing.assert_allclose(upper + lower, 2 * middle)
