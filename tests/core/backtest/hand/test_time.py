"""Section 1: when something is decided, filled, waits, and begins or ends."""

import numpy as np
import pytest

from quantboard.core.strategy.decision import Decision
from tests.core.backtest.hand.scenes import FLAT, at, fills, hourly, reasons, triggered
from tests.core.backtest.worlds import bars_of, play


def test_a_signal_on_the_first_bar_fills_on_the_second() -> None:
    assert fills(play(bars_of(FLAT, at(101), at(102)), entry=[0], size="fixed:1")) == [(1, 1.0, 101.0)]


def test_one_bar_is_a_run_without_orders() -> None:
    result = play(bars_of(FLAT), entry=[0])
    assert (fills(result), result.equity.tolist()) == ([], [100_000.0])


def test_before_the_period_nothing_is_decided_and_the_account_begins_with_its_cash() -> None:
    bars = bars_of(FLAT, FLAT, at(110), at(120), at(130))
    result = play(bars, entry=[1], size="fixed:1", **{"from": "2020-01-08"})  # row 2
    assert (fills(result), result.equity.tolist()) == ([], [100_000.0] * 3)
    result = play(bars, entry=[2], size="fixed:1", **{"from": "2020-01-08"})
    assert fills(result) == [(1, 1.0, 120.0)]
    assert result.equity.tolist() == [100_000.0, 100_000.0, 100_010.0]


def test_after_the_period_nothing_is_seen() -> None:
    bars = bars_of(FLAT, FLAT, FLAT, at(1.0))
    result = play(bars, entry=[0], size="fixed:1", stop_loss=0.1, to="2020-01-08")
    assert (fills(result), len(result.stamps)) == ([(1, 1.0, 100.0)], 3)


def test_the_stop_of_a_fill_at_the_next_close_starts_on_the_bar_after() -> None:
    bars = bars_of(FLAT, (100.0, 100.0, 50.0, 100.0), (100.0, 100.0, 80.0, 85.0), FLAT)
    result = play(bars, entry=[0], size="fixed:1", stop_loss=0.1, fill="next_close")
    assert fills(result) == [(1, 1.0, 100.0), (2, -1.0, 90.0)]


def test_the_stop_of_a_fill_at_the_same_close_starts_on_the_bar_after() -> None:
    bars = bars_of((100.0, 100.0, 50.0, 100.0), (100.0, 100.0, 80.0, 85.0), FLAT)
    result = play(bars, entry=[0], size="fixed:1", stop_loss=0.1, fill="close")
    assert fills(result) == [(0, 1.0, 100.0), (1, -1.0, 90.0)]


def test_a_fill_at_the_close_comes_after_the_stops_of_its_bar() -> None:
    bars = bars_of(FLAT, FLAT, (100.0, 100.0, 80.0, 85.0), FLAT)
    result = play(bars, entry=[0], exit=[1], size="fixed:1", stop_loss=0.1, fill="next_close")
    assert fills(result) == [(1, 1.0, 100.0), (2, -1.0, 90.0)]
    assert reasons(result) == ["stop_loss"]


def test_a_fill_at_the_close_is_marked_on_its_bar() -> None:
    result = play(bars_of(FLAT, FLAT, FLAT), entry=[0], size="fixed:10", fill="next_close", commission=0.01)
    assert result.equity.tolist() == [100_000.0, 99_990.0, 99_990.0]


def test_signals_of_a_halted_bar_are_not_read() -> None:
    bars = bars_of((FLAT, FLAT), (None, FLAT), (FLAT, FLAT), (FLAT, FLAT), symbols="AB")
    assert fills(play(bars, entry=[(1, 0)], size="fixed:1")) == []


def test_an_order_waits_through_a_halt_and_its_late_fill_is_counted() -> None:
    bars = bars_of((FLAT, FLAT), (None, FLAT), (None, FLAT), (at(90), FLAT), symbols="AB")
    result = play(bars, entry=[(0, 0)], size="fixed:1")
    assert fills(result) == [(3, "A", 1.0, 90.0)]
    assert "1 order waited for the symbol's next bar." in result.warnings


