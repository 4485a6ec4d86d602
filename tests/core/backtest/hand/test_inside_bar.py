"""Section 2: open, protective exits, close, decision."""

import numpy as np
import pytest

from tests.core.backtest.hand.scenes import FLAT, at, fills, reasons, triggered
from tests.core.backtest.worlds import bars_of, play


def test_reductions_pay_for_the_increases_of_the_same_open_whatever_the_column() -> None:
    bars = bars_of(*[(FLAT, FLAT)] * 4, symbols="AB")
    result = play(bars, entry=[(0, 1), (1, 0)], exit=[(1, 1)], size="percent:1", cash=10_000)
    assert fills(result) == [(1, "B", 100.0, 100.0), (2, "B", -100.0, 100.0), (2, "A", 100.0, 100.0)]


# ---------------------------------------------------------------- stops and targets
def test_a_level_that_is_just_touched_is_hit() -> None:
    touched = bars_of(FLAT, FLAT, (100.0, 100.0, 90.0, 100.0))
    assert fills(play(touched, entry=[0], size="fixed:1", stop_loss=0.1))[1] == (2, -1.0, 90.0)
    above = bars_of(FLAT, FLAT, (100.0, 125.0, 100.0, 100.0))
    assert fills(play(above, entry=[0], size="fixed:1", take_profit=0.25))[1] == (2, -1.0, 125.0)
    missed = bars_of(FLAT, FLAT, (100.0, 124.99, 90.01, 100.0))
    assert len(fills(play(missed, entry=[0], size="fixed:1", stop_loss=0.1, take_profit=0.25))) == 1


def short(bars, **options):
    return play(bars, short_entry=[0], size="fixed:1", short=True, **options)


def test_a_short_gaps_through_its_stop() -> None:
    bars = bars_of(FLAT, FLAT, (120.0, 130.0, 118.0, 125.0))
    assert fills(short(bars, stop_loss=0.1))[1] == (2, 1.0, 120.0)


def test_a_short_reaches_its_target_at_its_level_and_gaps_beyond_it() -> None:
    inside = bars_of(FLAT, FLAT, (95.0, 96.0, 70.0, 88.0))
    assert fills(short(inside, take_profit=0.25))[1] == (2, 1.0, 75.0)
    beyond = bars_of(FLAT, FLAT, (60.0, 80.0, 55.0, 70.0))
    assert fills(short(beyond, take_profit=0.25, slippage=0.0))[1] == (2, 1.0, 60.0)


def test_slippage_worsens_the_stop_of_a_short_but_not_its_target() -> None:
    bars = bars_of(FLAT, FLAT, (100.0, 130.0, 100.0, 125.0))
    assert fills(short(bars, stop_loss=0.1, slippage=0.01))[1] == (2, 1.0, pytest.approx(99 * 1.1 * 1.01))
    bars = bars_of(FLAT, FLAT, (100.0, 100.0, 70.0, 80.0))
    assert fills(short(bars, take_profit=0.1, slippage=0.01))[1] == (2, 1.0, pytest.approx(99 * 0.9))


@pytest.mark.parametrize(("rule", "price"), [("pessimistic", 110.0), ("optimistic", 90.0), ("adaptive", 90.0)])
def test_both_levels_of_a_short_in_one_bar(rule: str, price: float) -> None:
    bars = bars_of(FLAT, FLAT, (95.0, 112.0, 85.0, 100.0))
    result = short(bars, stop_loss=0.1, take_profit=0.1, both_rule=rule)
    assert fills(result)[1] == (2, 1.0, pytest.approx(price))


def test_a_bar_that_opened_beyond_the_target_is_nearest_to_it() -> None:
    bars = bars_of(FLAT, FLAT, (115.0, 120.0, 80.0, 100.0))
    adaptive = play(bars, entry=[0], size="fixed:1", stop_loss=0.1, take_profit=0.1, both_rule="adaptive")
    assert fills(adaptive)[1] == (2, -1.0, 115.0)


def test_ambiguous_bars_are_counted() -> None:
    wild = (100.0, 120.0, 80.0, 100.0)
    bars = bars_of(FLAT, wild, FLAT, FLAT, wild, FLAT)
    result = play(bars, entry=[0, 3], size="fixed:1", stop_loss=0.1, take_profit=0.1)
    assert [row[:2] for row in fills(result)] == [(1, 1.0), (1, -1.0), (4, 1.0), (4, -1.0)]
    assert "2 bars reached stop and target both; the stop was taken." in result.warnings


