"""Averages by hand."""

import numpy as np

from quantboard.core.indicators.trend import ema, macd, sma, wma

nan = np.nan
X = np.array([1.0, 2.0, 3.0, 6.0])


def test_by_hand():
    np.testing.assert_array_equal(sma(X, 2), [nan, 1.5, 2.5, 4.5])
    np.testing.assert_array_equal(ema(X, 3), [nan, nan, 2.0, 4.0])
    np.testing.assert_allclose(wma(X, 2), [nan, 5 / 3, 8 / 3, 5.0])


def test_macd_line_is_the_gap_between_averages_seeded_together():
    x = np.random.default_rng(0).normal(size=80) + 9
    line, smooth, gap = macd(x, 5, 10, 4)
    aligned = np.concatenate([np.full(5, nan), ema(x[5:], 5)])
    np.testing.assert_array_equal(line[12:], (aligned - ema(x, 10))[12:])
    assert np.isnan(line[:12]).all()
    np.testing.assert_array_equal(gap[12:], (line - smooth)[12:])
