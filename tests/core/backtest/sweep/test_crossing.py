"""Pairs of averages: which there are, and what a single run of one decides."""

import numpy as np
import pytest

from quantboard.core.backtest.sweep.crossing import BadPairs, Crossing, crossing_of
from quantboard.core.indicators.columns import BadPeriod
from quantboard.core.indicators.trend import sma
from quantboard.core.strategy.decision import ENTRY, EXIT, SHORT_ENTRY, SHORT_EXIT
from tests.core.backtest.sweep.plays import quiet_bars, swept


def test_pairs_have_a_longer_slow_average() -> None:
    rule = crossing_of((2, 5, 9), (4, 9), "sma", both_ways=False)
    assert list(zip(rule.fast.tolist(), rule.slow.tolist(), strict=True)) == [(2, 4), (2, 9), (5, 9)]
    assert rule.lengths.tolist() == [2, 4, 5, 9]


def test_what_is_no_list_of_pairs_is_refused() -> None:
    one, two = np.array([3]), np.array([4, 5])
    for fast, slow, average in ((one, two, "sma"), (one[:0], one[:0], "sma"), (one, one, "median")):
        with pytest.raises(BadPairs):
            Crossing(fast, slow, average)
    with pytest.raises(BadPairs):
        crossing_of((9,), (3,), "sma", both_ways=False)
    with pytest.raises(BadPeriod):
        swept(quiet_bars(n_bars=50), Crossing(np.array([0]), np.array([5])))


def test_tables_hold_the_indicator_itself() -> None:
    bars, rule = quiet_bars(n_bars=60), crossing_of((2, 5), (9,), "sma", both_ways=False)
    for row, length in zip(rule.table(bars.close[:, 0]), (2, 5, 9), strict=True):
        np.testing.assert_array_equal(row, sma(bars.close, length)[:, 0])


def test_a_decision_signals_where_it_crosses() -> None:
    bars = quiet_bars(n_bars=60)
    plain, both = (crossing_of((2,), (9,), "sma", both_ways=both_ways) for both_ways in (False, True))
    codes = plain.decision(0, bars).signals
    assert set(np.unique(codes)) == {0, ENTRY, EXIT}
    expected = np.where(codes == ENTRY, ENTRY | SHORT_EXIT, np.where(codes == EXIT, EXIT | SHORT_ENTRY, 0))
    np.testing.assert_array_equal(both.decision(0, bars).signals, expected)
