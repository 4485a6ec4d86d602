"""Each market rule held by a few bars with exact answers."""

import numpy as np
import pytest

from quantboard.core.strategy.decision import Decision
from tests.core.backtest.worlds import bars_of, play, signals_of

FLAT = (100.0, 100.0, 100.0, 100.0)


def only(result):
    (trade,) = result.trades.rows(result.symbols, "1d")
    return trade


def test_fills_at_the_next_open() -> None:
    bars = bars_of(FLAT, (110.0, 120.0, 105.0, 115.0), (118.0, 125.0, 117.0, 120.0), (130.0, 131.0, 129.0, 130.0))
    result = play(bars, entry=[0], exit=[2], size="fixed:10", cash=10_000)
    trade = only(result)
    assert (trade["entry_at"], trade["entry_price"]) == ("2020-01-07", 110.0)
    assert (trade["exit_at"], trade["exit_price"], trade["exit_reason"]) == ("2020-01-09", 130.0, "signal")
    assert trade["pnl"] == 200.0
    assert trade["bars_held"] == 2
    assert result.equity.tolist() == [10_000.0, 10_050.0, 10_100.0, 10_200.0]


def test_fills_at_the_next_close() -> None:
    bars = bars_of(FLAT, (110.0, 120.0, 105.0, 115.0), (118.0, 125.0, 117.0, 120.0), FLAT)
    trade = only(play(bars, entry=[0], exit=[1], size="fixed:1", fill="next_close"))
    assert (trade["entry_price"], trade["exit_price"]) == (115.0, 120.0)


def test_fills_at_the_same_close_and_says_so() -> None:
    bars = bars_of(FLAT, (110.0, 120.0, 105.0, 115.0), FLAT)
    result = play(bars, entry=[0], exit=[1], size="fixed:1", fill="close")
    assert (only(result)["entry_price"], only(result)["exit_price"]) == (100.0, 115.0)
    assert any("close they were decided on" in note for note in result.warnings)


@pytest.mark.parametrize("fill", ["next_open", "next_close", "close"])
def test_a_signal_on_the_last_bar_never_fills(fill: str) -> None:
    result = play(bars_of(FLAT, FLAT, FLAT), entry=[2], fill=fill)
    assert len(result.fills) == 0
    assert len(result.trades) == 0


def test_costs_are_charged_in_cash_on_both_sides() -> None:
    bars = bars_of(FLAT, FLAT, FLAT, FLAT)
    result = play(
        bars, entry=[0], exit=[1], size="fixed:10", cash=10_000, commission=0.01, slippage=0.1, stamp_duty=0.005
    )
    trade = only(result)
    assert trade["entry_price"] == pytest.approx(110.0)
    assert trade["exit_price"] == pytest.approx(90.0)
    assert trade["fees"] == pytest.approx(11.0 + 9.0 + 4.5)
    assert trade["pnl"] == pytest.approx(-200.0 - 24.5)
    assert result.final_equity == pytest.approx(10_000 - 224.5)
    assert result.fills.slippage.tolist() == pytest.approx([100.0, 100.0])


def test_a_short_sale_pays_stamp_duty_and_its_cover_does_not() -> None:
    bars = bars_of(FLAT, FLAT, (80.0, 80.0, 80.0, 80.0))
    result = play(bars, short_entry=[0], short_exit=[1], size="fixed:10", short=True, commission=0.01, stamp_duty=0.1)
    trade = only(result)
    assert trade["side"] == "short"
    assert trade["fees"] == pytest.approx(10 + 100 + 8)
    assert trade["pnl"] == pytest.approx(200 - 118)


def test_shorts_only_where_allowed() -> None:
    bars = bars_of(*[FLAT] * 4)
    assert len(play(bars, short_entry=[0], short_exit=[1]).trades) == 0
    # the short pair is not even read: entry and short_entry together buy
    assert len(play(bars, entry=[0], short_entry=[0]).trades) == 1


