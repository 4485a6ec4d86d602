"""Section 3: signals become orders, orders become fills or are refused."""

import numpy as np
import pytest

from quantboard.core.strategy.decision import Decision
from tests.core.backtest.hand.scenes import FLAT, at, fills, reasons, refused, triggered
from tests.core.backtest.worlds import bars_of, play, signals_of

ONE_EACH = {"size": "fixed:1", "short": True}


# ---------------------------------------------------------------- signals
def test_short_entry_with_short_exit_does_nothing_while_flat() -> None:
    assert fills(play(bars_of(*[FLAT] * 3), short_entry=[0], short_exit=[0], **ONE_EACH)) == []


def test_a_short_is_reversed_by_an_entry_with_both_costs() -> None:
    bars = bars_of(FLAT, FLAT, at(80), at(80))
    result = play(bars, short_entry=[0], entry=[1], size="fixed:10", short=True, commission=0.01)
    assert fills(result) == [(1, -10.0, 100.0), (2, 10.0, 80.0), (2, 10.0, 80.0)]
    assert result.fills.commission.tolist() == pytest.approx([10, 8, 8])
    assert (result.trades.pnl.tolist(), reasons(result)) == ([pytest.approx(182), pytest.approx(-8)], ["signal", None])


@pytest.mark.parametrize(
    ("first", "then", "units"),
    [("entry", ("exit", "short_entry"), -1.0), ("short_entry", ("short_exit", "entry"), 1.0)],
)
def test_an_exit_together_with_the_other_sides_entry_reverses(first: str, then: tuple[str, str], units: float) -> None:
    result = play(bars_of(*[FLAT] * 4), **{first: [0]}, **{word: [1] for word in then}, **ONE_EACH)
    assert result.positions[-1, 0] == units
    assert len(result.fills) == 3


def test_the_other_sides_exit_means_nothing_to_a_position() -> None:
    assert len(play(bars_of(*[FLAT] * 4), entry=[0], short_exit=[1], **ONE_EACH).fills) == 1
    assert len(play(bars_of(*[FLAT] * 4), short_entry=[0], exit=[1], **ONE_EACH).fills) == 1


@pytest.mark.parametrize(
    ("options", "bar"),
    [({"take_profit": 0.1}, (100.0, 115.0, 100.0, 112.0)), ({"trailing": 0.1}, (95.0, 95.0, 85.0, 88.0))],
)
def test_after_a_target_or_a_trailing_stop_only_a_fresh_signal_opens(options: dict, bar: tuple) -> None:
    bars = bars_of(FLAT, FLAT, bar, at(100), at(100), at(100), at(100))
    assert len(play(bars, entry=range(7), size="fixed:1", **options).fills) == 2
    fresh = play(bars, entry=[0, 1, 2, 4], size="fixed:1", **options)
    assert fills(fresh)[2] == (5, 1.0, 100.0)


def test_fresh_is_told_by_the_symbols_own_bar_before() -> None:
    stopped = ((100.0, 100.0, 80.0, 85.0), FLAT)
    bars = bars_of((FLAT, FLAT), (FLAT, FLAT), stopped, (None, FLAT), (FLAT, FLAT), (FLAT, FLAT), symbols="AB")
    lasting = [(row, 0) for row in (0, 1, 2, 4, 5)]  # on the halted bar 3 there is no signal
    assert len(play(bars, entry=lasting, size="fixed:1", stop_loss=0.1).fills) == 2
    fresh = [(row, 0) for row in (0, 1, 4)]
    assert fills(play(bars, entry=fresh, size="fixed:1", stop_loss=0.1))[2] == (5, "A", 1.0, 100.0)


def test_after_the_stop_of_one_side_the_other_is_free() -> None:
    bars = bars_of(FLAT, FLAT, (100.0, 100.0, 80.0, 95.0), at(95), at(95), at(95))
    result = play(bars, entry=range(6), short_entry=[3], stop_loss=0.1, **ONE_EACH)
    # sold short on bar 4; the lasting entry is not fresh, hence turns nothing back
    assert fills(result) == [(1, 1.0, 100.0), (2, -1.0, 90.0), (4, -1.0, 95.0)]


