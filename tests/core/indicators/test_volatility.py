"""Width by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from quantboard.core.indicators.columns import BadSeries, ShapeMismatch
from quantboard.core.indicators.volatility import atr, bbands, stdev

nan = np.nan


def test_by_hand():
    bars = SimpleNamespace(
        high=np.array([2.0, 5.0, 4.0]), low=np.array([1.0, 3.0, 4.0]), close=np.array([1.5, 4.0, 4.0])
    )
    np.testing.assert_array_equal(atr(bars, 1), [nan, 3.5, 0.0])
    np.testing.assert_array_equal(atr(bars, 2), [nan, nan, 1.75])
    np.testing.assert_array_equal(stdev(np.array([1.0, 3.0, 3.0]), 2), [nan, 1.0, 0.0])
    upper, middle, lower = bbands(np.array([1.0, 3.0]), 2, 2.0, 1.0)
    assert (upper[1], middle[1], lower[1]) == (4.0, 2.0, 1.0)


def test_atr_wants_bars():
    with pytest.raises(BadSeries, match="needs bars"):
        atr(np.ones(5), 2)
    with pytest.raises(ShapeMismatch):
        atr(SimpleNamespace(high=np.ones(5), low=np.ones(5), close=np.ones(4)), 2)