def test_both_sides_at_once_do_nothing_and_are_counted() -> None:
    result = play(bars_of(*[FLAT] * 3), entry=[0], short_entry=[0], short=True)
    assert len(result.trades) == 0
    assert any("long and short at once" in note for note in result.warnings)


def test_entry_with_exit_does_nothing_while_flat() -> None:
    assert len(play(bars_of(*[FLAT] * 3), entry=[0], exit=[0]).trades) == 0


def test_reversal_closes_and_opens_at_the_same_fill() -> None:
    bars = bars_of(FLAT, FLAT, (120.0, 120.0, 120.0, 120.0), FLAT)
    result = play(bars, entry=[0], short_entry=[1], size="fixed:10", short=True, commission=0.01)
    first, second = result.trades.rows(result.symbols, "1d")
    assert (first["exit_at"], first["exit_price"], first["exit_reason"]) == ("2020-01-08", 120.0, "signal")
    assert (second["side"], second["entry_at"], second["exit_at"]) == ("short", "2020-01-08", None)
    assert second["pnl"] == pytest.approx(10 * 20 - 12)
    assert second["exit_reason"] is None
    assert second["exit_price"] is None


def test_entry_is_ignored_while_long() -> None:
    assert len(play(bars_of(*[FLAT] * 5), entry=[0, 1, 2], size="percent:0.3").fills) == 1


# ---------------------------------------------------------------- protective exits
def test_stop_at_its_level_worsened_by_slippage() -> None:
    bars = bars_of(FLAT, FLAT, (99.0, 99.0, 80.0, 85.0))
    trade = only(play(bars, entry=[0], size="fixed:1", stop_loss=0.1))
    assert (trade["exit_price"], trade["exit_reason"]) == (90.0, "stop_loss")
    slipped = only(play(bars, entry=[0], size="fixed:1", stop_loss=0.1, slippage=0.01))
    assert slipped["exit_price"] == pytest.approx(101 * 0.9 * 0.99)


def test_stop_gapped_through_fills_at_the_open() -> None:
    bars = bars_of(FLAT, FLAT, (70.0, 75.0, 65.0, 72.0))
    assert only(play(bars, entry=[0], size="fixed:1", stop_loss=0.1))["exit_price"] == 70.0


def test_target_at_its_level_or_better_without_slippage() -> None:
    inside = bars_of(FLAT, FLAT, (105.0, 120.0, 105.0, 118.0))
    assert only(play(inside, entry=[0], size="fixed:1", take_profit=0.1))["exit_price"] == pytest.approx(110.0)
    beyond = bars_of(FLAT, FLAT, (115.0, 120.0, 112.0, 118.0))
    trade = only(play(beyond, entry=[0], size="fixed:1", take_profit=0.1, slippage=0.01))
    assert (trade["exit_price"], trade["exit_reason"]) == (115.0, "take_profit")


def test_both_reachable_is_the_stop_even_when_the_bar_opened_beyond_the_target() -> None:
    bars = bars_of(FLAT, FLAT, (115.0, 120.0, 80.0, 100.0))
    result = play(bars, entry=[0], size="fixed:1", stop_loss=0.1, take_profit=0.1)
    assert (only(result)["exit_price"], only(result)["exit_reason"]) == (90.0, "stop_loss")
    assert any("reached stop and target both" in note for note in result.warnings)


def test_short_levels_are_mirrored() -> None:
    bars = bars_of(FLAT, FLAT, (105.0, 115.0, 101.0, 110.0))
    stopped = only(play(bars, short_entry=[0], size="fixed:1", short=True, stop_loss=0.1))
    assert (stopped["exit_price"], stopped["exit_reason"]) == (pytest.approx(110.0), "stop_loss")
    fallen = bars_of(FLAT, FLAT, (85.0, 86.0, 80.0, 82.0))
    assert only(play(fallen, short_entry=[0], size="fixed:1", short=True, take_profit=0.1))["exit_price"] == 85.0


