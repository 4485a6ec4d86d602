"""What the market and the account allow, each rule held by a few bars with exact answers."""

import numpy as np
import pytest

from quantboard.core.backtest.spec import OptionsClash, WrongSizing
from quantboard.core.strategy.decision import Decision
from tests.core.backtest.worlds import bars_of, play, signals_of


def at(price: float) -> tuple[float, float, float, float]:
    return (price, price, price, price)


FLAT = at(100.0)


def with_volume(bars, *volumes):
    bars.columns["volume"] = np.array(volumes, dtype=float).reshape(bars.close.shape)
    return bars


def fills(result):
    rows = {int(stamp): row for row, stamp in enumerate(result.stamps)}
    f = result.fills
    return [(rows[int(f.at[k])], float(f.side[k] * f.units[k]), float(f.price[k])) for k in range(len(f))]


def reasons(result):
    return [(row["at"][-2:], row["reason"]) for row in result.rejected]


# ---------------------------------------------------------------- price limits
def test_no_purchase_at_the_upper_limit_and_the_order_is_gone() -> None:
    bars = bars_of(FLAT, at(110.0), at(112.0), at(112.0))
    result = play(bars, entry=[0], size="fixed:10", price_limit=0.1)
    assert fills(result) == []
    assert reasons(result) == [("07", "limit_up")]
    assert len(fills(play(bars, entry=[0], size="fixed:10"))) == 1


def test_a_sale_at_the_lower_limit_waits_for_the_next_bar() -> None:
    bars = bars_of(FLAT, FLAT, at(90.0), at(88.0), at(88.0))
    result = play(bars, entry=[0], exit=[1], size="fixed:10", price_limit=0.1)
    assert fills(result) == [(1, 10.0, 100.0), (3, -10.0, 88.0)]
    assert reasons(result) == [("08", "limit_down")]


def test_the_limit_counts_to_half_a_tick() -> None:
    # 9.37 × 1.1 = 10.307: the exchange rounds its limit to 10.31, and trades there are at the limit
    assert reasons(play(bars_of(at(9.37), at(10.31), at(10.4)), entry=[0], price_limit=0.1)) == [("07", "limit_up")]
    assert reasons(play(bars_of(at(9.34), at(10.27), at(10.4)), entry=[0], price_limit=0.1)) == [("07", "limit_up")]
    assert len(fills(play(bars_of(at(9.34), at(10.26), at(10.4)), entry=[0], price_limit=0.1))) == 1


def test_bands_of_single_symbols() -> None:
    bars = bars_of((FLAT, FLAT), (at(115.0), at(115.0)), (FLAT, FLAT), symbols="AB")
    result = play(bars, entry=[(0, 0), (0, 1)], size="fixed:1", price_limit=0.1, price_limits="B:0.2")
    assert [row["symbol"] for row in result.rejected] == ["A"]
    assert result.fills.symbol.tolist() == [1]


def test_a_stop_that_meets_the_lower_limit_sells_at_the_next_open() -> None:
    bars = bars_of(FLAT, FLAT, (90.0, 90.0, 90.0, 90.0), at(85.0), at(85.0))
    result = play(bars, entry=[0], size="fixed:10", stop_loss=0.05, price_limit=0.1)
    assert fills(result) == [(1, 10.0, 100.0), (3, -10.0, 85.0)]
    assert result.trades.rows(("A",), "1d")[0]["exit_reason"] == "stop_loss"


# ---------------------------------------------------------------- T+1, lots, volume
def test_what_was_bought_today_is_sold_tomorrow() -> None:
    bars = bars_of(FLAT, (100.0, 100.0, 80.0, 95.0), at(93.0), at(93.0))
    result = play(bars, entry=[0], size="fixed:10", stop_loss=0.1, t_plus_1=True)
    assert fills(result) == [(1, 10.0, 100.0), (2, -10.0, 93.0)]
    assert reasons(result) == [("07", "same_session")]
    assert fills(play(bars, entry=[0], size="fixed:10", stop_loss=0.1))[1] == (1, -10.0, 90.0)


def test_only_yesterdays_units_can_be_sold() -> None:
    weights = np.array([[0.5], [0.9], [np.nan], [np.nan]])
    bars = bars_of(FLAT, FLAT, (100.0, 100.0, 80.0, 95.0), at(95.0))
    result = play(bars, Decision(weights=weights), cash=10_000, stop_loss=0.1, t_plus_1=True)
    assert fills(result) == [(1, 50.0, 100.0), (2, 40.0, 100.0), (2, -50.0, 90.0), (3, -40.0, 95.0)]


def test_lots_are_floored_and_an_odd_rest_may_be_sold_whole() -> None:
    result = play(bars_of(*[FLAT] * 4), entry=[0], exit=[1], size="percent:0.57", cash=10_000, lot=10)
    assert fills(result) == [(1, 50.0, 100.0), (2, -50.0, 100.0)]
    assert reasons(play(bars_of(*[FLAT] * 3), entry=[0], cash=900, lot=10)) == [("07", "too_small")]