def test_levels_move_with_the_average_price() -> None:
    bars = bars_of(FLAT, FLAT, at(200), (200.0, 200.0, 130.0, 140.0))
    result = play(bars, entry=[0, 1], size="fixed:10", pyramiding=2, stop_loss=0.1)
    assert fills(result) == [(1, 10.0, 100.0), (2, 10.0, 200.0), (3, -20.0, 135.0)]


def test_no_levels_no_exits() -> None:
    bars = bars_of(FLAT, FLAT, (100.0, 900.0, 1.0, 100.0))
    assert len(fills(play(bars, entry=[0], size="fixed:1"))) == 1


def test_a_gap_through_a_trailing_stop_fills_at_the_open() -> None:
    bars = bars_of(FLAT, FLAT, (100.0, 130.0, 100.0, 120.0), (105.0, 106.0, 100.0, 104.0))
    result = play(bars, entry=[0], size="fixed:1", trailing=0.1)  # 10 % below the close of 120
    assert (fills(result)[1], reasons(result)) == ((3, -1.0, 105.0), ["trailing"])


def test_a_trailing_stop_never_falls_back() -> None:
    bars = bars_of(FLAT, FLAT, at(120), at(110), (110.0, 110.0, 107.0, 109.0))
    result = play(bars, entry=[0], size="fixed:1", trailing=0.1)  # 108 stays, although the last close was 110
    assert fills(result)[1] == (4, -1.0, 108.0)


# ---------------------------------------------------------------- entries inside the bar
def test_the_open_before_an_entry_inside_the_bar_is_no_price_of_its_exits() -> None:
    # bought at the limit of 95, after the open of 100: the target of 99.75 was seen before only
    bars = bars_of(FLAT, (100.0, 101.0, 94.0, 96.0), at(96))
    assert fills(triggered(bars, limit=95.0, size="fixed:1", take_profit=0.05)) == [(1, 1.0, 95.0)]
    # a close beyond the target comes after every entry
    bars = bars_of(FLAT, (100.0, 103.0, 94.0, 102.0), at(102))
    assert fills(triggered(bars, limit=95.0, size="fixed:1", take_profit=0.05)) == [
        (1, 1.0, 95.0), (1, -1.0, pytest.approx(99.75)),
    ]  # fmt: skip
    # bought by the stop at 105, after the open of 100: its stop of 102.9 fills there, not at the open
    bars = bars_of(FLAT, (100.0, 106.0, 99.0, 104.0), at(104))
    assert fills(triggered(bars, stop=105.0, size="fixed:1", stop_loss=0.02)) == [
        (1, 1.0, 105.0), (1, -1.0, pytest.approx(102.9)),
    ]  # fmt: skip


def test_what_must_come_after_an_entry_inside_the_bar_counts() -> None:
    # whoever bought at the stop of 105 on the way up saw the high of 112 later
    bars = bars_of(FLAT, (100.0, 112.0, 100.0, 104.0), at(104))
    assert fills(triggered(bars, stop=105.0, size="fixed:1", take_profit=0.05))[1] == (1, -1.0, pytest.approx(110.25))
    # whoever bought at the limit of 95 on the way down saw the low of 85 later
    bars = bars_of(FLAT, (100.0, 100.0, 85.0, 90.0), at(90))
    assert fills(triggered(bars, limit=95.0, size="fixed:1", stop_loss=0.1))[1] == (1, -1.0, 85.5)


def test_entries_of_shorts_inside_the_bar_are_mirrored() -> None:
    bars = bars_of(FLAT, (100.0, 106.0, 99.0, 104.0), at(104))
    sold = {"levels": {"short_entry": [0]}, "size": "fixed:1", "short": True}
    assert len(fills(triggered(bars, limit=105.0, take_profit=0.05, **sold))) == 1  # 99.75 came before
    bars = bars_of(FLAT, (100.0, 101.0, 94.0, 96.0), at(96))
    assert fills(triggered(bars, stop=95.0, stop_loss=0.02, **sold))[1] == (1, 1.0, pytest.approx(96.9))


