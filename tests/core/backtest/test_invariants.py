"""What holds for every run, section "Trades" of the rules: on random markets under all rules at once.

A world is a random market, decision and set of rules (``rich``). Each property leaves out only what it must, and says
why.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quantboard.core.bars import Bars
from quantboard.core.strategy.decision import Decision
from tests.core.backtest.test_against_reference import enriched, plain_world
from tests.core.backtest.worlds import play

SEEDS = st.integers(0, 2**32 - 1)
OFTEN = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def rich(seed: int) -> tuple[Bars, Decision, dict]:
    rng = np.random.default_rng(seed)
    return enriched(rng, *plain_world(rng))


def without(options: dict, *names: str) -> dict:
    return {name: value for name, value in options.items() if name not in names}


@OFTEN
@given(SEEDS)
def test_profits_and_financing_are_the_change_of_equity(seed: int) -> None:
    bars, decision, options = rich(seed)
    for matching in ("average", "fifo"):
        result = play(bars, decision, **options, matching=matching)
        change = result.final_equity - options["cash"]
        told = result.trades.pnl.sum() + result.financing.sum()
        scale = max(options["cash"], np.abs(result.gross).max(), np.abs(result.trades.pnl).sum())
        assert abs(told - change) <= 1e-9 * scale, options
        assert result.trades.fees.sum() == pytest.approx(
            result.fills.commission.sum() + result.fills.stamp_duty.sum(), rel=1e-9, abs=1e-9
        )


@OFTEN
@given(SEEDS)
def test_equity_is_cash_and_positions_at_their_last_closes(seed: int) -> None:
    bars, decision, options = rich(seed)
    result = play(bars, decision, **options)
    held = np.where(result.positions == 0, 0.0, result.positions * result.closes)
    scale = max(options["cash"], float(np.abs(held).sum(axis=1).max()))
    np.testing.assert_allclose(result.cash + held.sum(axis=1), result.equity, rtol=0, atol=1e-9 * scale)
    np.testing.assert_allclose(np.abs(held).sum(axis=1), result.gross, rtol=1e-9, atol=1e-9 * scale)
    rows = np.searchsorted(result.stamps, result.fills.at)
    traded = np.zeros(len(result.stamps))
    np.add.at(traded, rows, result.fills.units * result.fills.price)
    np.testing.assert_allclose(traded, result.traded, rtol=1e-9, atol=1e-9)


@OFTEN
@given(SEEDS)
def test_positions_are_the_sum_of_fills_and_trades_take_all_of_them(seed: int) -> None:
    bars, decision, options = rich(seed)
    result = play(bars, decision, **options)
    units = np.zeros(result.positions.shape)
    rows = np.searchsorted(result.stamps, result.fills.at)
    np.add.at(units, (rows, result.fills.symbol), result.fills.side * result.fills.units)
    scale = max(1.0, float(np.abs(result.positions).max()))
    np.testing.assert_allclose(units.cumsum(axis=0), result.positions, rtol=0, atol=1e-8 * scale)
    trades = result.trades
    still_open = np.zeros(result.positions.shape[1])
    np.add.at(still_open, trades.symbol[trades.is_open], (trades.side * trades.units)[trades.is_open])
    np.testing.assert_allclose(still_open, result.positions[-1], rtol=1e-9, atol=1e-9 * scale)


@OFTEN
@given(SEEDS)
def test_cash_is_never_below_zero_without_leverage(seed: int) -> None:
    """Left out: shorts, whose losses are paid whatever the cash is; borrowing fees; fees of a sale beyond its value."""
    bars, decision, options = rich(seed)
    options = without(options, "leverage", "maintenance", "borrow", "per_order", "min_commission")
    if decision.weights is not None:
        decision = replace(decision, weights=np.abs(decision.weights))
    if options.get("size") == "equal":
        options["size"] = "percent:0.4"
    result = play(bars, decision, **{**options, "short": False})
    assert result.cash.min() >= -1e-9 * max(options["cash"], np.abs(result.gross).max()), options


@OFTEN
@given(SEEDS)
def test_doubling_cash_and_size_doubles_profits(seed: int) -> None:
    """Left out: fees in money and tiers, lots and volumes, which are no shares; a stop in money is nearer for more."""
    bars, decision, options = rich(seed)
    options = without(
        options, "per_order", "min_commission", "commission_tiers", "lot", "whole_units", "max_volume", "volume_rest",
        "min_volume", "impact",
    )  # fmt: skip
    for name in ("stop_loss", "take_profit"):
        if str(options.get(name)).startswith("amount"):
            options[name] = 0.07
    twice = {**options, "cash": 2 * options["cash"]}
    if str(options["size"]).startswith("fixed"):
        twice["size"] = "fixed:80"
    one, two = play(bars, decision, **options), play(bars, decision, **twice)
    np.testing.assert_allclose(two.equity, 2 * one.equity, rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(two.trades.pnl, 2 * one.trades.pnl, rtol=1e-8, atol=1e-5)
    assert [row["reason"] for row in one.rejected] == [row["reason"] for row in two.rejected]


@OFTEN
@given(SEEDS)
def test_scaling_prices_and_inversely_units_changes_nothing(seed: int) -> None:
    """Left out: what counts units (per share, lots, volumes, fixed sizes) and what is a price (spread, tick)."""
    bars, decision, options = rich(seed)
    options = without(
        options, "per_share", "spread", "price_limit", "lot", "whole_units", "max_volume", "volume_rest", "min_volume",
        "impact",
    )  # fmt: skip
    if str(options["size"]).startswith("fixed"):
        options["size"] = "percent:0.4"
    eight = {name: panel if name == "volume" else panel * 8 for name, panel in bars.columns.items()}
    dearer = replace(
        decision,
        limit=None if decision.limit is None else decision.limit * 8,
        stop=None if decision.stop is None else decision.stop * 8,
    )
    one, other = play(bars, decision, **options), play(replace(bars, columns=eight), dearer, **options)
    assert one.equity.tolist() == pytest.approx(other.equity.tolist(), rel=1e-12, abs=1e-9)
    np.testing.assert_allclose(one.trades.units, other.trades.units * 8, rtol=1e-12)
    assert one.rejected == other.rejected


@OFTEN
@given(SEEDS, st.floats(0, 1))
def test_the_past_does_not_know_the_future(seed: int, share: float) -> None:
    """Prices, volumes and wishes after a row; not whether a symbol has bars there: its last one ends its position."""
    bars, decision, options = rich(seed)
    row = int(share * (bars.n_bars - 2))
    later = {name: panel.copy() for name, panel in bars.columns.items()}
    for name, panel in later.items():
        panel[row + 1 :] *= 3.0 if name == "volume" else 1.5
    wishes = {}
    for name in ("signals", "size", "weights", "limit", "stop", "strength"):
        panel = getattr(decision, name)
        if panel is not None:
            wishes[name] = panel.copy()
            wishes[name][row + 1 :] = 0 if name == "signals" else np.nan
    one = play(bars, decision, **options)
    other = play(replace(bars, columns=later), replace(decision, **wishes), **options)
    for name in ("equity", "cash", "gross", "traded", "financing"):
        assert getattr(one, name)[: row + 1].tolist() == getattr(other, name)[: row + 1].tolist(), (name, options)
    assert one.positions[: row + 1].tobytes() == other.positions[: row + 1].tobytes()
    upto = int(bars.stamps[row])
    for result in (one, other):
        result.fills.at.sort()
    assert (one.fills.at <= upto).sum() == (other.fills.at <= upto).sum()


@OFTEN
@given(SEEDS)
def test_permuting_symbols_permutes_the_result(seed: int) -> None:
    """Left out: what goes by column: fixed sizes, ties of strength, weight or order, rests of entries that share the
    last cash, and fees that are no share of an order; and margins, which rounding decides.
    """
    bars, decision, options = rich(seed)
    rng = np.random.default_rng(seed + 1)
    options = without(options, "cash_rule", "maintenance", "min_commission", "commission_tiers")
    if str(options["size"]).startswith("fixed"):
        options["size"] = "percent:0.4"
    if options.get("max_volume"):
        options["volume_rest"] = "drop"
    if decision.strength is not None:  # no two alike
        decision = replace(decision, strength=decision.strength + rng.uniform(0, 0.05, decision.strength.shape))
    if decision.strength is None or decision.weights is not None or np.isnan(decision.strength).any():
        options = without(options, "max_holdings")
    order = rng.permutation(len(bars.symbols))
    swapped = Bars(bars.stamps, bars.symbols, {n: np.ascontiguousarray(p[:, order]) for n, p in bars.columns.items()})
    wishes = {}
    for name in ("signals", "size", "weights", "limit", "stop", "strength"):
        panel = getattr(decision, name)
        wishes[name] = None if panel is None else np.ascontiguousarray(panel[:, order])
    one, other = play(bars, decision, **options), play(swapped, replace(decision, **wishes), **options)
    scale = max(options["cash"], float(np.abs(one.equity).max()))
    np.testing.assert_allclose(one.equity, other.equity, rtol=0, atol=1e-9 * scale, err_msg=str(options))
    np.testing.assert_allclose(one.positions[:, order], other.positions, rtol=1e-7, atol=1e-7)