def test_the_rest_of_an_order_waits_for_the_next_bars_volume() -> None:
    bars = with_volume(bars_of(*[FLAT] * 6), 100, 40, 100, 300, 20, 1000)
    result = play(bars, entry=[0], exit=[3], size="fixed:50", max_volume=0.5)
    assert fills(result) == [(1, 20.0, 100.0), (2, 30.0, 100.0), (4, -10.0, 100.0), (5, -40.0, 100.0)]
    assert reasons(result) == [("07", "volume"), ("10", "volume")]


def test_or_is_dropped() -> None:
    bars = with_volume(bars_of(*[FLAT] * 4), 100, 40, 100, 300)
    assert fills(play(bars, entry=[0], size="fixed:50", max_volume=0.5, volume_rest="drop")) == [(1, 20.0, 100.0)]


def test_an_exit_signal_cancels_the_rest_of_an_entry() -> None:
    bars = with_volume(bars_of(*[FLAT] * 5), 100, 40, 100, 300, 300)
    result = play(bars, entry=[0], exit=[1], size="fixed:50", max_volume=0.5)
    assert fills(result) == [(1, 20.0, 100.0), (2, -20.0, 100.0)]


def test_no_trade_on_thin_bars() -> None:
    bars = with_volume(bars_of(*[FLAT] * 5), 100, 100, 9, 100, 100)
    result = play(bars, entry=[0], exit=[1], size="fixed:5", min_volume=10)
    assert fills(result) == [(1, 5.0, 100.0), (3, -5.0, 100.0)]
    assert reasons(result) == [("08", "thin")]


def test_limits_of_volume_need_volumes() -> None:
    with pytest.raises(OptionsClash) as caught:
        play(bars_of(*[FLAT] * 3), entry=[0], max_volume=0.1)
    assert caught.value.field == "max_volume"


# ---------------------------------------------------------------- size of positions
def test_the_strongest_signals_take_the_places() -> None:
    bars = bars_of(*[(FLAT, FLAT, FLAT)] * 3, symbols="ABC")
    strength = np.full((3, 3), 0.0)
    strength[0] = [1.0, 3.0, 2.0]
    decision = Decision(signals=signals_of(bars, entry=[(0, 0), (0, 1), (0, 2)]), strength=strength)
    result = play(bars, decision, size="fixed:1", max_holdings=2)
    assert result.fills.symbol.tolist() == [1, 2]
    assert result.rejected[0]["symbol"] == "A"
    assert result.rejected[0]["reason"] == "max_holdings"


def test_the_greatest_weights_take_the_places() -> None:
    bars = bars_of(*[(FLAT, FLAT, FLAT)] * 3, symbols="ABC")
    weights = np.full((3, 3), np.nan)
    weights[0] = [0.2, 0.5, 0.3]
    result = play(bars, Decision(weights=weights), max_holdings=2, max_weight=0.4, cash=10_000)
    assert result.positions[-1].tolist() == [0.0, 40.0, 30.0]
    assert any("limits of the account" in note for note in result.warnings)


def test_no_position_above_the_greatest_weight() -> None:
    assert fills(play(bars_of(*[FLAT] * 3), entry=[0], cash=10_000, max_weight=0.3)) == [(1, 30.0, 100.0)]
    assert fills(play(bars_of(*[FLAT] * 3), entry=[0], size="fixed:50", cash=10_000, max_weight=0.3))[0][1] == 30.0


def test_pyramiding_adds_like_the_first() -> None:
    bars = bars_of(FLAT, at(100.0), at(200.0), at(200.0), at(200.0))
    result = play(bars, entry=range(4), size="fixed:10", pyramiding=2)
    assert fills(result) == [(1, 10.0, 100.0), (2, 10.0, 200.0)]
    assert result.trades.entry_price.tolist() == [150.0]


def test_equal_parts_over_live_signals() -> None:
    bars = bars_of(*[(FLAT, FLAT)] * 3, symbols="AB")
    result = play(bars, entry=[(0, 0), (0, 1)], size="equal", cash=10_000)
    assert result.fills.units.tolist() == [50.0, 50.0]


def test_size_by_volatility() -> None:
    rng = np.random.default_rng(3)
    closes = 100 * np.exp(np.cumsum(rng.normal(0, 0.02, 30)))
    bars = bars_of(*[at(float(close)) for close in closes])
    result = play(bars, entry=[25], size="volatility:0.1", cash=10_000)
    moves = closes[6:26] / closes[5:25] - 1
    yearly = moves.std() * np.sqrt(result.bars_per_year)
    assert result.fills.units[0] == pytest.approx(10_000 * 0.1 / yearly / closes[26])


