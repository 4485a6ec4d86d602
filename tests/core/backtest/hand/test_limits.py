"""Section 3: what trading costs, and what market and account allow; section 4: the trades."""

import numpy as np
import pytest

from quantboard.core.strategy.decision import Decision
from tests.core.backtest.hand.scenes import FLAT, at, fills, hourly, reasons, refused
from tests.core.backtest.worlds import bars_of, play, signals_of


def with_volume(bars, *volumes):
    bars.columns["volume"] = np.array(volumes, dtype=float).reshape(bars.close.shape)
    return bars


# ---------------------------------------------------------------- costs
def test_slippage_by_volatility_is_that_of_the_twenty_returns_before() -> None:
    closes = [100.0, 102.0] * 12
    bars = bars_of(*[at(close) for close in closes])
    result = play(bars, entry=[21], size="fixed:1", volatility_slippage=0.5)
    moves = np.array(closes[2:22]) / np.array(closes[1:21]) - 1
    assert fills(result) == [(22, 1.0, pytest.approx(100 * (1 + 0.5 * moves.std())))]


def test_impact_is_a_share_of_the_bars_volume() -> None:
    bars = with_volume(bars_of(*[FLAT] * 4), 1, 1000, 500, 1)
    result = play(bars, entry=[0], exit=[1], size="fixed:100", impact=0.1, slippage=0.01)
    assert fills(result) == [(1, 100.0, pytest.approx(102.0)), (2, -100.0, pytest.approx(97.0))]
    assert result.fills.slippage.tolist() == pytest.approx([200.0, 300.0])


def test_the_rate_of_a_tier_holds_for_the_whole_order() -> None:
    tiers = "0:0.01,1000:0.005,5000:0.001"
    for units, paid in ((9, 9.0), (10, 5.0), (49, 24.5), (50, 5.0)):
        result = play(bars_of(*[FLAT] * 3), entry=[0], size=f"fixed:{units}", commission_tiers=tiers)
        assert result.fills.commission.tolist() == pytest.approx([paid])


def test_stamp_duty_on_every_sale_and_on_no_purchase() -> None:
    bars = bars_of(*[FLAT] * 5)
    result = play(bars, entry=[0], short_entry=[1], short_exit=[2], size="fixed:10", short=True, stamp_duty=0.02)
    assert result.fills.side.tolist() == [1, -1, -1, 1]
    assert result.fills.stamp_duty.tolist() == [0.0, 20.0, 20.0, 0.0]


def test_per_order_and_minimum_are_paid_by_each_half_of_a_reversal() -> None:
    bars = bars_of(*[FLAT] * 4)
    result = play(bars, entry=[0], short_entry=[1], size="fixed:10", short=True, per_order=3, min_commission=5)
    assert result.fills.commission.tolist() == [8.0, 8.0, 8.0]


# ---------------------------------------------------------------- market
def test_a_short_sale_at_the_lower_limit_is_refused_and_its_cover_at_the_upper_waits() -> None:
    bars = bars_of(FLAT, at(90), FLAT, FLAT)
    asked = {"short_entry": [0], "size": "fixed:1", "short": True, "price_limit": 0.1}
    assert (fills(play(bars, **asked)), refused(play(bars, **asked))) == ([], [("07", "limit_down")])
    bars = bars_of(FLAT, FLAT, at(110), at(112), at(112))
    result = play(bars, short_exit=[1], **asked)
    assert (fills(result), refused(result)) == ([(1, -1.0, 100.0), (3, 1.0, 112.0)], [("08", "limit_up")])


def test_the_band_is_around_the_close_before_even_across_a_halt() -> None:
    bars = bars_of((FLAT, FLAT), (None, FLAT), (at(110), FLAT), (at(110), FLAT), symbols="AB")
    assert refused(play(bars, entry=[(0, 0)], size="fixed:1", price_limit=0.1)) == [("08", "limit_up")]


def test_a_weight_at_the_limit_is_gone_but_a_sale_waits() -> None:
    up = play(bars_of(FLAT, at(110), at(111)), Decision(weights=np.array([[0.5], [np.nan], [np.nan]])), price_limit=0.1)
    assert (fills(up), refused(up)) == ([], [("07", "limit_up")])
    bars = bars_of(FLAT, FLAT, at(90), at(82), at(82))
    weights = np.array([[0.5], [0.0], [np.nan], [np.nan], [np.nan]])
    result = play(bars, Decision(weights=weights), price_limit=0.1, cash=10_000)
    assert (fills(result), refused(result)) == ([(1, 50.0, 100.0), (3, -50.0, 82.0)], [("08", "limit_down")])


def test_t_plus_1_lets_a_short_be_covered_at_once() -> None:
    bars = hourly(FLAT, FLAT, FLAT, FLAT)
    result = play(bars, short_entry=[0], short_exit=[1], size="fixed:1", short=True, t_plus_1=True)
    assert fills(result) == [(1, -1.0, 100.0), (2, 1.0, 100.0)]