def test_pyramiding_sizes_each_entry_like_the_first_and_stops_at_its_number() -> None:
    bars = bars_of(*[FLAT] * 6)
    result = play(bars, entry=range(6), size="percent:0.25", pyramiding=3, cash=10_000)
    assert fills(result) == [(1, 25.0, 100.0), (2, 25.0, 100.0), (3, 25.0, 100.0)]
    shorts = play(bars, short_entry=range(6), size="fixed:5", pyramiding=2, short=True)
    assert fills(shorts) == [(1, -5.0, 100.0), (2, -5.0, 100.0)]


# ---------------------------------------------------------------- sizes
def test_a_size_of_nan_or_nothing_is_refused() -> None:
    bars = bars_of(*[FLAT] * 4)
    sizes = np.array([[np.nan], [0.0], [0.1], [0.1]])
    result = play(bars, Decision(signals=signals_of(bars, entry=[0, 1]), size=sizes), size="weights")
    assert (fills(result), refused(result)) == ([], [("07", "no_size"), ("08", "no_size")])


def test_equity_counts_a_halted_position_at_its_last_close() -> None:
    bars = bars_of((FLAT, at(50)), (FLAT, at(50)), (at(120), at(50)), (None, at(50)), symbols="AB")
    decision = Decision(
        signals=signals_of(bars, entry=[(0, 0), (2, 1)]), size=np.array([[0.5, 0.5]] * 3 + [[0.25] * 2])
    )
    result = play(bars, decision, size="weights", cash=10_000)
    # 5 000 of cash and 50 × 120: half of 11 000, but only 5 000 is there
    assert fills(result) == [(1, "A", 50.0, 100.0), (3, "B", 100.0, 50.0)]
    quarter = Decision(signals=decision.signals, size=np.array([[0.5, 0.5], [0.5, 0.5], [0.25, 0.25], [0.25, 0.25]]))
    assert fills(play(bars, quarter, size="weights", cash=10_000))[1] == (3, "B", 55.0, 50.0)


def test_equity_counts_what_is_held_at_the_open_or_at_the_close_of_the_fill() -> None:
    moving = (140.0, 200.0, 140.0, 180.0)
    bars = bars_of((FLAT, at(50)), (FLAT, at(50)), (FLAT, at(50)), (moving, at(50)), symbols="AB")
    sizes = np.array([[0.5, 0.5], [0.5, 0.5], [0.25, 0.25], [0.25, 0.25]])
    decision = Decision(signals=signals_of(bars, entry=[(0, 0), (2, 1)]), size=sizes)
    assert fills(play(bars, decision, size="weights", cash=10_000))[1] == (3, "B", 0.25 * 12_000 / 50, 50.0)
    closing = play(bars, decision, size="weights", cash=10_000, fill="next_close")
    assert fills(closing)[1] == (3, "B", 0.25 * 14_000 / 50, 50.0)


def test_a_fixed_short_needs_its_value_and_its_fees() -> None:
    bars = bars_of(*[FLAT] * 3)
    asked = {"short_entry": [0], "short": True, "cash": 10_000}
    assert refused(play(bars, size="fixed:100", stamp_duty=0.01, **asked)) == [("07", "cash")]
    assert fills(play(bars, size="fixed:100", **asked)) == [(1, -100.0, 100.0)]


def test_cash_too_small_for_the_least_fee_buys_nothing() -> None:
    result = play(bars_of(*[FLAT] * 3), entry=[0], cash=10, min_commission=20)
    assert (fills(result), refused(result)) == ([], [("07", "too_small")])
    assert result.final_equity == 10


def test_no_cash_left_is_refused() -> None:
    bars = bars_of(*[(FLAT, FLAT)] * 4, symbols="AB")
    result = play(bars, entry=[(0, 0), (1, 1)], size="percent:1", cash=10_000)
    assert (fills(result), refused(result)) == ([(1, "A", 100.0, 100.0)], [("08", "cash")])


def test_a_price_of_zero_is_refused() -> None:
    bars = bars_of(FLAT, (0.0, 1.0, 0.0, 1.0), FLAT)
    assert refused(play(bars, entry=[0], size="fixed:1")) == [("07", "bad_price")]