def test_a_newer_order_replaces_the_one_that_waits() -> None:
    bars = bars_of(FLAT, at(99), at(98), (98.0, 98.0, 89.0, 97.0), at(97))
    result = triggered(bars, limit={0: 80.0, 2: 90.0}, levels={"entry": [0, 2]}, size="fixed:1")
    assert fills(result) == [(3, 1.0, 90.0)]


def test_a_weight_decided_during_a_halt_fills_after_it() -> None:
    bars = bars_of((FLAT, FLAT), (None, FLAT), (at(50), FLAT), symbols="AB")
    weights = np.full((3, 2), np.nan)
    weights[0, 0] = weights[1, 0] = 0.5
    assert fills(play(bars, Decision(weights=weights), cash=10_000)) == [(2, "A", 100.0, 50.0)]


# ---------------------------------------------------------------- symbols that disappear
GONE = [((at(90), FLAT)), *[(None, FLAT)] * 5]


def test_no_entry_on_the_last_bar_of_a_symbol() -> None:
    bars = bars_of((FLAT, FLAT), *GONE, symbols="AB")
    assert fills(play(bars, entry=[(1, 0)], size="fixed:1")) == []
    weights = np.full((7, 2), np.nan)
    weights[1, 0] = 0.5
    assert fills(play(bars, Decision(weights=weights))) == []


def test_a_stop_on_the_last_bar_comes_before_the_end_of_the_symbol() -> None:
    last = ((100.0, 100.0, 80.0, 85.0), FLAT)
    bars = bars_of((FLAT, FLAT), (FLAT, FLAT), last, *[(None, FLAT)] * 5, symbols="AB")
    result = play(bars, entry=[(0, 0)], size="fixed:1", stop_loss=0.1)
    assert fills(result) == [(1, "A", 1.0, 100.0), (2, "A", -1.0, 90.0)]
    assert reasons(result) == ["stop_loss"]


def test_a_symbol_that_disappears_before_a_waiting_order_takes_it_along() -> None:
    bars = bars_of((FLAT, FLAT), (FLAT, FLAT), *GONE, symbols="AB")
    result = triggered(bars, limit=80.0, levels={"entry": [(0, 0)]}, size="fixed:1")
    assert fills(result) == []


def test_a_short_in_a_symbol_that_disappears_is_covered() -> None:
    bars = bars_of((FLAT, FLAT), (FLAT, FLAT), *GONE, symbols="AB")
    result = play(bars, short_entry=[(0, 0)], size="fixed:10", short=True, commission=0.01)
    assert fills(result) == [(1, "A", -10.0, 100.0), (2, "A", 10.0, 90.0)]
    assert (reasons(result), result.trades.pnl.tolist()) == (["delisted"], [pytest.approx(100 - 10 - 9)])


# ---------------------------------------------------------------- sessions
def test_what_was_bought_in_a_session_is_sold_in_the_next() -> None:
    bars = hourly(FLAT, at(101), at(102), at(103), None, at(104), at(105))
    result = play(bars, entry=[0], exit=[1], size="fixed:10", t_plus_1=True)
    assert fills(result) == [(1, 10.0, 101.0), (4, -10.0, 104.0)]
    assert [row["reason"] for row in result.rejected] == ["same_session"]


def test_a_session_ends_at_midnight_of_the_datas_zone() -> None:
    bars = hourly(FLAT, FLAT, None, FLAT, FLAT)
    assert fills(play(bars, entry=[0], exit=[1], size="fixed:1", t_plus_1=True)) == [(1, 1.0, 100.0), (2, -1.0, 100.0)]


def test_decisions_of_the_warm_up_do_not_trade_and_the_first_after_it_does() -> None:
    bars = bars_of(*[at(100.0 + k) for k in range(6)])
    assert fills(play(bars, entry=range(6), size="fixed:1", warmup=3)) == [(4, 1.0, 104.0)]