def test_volume_is_shared_by_the_halves_of_a_reversal() -> None:
    bars = with_volume(bars_of(*[FLAT] * 5), 100, 100, 40, 100, 100)
    result = play(bars, entry=[0], short_entry=[1], size="fixed:15", short=True, max_volume=0.5)
    # half of 40 on bar 2: 15 close the long, 5 open the short, the other 10 wait
    assert fills(result) == [(1, 15.0, 100.0), (2, -15.0, 100.0), (2, -5.0, 100.0), (3, -10.0, 100.0)]


def test_a_stop_sells_what_the_volume_lets_it_and_the_rest_at_the_next_open() -> None:
    bars = with_volume(bars_of(FLAT, FLAT, (100.0, 100.0, 80.0, 85.0), at(84), at(84)), 100, 100, 10, 100, 100)
    result = play(bars, entry=[0], size="fixed:20", stop_loss=0.1, max_volume=0.5)
    assert fills(result) == [(1, 20.0, 100.0), (2, -5.0, 90.0), (3, -15.0, 84.0)]
    assert reasons(result) == ["stop_loss", "stop_loss"]


def test_the_rest_of_an_entry_is_cut_to_the_cash_that_is_left() -> None:
    bars = with_volume(bars_of(FLAT, FLAT, at(200), at(200), at(200)), 100, 100, 100, 100, 100)
    result = play(bars, entry=[0], size="percent:1", cash=10_000, max_volume=0.5)
    # 100 units at 100: 50 are bought, the other 5 000 pay 25 at 200
    assert (fills(result), refused(result)) == (
        [(1, 50.0, 100.0), (2, 25.0, 200.0)], [("07", "volume"), ("08", "cash")],
    )  # fmt: skip
    assert result.cash.min() == 0.0


def test_the_rest_of_an_entry_that_nothing_is_left_for_is_dropped() -> None:
    rows = [(FLAT, FLAT)] * 2 + [(at(200), FLAT)] * 2
    bars = with_volume(bars_of(*rows, symbols="AB"), *[50, 1e9] * 4)
    result = play(bars, entry=[(0, 0), (0, 1)], size="fixed:50", cash=10_000, max_volume=0.5, lot=25)
    # A: 25 of 50 on the first day, then one lot costs 5 000 of the 2 500 that are left
    assert fills(result) == [(1, "A", 25.0, 100.0), (1, "B", 50.0, 100.0)]
    assert [row["reason"] for row in result.rejected] == ["volume", "cash"]


def test_part_of_a_lot_is_not_bought_when_the_volume_is_short() -> None:
    bars = with_volume(bars_of(*[FLAT] * 4), 100, 56, 100, 100)
    result = play(bars, entry=[0], size="fixed:30", max_volume=0.5, lot=10)
    assert fills(result) == [(1, 20.0, 100.0), (2, 10.0, 100.0)]


# ---------------------------------------------------------------- account
def test_places_that_are_held_are_not_given_again() -> None:
    bars = bars_of(*[(FLAT, FLAT, FLAT)] * 5, symbols="ABC")
    strength = np.zeros((5, 3))
    strength[2] = [0.0, 1.0, 9.0]
    decision = Decision(signals=signals_of(bars, entry=[(0, 0), (2, 1), (2, 2)]), strength=strength)
    result = play(bars, decision, size="fixed:1", max_holdings=2)
    assert fills(result) == [(1, "A", 1.0, 100.0), (3, "C", 1.0, 100.0)]
    assert [(row["symbol"], row["reason"]) for row in result.rejected] == [("B", "max_holdings")]


def test_a_place_freed_at_an_open_is_given_at_that_open() -> None:
    bars = bars_of(*[(FLAT, FLAT)] * 4, symbols="AB")
    result = play(bars, entry=[(0, 0), (1, 1)], exit=[(1, 0)], size="fixed:1", max_holdings=1)
    assert fills(result) == [(1, "A", 1.0, 100.0), (2, "A", -1.0, 100.0), (2, "B", 1.0, 100.0)]


def test_a_margin_call_forgets_what_waits_and_the_account_goes_on() -> None:
    bars = bars_of(FLAT, FLAT, at(70), at(68), FLAT, FLAT, FLAT)
    asked = {"size": "percent:2", "cash": 10_000, "leverage": 2, "maintenance": 0.3}
    result = play(bars, entry=[0, 2, 4], **asked)
    assert fills(result)[:2] == [(1, 200.0, 100.0), (3, -200.0, 68.0)]
    assert fills(result)[2][0] == 5
    assert reasons(result) == ["margin", None]
    assert "1 margin call: everything was closed at the next open." in result.warnings


def test_a_halted_position_is_liquidated_on_its_next_bar() -> None:
    bars = bars_of((FLAT, FLAT), (FLAT, FLAT), (at(70), FLAT), (None, FLAT), (at(60), FLAT), symbols="AB")
    result = play(bars, entry=[(0, 0)], size="percent:2", cash=10_000, leverage=2, maintenance=0.3)
    assert fills(result)[1] == (4, "A", -200.0, 60.0)