def test_buying_power_with_leverage_counts_what_is_held() -> None:
    bars = bars_of(*[(FLAT, FLAT)] * 4, symbols="AB")
    result = play(bars, entry=[(0, 0), (1, 1)], size="percent:1.5", leverage=2, cash=10_000)
    assert fills(result) == [(1, "A", 150.0, 100.0), (2, "B", 50.0, 100.0)]


def test_equal_parts_share_the_leverage_among_live_signals() -> None:
    bars = bars_of(*[(FLAT, FLAT, FLAT)] * 3, symbols="ABC")
    result = play(bars, entry=[(0, 0), (0, 2)], size="equal", leverage=3, cash=10_000)
    assert fills(result) == [(1, "A", 150.0, 100.0), (1, "C", 150.0, 100.0)]


# ---------------------------------------------------------------- target weights
def test_a_single_nan_leaves_its_symbol() -> None:
    bars = bars_of(*[(FLAT, FLAT)] * 2, (at(150), at(50)), (at(150), at(50)), symbols="AB")
    weights = np.array([[0.5, 0.5], [np.nan, 0.2], [np.nan, np.nan], [np.nan, np.nan]])
    result = play(bars, Decision(weights=weights), cash=10_000)
    # 7 500 + 2 500 at the opens: a fifth of 10 000 is 40 units of B
    assert fills(result) == [(1, "A", 50.0, 100.0), (1, "B", 50.0, 100.0), (2, "B", -10.0, 50.0)]


def test_target_units_are_of_the_equity_at_the_opens_before_any_order() -> None:
    bars = bars_of(*[(FLAT, FLAT)] * 2, (at(200), at(100)), symbols="AB")
    weights = np.array([[0.5, 0.5], [0.5, 0.5], [np.nan, np.nan]])
    result = play(bars, Decision(weights=weights), cash=10_000)
    assert fills(result)[2:] == [(2, "A", -12.5, 200.0), (2, "B", 25.0, 100.0)]


def test_a_weight_turns_a_position_in_two_fills() -> None:
    bars = bars_of(FLAT, FLAT, at(50), at(50))
    weights = np.array([[0.5], [-0.4], [np.nan], [np.nan]])
    result = play(bars, Decision(weights=weights), short=True, cash=10_000)
    assert fills(result) == [(1, 50.0, 100.0), (2, -50.0, 50.0), (2, -60.0, 50.0)]
    assert reasons(result) == ["rebalance", None]


def test_whole_units_of_a_target() -> None:
    bars = bars_of(at(30), at(30), at(30))
    weights = np.array([[0.5], [np.nan], [np.nan]])
    assert fills(play(bars, Decision(weights=weights), whole_units=True, cash=1_000)) == [(1, 16.0, 30.0)]
    assert refused(play(bars, Decision(weights=weights), lot=100, cash=1_000)) == [("07", "too_small")]


def test_a_position_is_closed_whole_though_the_band_and_the_lot_are_larger() -> None:
    bars = bars_of(*[FLAT] * 4)
    weights = np.array([[0.03], [0.0], [np.nan], [np.nan]])
    result = play(bars, Decision(weights=weights), cash=10_000, no_trade_band=0.02, lot=2)
    assert fills(result) == [(1, 2.0, 100.0), (2, -2.0, 100.0)]


# ---------------------------------------------------------------- limit and stop entries
def test_a_limit_waits_until_cancelled_by_its_opposite() -> None:
    bars = bars_of(FLAT, FLAT, (100.0, 107.0, 94.0, 100.0), at(100))
    prices = {"limit": {0: 90.0, 1: 106.0}, "levels": {"entry": [0], "short_entry": [1]}}
    assert fills(triggered(bars, **prices, **ONE_EACH)) == [(2, -1.0, 106.0)]


def test_a_limit_fill_is_sized_by_its_own_price() -> None:
    bars = bars_of(FLAT, (100.0, 100.0, 75.0, 90.0), at(90))
    assert fills(triggered(bars, limit=80.0, size="percent:0.8", cash=10_000)) == [(1, 100.0, 80.0)]
    costly = triggered(bars, limit=80.0, size="percent:0.8", cash=10_000, commission=0.25)
    assert fills(costly) == [(1, 80.0, 80.0)]