def test_stops_from_the_entry_bar_or_the_next() -> None:
    bars = bars_of(FLAT, (100.0, 101.0, 80.0, 95.0), (95.0, 96.0, 94.0, 95.0), (95.0, 95.0, 85.0, 86.0))
    entry = only(play(bars, entry=[0], size="fixed:1", stop_loss=0.1))
    assert (entry["exit_at"], entry["exit_price"], entry["bars_held"]) == ("2020-01-07", 90.0, 0)
    later = only(play(bars, entry=[0], size="fixed:1", stop_loss=0.1, stops_from="next_bar"))
    assert later["exit_at"] == "2020-01-09"


def test_a_pending_exit_beats_the_stop_of_its_bar() -> None:
    bars = bars_of(FLAT, FLAT, (99.0, 99.0, 50.0, 60.0))
    trade = only(play(bars, entry=[0], exit=[1], size="fixed:1", stop_loss=0.1))
    assert (trade["exit_price"], trade["exit_reason"]) == (99.0, "signal")


def test_after_a_stop_only_a_fresh_signal_opens_again() -> None:
    rows = [FLAT, FLAT, (100.0, 100.0, 80.0, 95.0), FLAT, FLAT, FLAT, FLAT, FLAT]
    held_on = play(bars_of(*rows), entry=range(8), size="fixed:1", stop_loss=0.1)
    assert len(held_on.fills) == 2
    fresh = play(bars_of(*rows), entry=[0, 1, 2, 3, 5, 6], size="fixed:1", stop_loss=0.1)
    assert len(fresh.fills) == 3
    assert fresh.trades.rows(("A",), "1d")[1]["entry_at"] == bars_of(*rows).text_of(6)
    # the exit's own bar may be the fresh one
    own = play(bars_of(*rows), entry=[0, 2], size="fixed:1", stop_loss=0.1)
    assert own.trades.rows(("A",), "1d")[1]["entry_at"] == bars_of(*rows).text_of(3)


def test_after_a_signalled_exit_a_lasting_level_opens_again() -> None:
    assert len(play(bars_of(*[FLAT] * 6), entry=range(6), exit=[2], size="fixed:1").fills) == 3


def test_levels_of_the_run_replace_those_of_the_strategy_one_by_one() -> None:
    bars = bars_of(FLAT, FLAT, (99.0, 99.0, 80.0, 85.0))
    decision = Decision(signals=signals_of(bars, entry=[0]), stop_loss=0.05, take_profit=0.5)
    assert only(play(bars, decision, size="fixed:1"))["exit_price"] == 95.0
    assert only(play(bars, decision, size="fixed:1", stop_loss=0.15))["exit_price"] == 85.0


# ---------------------------------------------------------------- halts
def test_an_order_waits_for_the_next_bar_and_equity_keeps_the_last_close() -> None:
    other = (50.0, 50.0, 50.0, 50.0)
    bars = bars_of(
        (FLAT, other), (FLAT, other), (None, other), (None, other), ((90.0, 90.0, 90.0, 90.0), other), symbols="AB"
    )
    result = play(bars, entry=[0], exit=[1], size="fixed:10", cash=10_000)
    trade = only(result)
    assert (trade["exit_at"], trade["exit_price"], trade["bars_held"]) == ("2020-01-10", 90.0, 1)
    assert result.equity.tolist() == [10_000.0] * 4 + [9_900.0]
    assert any("waited for the symbol's next bar" in note for note in result.warnings)


def test_a_newer_target_weight_replaces_the_waiting_one() -> None:
    other = (50.0, 50.0, 50.0, 50.0)
    bars = bars_of((FLAT, other), (None, other), (None, other), (FLAT, other), symbols="AB")
    weights = np.full((4, 2), np.nan)
    weights[0, 0], weights[1, 0] = 1.0, 0.25
    result = play(bars, Decision(weights=weights), cash=10_000)
    assert only(result)["units"] == 25.0