def test_a_lost_account_never_trades_again() -> None:
    bars = bars_of(FLAT, FLAT, at(250), at(250), *[FLAT] * 4)
    result = play(bars, short_entry=range(7), entry=[4, 5], size="percent:1", short=True, cash=10_000)
    assert fills(result) == [(1, -100.0, 100.0), (3, 100.0, 250.0)]
    assert result.equity[3:].tolist() == [-5_000.0] * 5


def test_a_short_pays_for_its_borrowing_bar_by_bar() -> None:
    bars = bars_of(FLAT, FLAT, at(80), at(80), at(80))
    result = play(bars, short_entry=[0], short_exit=[3], size="fixed:10", short=True, borrow=0.252, cash=10_000)
    assert result.financing.tolist() == pytest.approx([0.0, -1.0, -0.8, -0.8, 0.0])
    assert result.final_equity == pytest.approx(10_000 + 200 - 2.6)
    assert result.trades.pnl.tolist() == [200.0]  # borrowing is no part of a trade


def test_interest_on_free_cash_only() -> None:
    bars = bars_of(*[FLAT] * 3)
    result = play(bars, entry=[0], size="percent:0.75", interest=0.252, cash=10_000)
    assert result.financing.tolist() == pytest.approx([10.0, (10_010 * 0.25) * 0.001, 2_505.0025 * 0.001], rel=1e-6)


# ---------------------------------------------------------------- trades
def test_a_partial_exit_is_a_trade_with_its_part_of_the_entry_fees() -> None:
    bars = bars_of(FLAT, FLAT, at(120), at(150), at(150))
    weights = np.array([[1.0], [0.5], [0.0], [np.nan], [np.nan]])
    result = play(bars, Decision(weights=weights), cash=10_000, per_order=10)
    first, second = result.trades.rows(("A",), "1d")
    bought = 9_990 / 100
    left = 0.5 * (bought * 120) / 120
    assert (first["units"], first["exit_price"]) == (pytest.approx(bought - left), 120.0)
    assert first["fees"] == pytest.approx(10 * (bought - left) / bought + 10)
    assert first["entry_at"] == second["entry_at"]
    assert second["fees"] == pytest.approx(10 * left / bought + 10)
    assert first["pnl"] + second["pnl"] == pytest.approx(result.final_equity - 10_000)


def test_entry_time_is_the_first_fill_since_flat_and_the_price_the_average() -> None:
    bars = bars_of(FLAT, at(100), at(200), at(150), at(150))
    result = play(bars, entry=[0, 1], exit=[2], size="fixed:10", pyramiding=2)
    (trade,) = result.trades.rows(("A",), "1d")
    assert (trade["entry_at"], trade["entry_price"], trade["bars_held"], trade["pnl"]) == ("2020-01-07", 150.0, 2, 0.0)


def test_first_in_first_out_ends_the_older_lot_with_its_own_days_and_fees() -> None:
    bars = bars_of(FLAT, at(100), at(200), at(150), at(150))
    result = play(bars, entry=[0, 1], exit=[2], size="fixed:10", pyramiding=2, matching="fifo", commission=0.01)
    rows = result.trades.rows(("A",), "1d")
    assert [(row["entry_at"], row["entry_price"], row["bars_held"]) for row in rows] == [
        ("2020-01-07", 100.0, 2), ("2020-01-08", 200.0, 1),
    ]  # fmt: skip
    assert [row["pnl"] for row in rows] == [pytest.approx(500 - 10 - 15), pytest.approx(-500 - 20 - 15)]
    assert result.trades.pnl.sum() == pytest.approx(result.final_equity - 100_000)


def test_gain_is_net_profit_on_the_entry_value() -> None:
    bars = bars_of(FLAT, FLAT, at(110), at(110))
    (trade,) = play(bars, entry=[0], exit=[1], size="fixed:10", commission=0.01).trades.rows(("A",), "1d")
    assert trade["return"] == pytest.approx((100 - 10 - 11) / 1000)


def test_excursions_of_a_short_are_mirrored() -> None:
    bars = bars_of(FLAT, (100.0, 105.0, 90.0, 95.0), at(96), at(96))
    (trade,) = play(bars, short_entry=[0], short_exit=[1], size="fixed:1", short=True).trades.rows(("A",), "1d")
    assert (trade["mfe"], trade["mae"]) == (pytest.approx(0.1), pytest.approx(-0.05))


def test_positions_stay_open_at_the_end_and_are_marked() -> None:
    result = play(bars_of(FLAT, FLAT, at(110)), entry=[0], size="fixed:10", commission=0.01)
    (trade,) = result.trades.rows(("A",), "1d")
    assert (trade["exit_at"], trade["exit_reason"], trade["pnl"]) == (None, None, pytest.approx(90.0))
    assert result.metrics["n_trades"] == 0
    closed = play(bars_of(FLAT, FLAT, at(110)), entry=[0], size="fixed:10", commission=0.01, close_at_end=True)
    assert (reasons(closed), closed.trades.pnl.tolist()) == (["end"], [pytest.approx(100 - 10 - 11)])