def test_an_entry_at_an_open_beyond_its_price_is_guarded_as_any_other() -> None:
    bars = bars_of(FLAT, (90.0, 101.0, 89.0, 92.0), at(92))
    result = triggered(bars, limit=95.0, size="fixed:1", take_profit=0.1)  # bought at 90, target 99
    assert fills(result) == [(1, 1.0, 90.0), (1, -1.0, pytest.approx(99.0))]


# ---------------------------------------------------------------- time exits
def test_a_time_exit_counts_the_symbols_bars() -> None:
    bars = bars_of((FLAT, FLAT), (FLAT, FLAT), (None, FLAT), (at(101), FLAT), (at(102), FLAT), symbols="AB")
    result = play(bars, entry=[(0, 0)], size="fixed:1", max_bars=2)
    assert fills(result) == [(1, "A", 1.0, 100.0), (4, "A", -1.0, 102.0)]
    assert reasons(result) == ["time"]


def test_an_exit_that_is_due_comes_before_the_time_exit() -> None:
    result = play(bars_of(*[FLAT] * 5), entry=[0], exit=[2], size="fixed:1", max_bars=2)
    assert (fills(result)[1][0], reasons(result)) == (3, ["signal"])


def test_a_time_exit_frees_its_cash_for_the_entries_of_that_open() -> None:
    bars = bars_of(*[(FLAT, FLAT)] * 4, symbols="AB")
    result = play(bars, entry=[(0, 1), (1, 0)], size="percent:1", max_bars=1, cash=10_000)
    assert fills(result)[:3] == [(1, "B", 100.0, 100.0), (2, "B", -100.0, 100.0), (2, "A", 100.0, 100.0)]


# ---------------------------------------------------------------- the close
def test_excursions_of_a_trade_that_ends_on_its_entry_bar_are_its_exit() -> None:
    bars = bars_of(FLAT, (100.0, 108.0, 80.0, 95.0), FLAT)
    (trade,) = play(bars, entry=[0], size="fixed:1", stop_loss=0.1).trades.rows(("A",), "1d")
    assert (trade["bars_held"], trade["mfe"], trade["mae"]) == (0, pytest.approx(-0.1), pytest.approx(-0.1))


def test_funding_is_paid_by_longs_to_shorts_on_the_bars_that_have_it() -> None:
    bars = bars_of(*[(at(100), at(50))] * 4, symbols="AB")
    bars.columns["funding"] = np.array([[0.01, 0.01], [np.nan, np.nan], [0.001, 0.002], [np.nan, 0.0]])
    result = play(bars, entry=[(0, 0)], short_entry=[(0, 1)], size="fixed:10", short=True, cash=10_000)
    assert result.financing.tolist() == pytest.approx([0.0, 0.0, -1000 * 0.001 + 500 * 0.002, 0.0])
    assert result.final_equity == pytest.approx(10_000)
    longs = play(bars, entry=[(0, 0)], size="fixed:10", cash=10_000)
    assert longs.financing.tolist() == pytest.approx([0.0, 0.0, -1.0, 0.0])
    assert longs.final_equity == pytest.approx(9_999)


def test_shorts_count_negative_and_a_halted_symbol_at_its_last_close() -> None:
    bars = bars_of((FLAT, FLAT), (FLAT, FLAT), (at(90), FLAT), (None, FLAT), symbols="AB")
    result = play(bars, short_entry=[(0, 0)], size="fixed:10", short=True, cash=10_000)
    assert result.equity.tolist() == [10_000.0, 10_000.0, 10_100.0, 10_100.0]
    assert (result.gross[-1], result.net[-1]) == (900.0, -900.0)


# ---------------------------------------------------------------- the decision
def test_the_decision_is_made_from_the_position_that_is_left() -> None:
    bars = bars_of(FLAT, FLAT, (100.0, 100.0, 80.0, 95.0), at(95), at(95))
    result = play(bars, entry=[0], short_entry=[2], size="fixed:1", short=True, stop_loss=0.1)
    # stopped on bar 2, hence flat: no reversal, a plain short sale
    assert fills(result) == [(1, 1.0, 100.0), (2, -1.0, 90.0), (3, -1.0, 95.0)]