# ---------------------------------------------------------------- sizing
def test_percent_counts_fees_and_what_is_held() -> None:
    result = play(bars_of(*[FLAT] * 3), entry=[0], size="percent:1", commission=0.01, cash=10_000)
    assert only(result)["units"] == pytest.approx(10_000 / 101)
    assert result.cash[-1] == pytest.approx(0.0, abs=1e-9)


def test_percent_of_equity_while_half_is_invested() -> None:
    bars = bars_of(*[(FLAT, FLAT)] * 5, symbols="AB")
    result = play(bars, entry=[(0, 0), (2, 1)], size="percent:0.5", cash=10_000)
    assert result.trades.units.tolist() == [50.0, 50.0]


def test_entries_beyond_the_cash_shrink_together() -> None:
    bars = bars_of(*[(FLAT, FLAT)] * 3, symbols="AB")
    result = play(bars, entry=[(0, 0), (0, 1)], size="percent:0.8", cash=10_000)
    assert result.trades.units.tolist() == pytest.approx([50.0, 50.0])


def test_fixed_is_first_come_and_rejected_whole() -> None:
    bars = bars_of(*[(FLAT, FLAT)] * 3, symbols="AB")
    result = play(bars, entry=[(0, 0), (0, 1)], size="fixed:60", cash=10_000)
    assert result.trades.symbol.tolist() == [0]
    assert result.rejected == [
        {"symbol": "B", "side": "buy", "at": "2020-01-07", "decided_at": "2020-01-06", "reason": "cash"}
    ]
    assert any("rejected: cash 1" in note for note in result.warnings)


def test_proceeds_of_an_open_are_spent_at_once() -> None:
    bars = bars_of(*[(FLAT, FLAT)] * 4, symbols="AB")
    result = play(bars, entry=[(0, 1), (1, 0)], exit=[(1, 1)], size="percent:1", cash=10_000)
    assert result.trades.units.tolist() == [100.0, 100.0]
    assert result.trades.is_open.tolist() == [False, True]


def test_whole_units_floor_and_reject_nothing_left() -> None:
    bars = bars_of(FLAT, (30.0, 30.0, 30.0, 30.0), FLAT)
    assert only(play(bars, entry=[0], size="percent:1", cash=100, whole_units=True))["units"] == 3.0
    result = play(bars, entry=[0], size="percent:1", cash=20, whole_units=True)
    assert [row["reason"] for row in result.rejected] == ["too_small"]


def test_sizes_of_the_strategy() -> None:
    bars = bars_of(*[FLAT] * 3)
    size = np.array([[0.25], [np.nan], [np.nan]])
    decision = Decision(signals=signals_of(bars, entry=[0]), size=size)
    assert only(play(bars, decision, size="weights", cash=10_000))["units"] == 25.0


def test_short_proceeds_are_not_spent_twice() -> None:
    bars = bars_of(*[(FLAT, FLAT)] * 4, symbols="AB")
    result = play(bars, short_entry=[(0, 0)], entry=[(1, 1)], size="percent:0.8", short=True, cash=10_000)
    assert result.trades.units.tolist() == pytest.approx([80.0, 20.0])


def test_unset_size_is_an_equal_part_for_each_symbol() -> None:
    bars = bars_of(*[(FLAT, FLAT, FLAT, FLAT)] * 3, symbols="ABCD")
    result = play(bars, entry=[(0, 2)], cash=10_000)
    assert result.spec.size == "percent:0.25"
    assert only(result)["units"] == 25.0


# ---------------------------------------------------------------- target weights
def test_weights_sell_first_and_shrink_buys_together() -> None:
    bars = bars_of(*[(FLAT, FLAT)] * 4, symbols="AB")
    weights = np.array([[1.0, 0.0], [0.4, 0.6], [np.nan, np.nan], [np.nan, np.nan]])
    result = play(bars, Decision(weights=weights), cash=10_000)
    assert result.positions[-1].tolist() == pytest.approx([40.0, 60.0])
    assert result.fills.side.tolist() == [1, -1, 1]
    costly = play(bars, Decision(weights=weights), cash=10_000, commission=0.01)
    assert costly.cash[1] == pytest.approx(0.0, abs=1e-9)
    assert costly.positions[1, 0] == pytest.approx(10_000 / 101)