# ---------------------------------------------------------------- leverage, margin, financing
def test_leverage_lends_and_a_broken_margin_closes_all() -> None:
    bars = bars_of(FLAT, FLAT, at(70.0), at(68.0), FLAT)
    result = play(bars, entry=[0], size="percent:2", cash=10_000, leverage=2, maintenance=0.3)
    # bought 200 at 100; at 70 equity is 4 000 of 14 000 held, less than 30 %
    assert fills(result) == [(1, 200.0, 100.0), (3, -200.0, 68.0)]
    assert result.trades.rows(("A",), "1d")[0]["exit_reason"] == "margin"
    assert any("margin call" in note for note in result.warnings)


def test_a_size_above_the_leverage_is_refused() -> None:
    with pytest.raises(WrongSizing):
        play(bars_of(*[FLAT] * 3), entry=[0], size="percent:2")


def test_weights_up_to_the_leverage() -> None:
    weights = np.array([[1.5], [np.nan], [np.nan]])
    result = play(bars_of(*[FLAT] * 3), Decision(weights=weights), cash=10_000, leverage=1.5)
    assert fills(result) == [(1, 150.0, 100.0)]
    assert result.cash[-1] == -5_000.0


def test_borrowing_and_interest_are_charged_a_bar_at_a_time() -> None:
    bars = bars_of(*[FLAT] * 4)
    result = play(bars, short_entry=[0], size="fixed:10", short=True, cash=10_000, borrow=0.1, interest=0.05)
    a_year = result.bars_per_year
    own = 10_000.0  # the proceeds of the sale are collateral and earn nothing
    first = own * 0.05 / a_year
    assert result.financing[0] == pytest.approx(first)
    assert result.financing[1] == pytest.approx(-1_000 * 0.1 / a_year + (own + first) * 0.05 / a_year)
    assert result.final_equity == pytest.approx(10_000 + result.financing.sum())


def test_borrowed_cash_costs_the_borrowing_rate() -> None:
    bars = bars_of(*[FLAT] * 3)
    result = play(bars, entry=[0], size="percent:2", cash=10_000, leverage=2, borrow=0.2)
    assert result.financing[1] == pytest.approx(-10_000 * 0.2 / result.bars_per_year)


# ---------------------------------------------------------------- symbols that disappear, the end
def test_a_symbol_that_disappears_is_closed_at_its_last_close() -> None:
    other = at(50.0)
    rows = [(FLAT, other), (FLAT, other), ((100.0, 101.0, 89.0, 90.0), other), *[(None, other)] * 5]
    result = play(bars_of(*rows, symbols="AB"), entry=[(0, 0)], size="fixed:10")
    assert fills(result) == [(1, 10.0, 100.0), (2, -10.0, 90.0)]
    assert result.trades.rows(("A", "B"), "1d")[0]["exit_reason"] == "delisted"
    assert any("disappeared" in note for note in result.warnings)
    halted = play(bars_of(*rows[:-1], symbols="AB"), entry=[(0, 0)], size="fixed:10")
    assert len(fills(halted)) == 1


def test_a_run_that_wants_to_end_flat() -> None:
    bars = bars_of(FLAT, FLAT, (100.0, 111.0, 99.0, 110.0))
    result = play(bars, entry=[0], size="fixed:10", close_at_end=True, commission=0.01)
    assert fills(result)[-1] == (2, -10.0, 110.0)
    assert result.trades.rows(("A",), "1d")[0]["exit_reason"] == "end"
    assert result.final_equity == pytest.approx(100_000 + 100 - 10 - 11)


def test_decisions_of_the_warm_up_are_ignored() -> None:
    assert fills(play(bars_of(*[FLAT] * 5), entry=[0, 1, 2, 3], size="fixed:1", warmup=2)) == [(3, 1.0, 100.0)]
    weights = np.full((5, 1), 0.5)
    assert fills(play(bars_of(*[FLAT] * 5), Decision(weights=weights), warmup=2))[0][0] == 3


# ---------------------------------------------------------------- target weights
def test_sequential_cash_buys_the_smallest_first() -> None:
    bars = bars_of((FLAT, FLAT), (FLAT, at(200.0)), (FLAT, at(200.0)), symbols="AB")
    weights = np.full((3, 2), np.nan)
    weights[0] = [0.4, 0.6]
    options = {"cash": 10_000, "commission": 0.1}
    both = play(bars, Decision(weights=weights), **options)
    assert both.positions[-1].tolist() == pytest.approx([40 / 1.1, 30 / 1.1])
    one = play(bars, Decision(weights=weights), cash_rule="sequential", **options)
    assert one.positions[-1].tolist() == pytest.approx([40.0, (10_000 - 4_400) / 220])


def test_small_moves_stay_inside_the_no_trade_band() -> None:
    bars = bars_of(*[FLAT] * 5)
    weights = np.array([[0.5], [0.54], [0.6], [np.nan], [np.nan]])
    result = play(bars, Decision(weights=weights), cash=10_000, no_trade_band=0.05)
    assert fills(result) == [(1, 50.0, 100.0), (3, 10.0, 100.0)]
