"""Stops, targets, trailing and time exits beyond the percent of an entry price."""

import numpy as np
import pytest

from tests.core.backtest.worlds import bars_of, play


def at(price: float) -> tuple[float, float, float, float]:
    return (price, price, price, price)


FLAT = at(100.0)


def only(result):
    (trade,) = result.trades.rows(result.symbols, "1d")
    return trade


def test_a_trailing_stop_follows_the_best_close_of_the_bars_before() -> None:
    bars = bars_of(FLAT, FLAT, (100.0, 130.0, 100.0, 120.0), (119.0, 140.0, 109.0, 112.0), (112.0, 112.0, 107.0, 110.0))
    trade = only(play(bars, entry=[0], size="fixed:1", trailing=0.1))
    # best close 120 → 108; the high of 140 on its own bar does not count
    assert (trade["exit_at"][-2:], trade["exit_price"], trade["exit_reason"]) == ("10", 108.0, "trailing")


def test_the_nearer_of_stop_and_trailing_stop_wins() -> None:
    bars = bars_of(FLAT, FLAT, (99.0, 99.0, 80.0, 90.0))
    both = only(play(bars, entry=[0], size="fixed:1", trailing=0.1, stop_loss=0.05))
    assert (both["exit_price"], both["exit_reason"]) == (95.0, "stop_loss")


def test_a_short_trails_the_lowest_close() -> None:
    bars = bars_of(FLAT, FLAT, (100.0, 100.0, 75.0, 80.0), (80.0, 89.0, 80.0, 85.0))
    trade = only(play(bars, short_entry=[0], size="fixed:1", short=True, trailing=0.1))
    assert (trade["exit_price"], trade["exit_reason"]) == (pytest.approx(88.0), "trailing")


def test_time_exits_at_the_open_of_the_kth_bar_and_needs_a_fresh_signal() -> None:
    bars = bars_of(FLAT, FLAT, at(101.0), at(102.0), at(103.0), at(104.0))
    result = play(bars, entry=range(6), size="fixed:1", max_bars=2)
    trade = only(result)
    assert (trade["exit_at"][-2:], trade["exit_price"], trade["exit_reason"]) == ("09", 102.0, "time")


def test_a_stop_at_a_multiple_of_the_range_when_decided() -> None:
    rows = [(100.0, 102.0, 98.0, 100.0)] * 16
    bars = bars_of(*rows, (100.0, 100.0, 91.0, 95.0))
    trade = only(play(bars, entry=[14], size="fixed:1", stop_loss="atr:2"))
    assert trade["exit_price"] == pytest.approx(100 - 2 * 4)


def test_a_stop_at_an_amount_of_money() -> None:
    bars = bars_of(FLAT, FLAT, (100.0, 100.0, 80.0, 90.0))
    trade = only(play(bars, entry=[0], size="fixed:10", stop_loss="amount:150"))
    assert trade["exit_price"] == 85.0
    assert trade["pnl"] == -150.0


def test_a_stop_at_a_mean_counts_once_the_price_was_beyond_it() -> None:
    bars = bars_of(at(90.0), at(100.0), at(110.0), (110.0, 112.0, 96.0, 97.0), at(97.0))
    trade = only(play(bars, entry=[1], size="fixed:1", stop_loss="ma:3"))
    # bought at 110; the mean of 90, 100, 110 is 100 and lies below the last close
    assert (trade["exit_at"][-2:], trade["exit_price"]) == ("09", 100.0)


@pytest.mark.parametrize(("rule", "price"), [("pessimistic", 90.0), ("optimistic", 110.0), ("adaptive", 110.0)])
def test_which_of_both_comes_first(rule: str, price: float) -> None:
    bars = bars_of(FLAT, FLAT, (106.0, 120.0, 80.0, 100.0))
    result = play(bars, entry=[0], size="fixed:1", stop_loss=0.1, take_profit=0.1, both_rule=rule)
    assert only(result)["exit_price"] == pytest.approx(price)
    assert any("reached stop and target both" in note for note in result.warnings)


def test_a_tie_of_distances_is_the_stop() -> None:
    bars = bars_of(FLAT, FLAT, (100.0, 120.0, 80.0, 100.0))
    result = play(bars, entry=[0], size="fixed:1", stop_loss=0.1, take_profit=0.1, both_rule="adaptive")
    assert only(result)["exit_reason"] == "stop_loss"


def test_nothing_known_of_the_range_is_no_stop() -> None:
    bars = bars_of(FLAT, FLAT, (100.0, 100.0, 10.0, 50.0))
    assert only(play(bars, entry=[0], size="fixed:1", stop_loss="atr:1"))["exit_reason"] is None
    assert np.isnan(play(bars, entry=[0], size="fixed:1", stop_loss="atr:1").trades.exit_price[0])