def test_weight_zero_is_exactly_none_and_partial_exits_are_trades() -> None:
    bars = bars_of(*[FLAT] * 5)
    weights = np.array([[1.0], [0.3], [0.0], [np.nan], [np.nan]])
    result = play(bars, Decision(weights=weights), cash=10_000, commission=0.001)
    assert result.positions[-1, 0] == 0.0
    assert {row["exit_reason"] for row in result.trades.rows(("A",), "1d")} == {"rebalance"}
    assert result.trades.entry_at.tolist() == [int(bars.stamps[1])] * 2
    assert result.trades.pnl.sum() == pytest.approx(result.final_equity - 10_000)


def test_a_symbol_that_a_stop_closed_is_bought_again_at_the_next_row() -> None:
    bars = bars_of(FLAT, FLAT, (100.0, 100.0, 80.0, 90.0), (90.0, 90.0, 90.0, 90.0), (90.0, 90.0, 90.0, 90.0))
    weights = np.array([[1.0], [np.nan], [1.0], [np.nan], [np.nan]])
    result = play(bars, Decision(weights=weights), stop_loss=0.1)
    assert [row["exit_reason"] for row in result.trades.rows(("A",), "1d")] == ["stop_loss", None]


def test_negative_weights_where_short_is_allowed() -> None:
    bars = bars_of(*[FLAT] * 4)
    weights = np.array([[0.5], [-0.5], [np.nan], [np.nan]])
    result = play(bars, Decision(weights=weights), short=True, cash=10_000)
    assert result.positions[:, 0].tolist() == [0.0, 50.0, -50.0, -50.0]
    assert result.trades.units.tolist() == [50.0, 50.0]


# ---------------------------------------------------------------- the end
def test_equity_below_zero_ends_the_run_at_the_next_open() -> None:
    bars = bars_of(FLAT, FLAT, (150.0, 320.0, 150.0, 300.0), (310.0, 310.0, 310.0, 310.0), FLAT, FLAT)
    result = play(bars, short_entry=[0, 3, 4], size="percent:1", short=True, cash=10_000)
    trade = only(result)
    assert (trade["exit_at"], trade["exit_price"], trade["exit_reason"]) == ("2020-01-09", 310.0, "margin")
    assert result.final_equity == -11_000.0
    assert any("account was lost" in note for note in result.warnings)
    assert result.metrics["cagr"] is None
    assert result.metrics_na["cagr"] == "the account was lost"


def test_open_trades_are_marked_at_the_last_close() -> None:
    bars = bars_of(FLAT, FLAT, (100.0, 130.0, 95.0, 120.0))
    result = play(bars, entry=[0], size="fixed:10", commission=0.01)
    trade = only(result)
    assert trade["exit_at"] is None
    assert trade["pnl"] == pytest.approx(200 - 10)
    assert (trade["mfe"], trade["mae"]) == (pytest.approx(0.3), pytest.approx(-0.05))


def test_excursions_stop_before_the_exit_bar_but_count_its_price() -> None:
    bars = bars_of(FLAT, (100.0, 104.0, 97.0, 101.0), (108.0, 150.0, 50.0, 90.0))
    trade = only(play(bars, entry=[0], exit=[1], size="fixed:1"))
    assert (trade["mfe"], trade["mae"]) == (pytest.approx(0.08), pytest.approx(-0.03))


def test_the_account_starts_on_the_first_bar_of_the_period() -> None:
    bars = bars_of(*[FLAT] * 6)
    result = play(bars, entry=[0, 1, 3], size="fixed:1", **{"from": "2020-01-08", "to": "2020-01-10"})
    assert len(result.stamps) == 3
    assert only(result)["entry_at"] == "2020-01-10"
