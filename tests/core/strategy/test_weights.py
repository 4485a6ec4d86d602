import numpy as np
import pytest

from quantboard.core.strategy.weights import WeightsOutOfRange, month_ends, prepare
from tests.core.backtest.worlds import bars_of

FLAT = (1.0, 1.0, 1.0, 1.0)


def test_month_end_keeps_the_rows_whose_next_bar_lies_in_another_month_never_the_last() -> None:
    bars = bars_of(*[FLAT] * 56)  # 2020-01-06 to 2020-03-01
    kept = np.flatnonzero(month_ends(bars.stamps, "1d", "UTC"))
    assert [bars.text_of(int(row)) for row in kept] == ["2020-01-31", "2020-02-29"]
    weights = prepare(np.ones((56, 1)), bars, rebalance="month_end", short=False)
    assert np.flatnonzero(~np.isnan(weights[:, 0])).tolist() == kept.tolist()


def test_a_row_beyond_the_account_names_its_bar() -> None:
    bars = bars_of(*[(FLAT, FLAT)] * 3, symbols="AB")
    weights = np.array([[0.5, 0.5], [np.nan, 1.0], [0.6, 0.5]])
    with pytest.raises(WeightsOutOfRange, match=r"2020-01-08 sum to 1\.1"):
        prepare(weights, bars, rebalance=None, short=False)


def test_a_negative_weight_needs_short() -> None:
    bars = bars_of(FLAT, FLAT)
    weights = np.array([[0.5], [-0.5]])
    with pytest.raises(WeightsOutOfRange, match="2020-01-07 is below 0"):
        prepare(weights, bars, rebalance=None, short=False)
    assert prepare(weights, bars, rebalance=None, short=True).tolist() == weights.tolist()


def test_infinite_weights_are_refused() -> None:
    with pytest.raises(WeightsOutOfRange):
        prepare(np.array([[np.inf]]), bars_of(FLAT), rebalance=None, short=True)


def test_rounding_is_forgiven() -> None:
    bars = bars_of((FLAT,) * 3, symbols="ABC")
    prepare(np.array([[1 / 3, 1 / 3, 1 / 3 + 1e-16]]), bars, rebalance=None, short=False)
