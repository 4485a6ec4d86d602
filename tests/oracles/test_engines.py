"""Other engines on the same prices and decisions: equal where conventions are, else the test says how they differ.

Common: decided at a close, filled at the next open, commission on the value of both sides, marked at closes.
"""

import numpy as np
import pytest

from quantboard.core.strategy.decision import ENTRY, EXIT, SHORT_ENTRY, SHORT_EXIT, Decision
from tests.core.backtest.worlds import play
from tests.oracles.asking import ask
from tests.oracles.scenes import CASH, COMMISSION, crossings, given, market

pytestmark = pytest.mark.slow
ONE = ("IBM", "MSFT", "seeded:3")
SEVERAL = "AAPL+IBM+MSFT"


def signalled(up, down, *, short: bool = False) -> Decision:
    codes = up * ENTRY + down * EXIT
    if short:
        codes = codes + down * SHORT_ENTRY + up * SHORT_EXIT
    return Decision(signals=codes.astype(np.int8))


def closed(result):
    return result.trades.taken(~result.trades.is_open)


def rows(result, stamps):
    return np.searchsorted(result.stamps, stamps)


@pytest.mark.parametrize("name", ONE)
def test_backtesting_py_fixed_units(name: str, tmp_path) -> None:
    """Equal: every trade, and the equity of every bar."""
    bars = market(name)
    up, down = crossings(bars, 10, 30)
    told = ask("backtesting", tmp_path, **given(bars, entry=up, exit=down))
    mine = play(bars, signalled(up, down), size="fixed:100", cash=CASH, commission=COMMISSION)
    trades, n = closed(mine), len(told["pnl"])
    assert n > 20
    np.testing.assert_allclose(trades.entry_price[:n], told["entry_price"], rtol=1e-12)
    np.testing.assert_allclose(trades.exit_price[:n], told["exit_price"], rtol=1e-12)
    np.testing.assert_allclose(trades.pnl[:n], told["pnl"], rtol=1e-9, atol=1e-7)
    np.testing.assert_allclose(mine.equity[:-2], told["equity"][:-2], rtol=1e-12)


@pytest.mark.parametrize("name", ONE)
def test_backtesting_py_stops_and_targets(name: str, tmp_path) -> None:
    """Its strategy can set levels at the close of the entry bar at the earliest: ``stops_from="next_bar"``.

    No signalled exits here: it lets a stop come before an exit that is due at the bar's open, we do not.
    """
    bars = market(name)
    up, down = crossings(bars, 5, 20)
    told = ask("backtesting", tmp_path, **given(bars, entry=up, exit=down & False, stop=0.04, target=0.06))
    mine = play(
        bars, signalled(up, down & False), size="fixed:100", cash=CASH, commission=COMMISSION, stop_loss=0.04,
        take_profit=0.06, stops_from="next_bar",
    )  # fmt: skip
    trades, n = closed(mine), len(told["pnl"])
    assert n > 30
    assert {1, 2} <= set(trades.reason.tolist())
    assert rows(mine, trades.entry_at)[:n].tolist() == told["entry_row"].tolist()
    assert rows(mine, trades.exit_at)[:n].tolist() == told["exit_row"].tolist()
    np.testing.assert_allclose(trades.exit_price[:n], told["exit_price"], rtol=1e-12)
    np.testing.assert_allclose(trades.pnl[:n], told["pnl"], rtol=1e-9, atol=1e-7)


@pytest.mark.parametrize("name", ONE)
def test_backtrader_long_and_short(name: str, tmp_path) -> None:
    """Equal equity on every bar; it reverses by one order of twice the units, we by two fills at the same price."""
    bars = market(name)
    up, down = crossings(bars, 10, 30)
    target = np.where(up, 100.0, np.where(down, -100.0, np.nan))
    target[-1] = np.nan
    told = ask("backtrader", tmp_path, **given(bars, target=target))
    options = {"size": "fixed:100", "short": True, "cash": CASH, "commission": COMMISSION}
    mine = play(bars, signalled(up, down, short=True), **options)
    assert set(mine.trades.side.tolist()) == {1, -1}
    np.testing.assert_allclose(mine.equity, told["equity"], rtol=1e-12)


@pytest.mark.parametrize("name", [ONE[0], ONE[2]])
def test_vectorbt_all_in(name: str, tmp_path) -> None:
    """Signals are shifted by a bar and filled at its open. Equal: fees are inside what is spent on both sides."""
    bars = market(name)
    up, down = crossings(bars, 10, 30)
    told = ask("vectorbt_signals", tmp_path, **given(bars, entry=up, exit=down))
    mine = play(bars, signalled(up, down), size="percent:1", cash=CASH, commission=COMMISSION)
    np.testing.assert_allclose(mine.equity, told["equity"], rtol=1e-10)
    np.testing.assert_allclose(closed(mine).pnl, told["pnl"], rtol=1e-8, atol=1e-4)


def test_vectorbt_stops_and_targets(tmp_path) -> None:
    """Its levels count from the bar after the fill: ``stops_from="next_bar"``; gaps fill at the open, as here."""
    bars = market("IBM")
    up, down = crossings(bars, 5, 20)
    told = ask("vectorbt_stops", tmp_path, **given(bars, entry=up, stop=0.04, target=0.06))
    mine = play(
        bars, signalled(up, down & False), size="fixed:100", cash=CASH, commission=COMMISSION, stop_loss=0.04,
        take_profit=0.06, stops_from="next_bar",
    )  # fmt: skip
    trades = closed(mine)
    assert {1, 2} <= set(trades.reason.tolist())
    assert rows(mine, trades.entry_at).tolist() == told["entry_row"].tolist()
    assert rows(mine, trades.exit_at).tolist() == told["exit_row"].tolist()
    np.testing.assert_allclose(trades.exit_price, told["exit_price"], rtol=1e-12)
    np.testing.assert_allclose(mine.equity, told["equity"], rtol=1e-10)


def test_vectorbt_target_weights(tmp_path) -> None:
    """Without fees: equal. With them it buys until the cash is out, one symbol after the other; we shrink all buys."""
    bars = market(SEVERAL)
    rng = np.random.default_rng(9)
    weights = np.full(bars.close.shape, np.nan)
    weights[30:-1:21] = rng.dirichlet(np.ones(4), len(weights[30:-1:21]))[:, :3]
    told = ask("vectorbt_weights", tmp_path, **given(bars, weights=weights, commission=0.0))
    mine = play(bars, Decision(weights=weights), cash=CASH)
    np.testing.assert_allclose(mine.equity, told["equity"], rtol=1e-9)


def test_bt_target_weights_at_the_close(tmp_path) -> None:
    """It fills at the close that decides: ``fill="close"``. Without fees: equal.

    With fees it takes them out of each symbol's part, so that it buys less; we out of the cash that is left.
    """
    bars = market(SEVERAL)
    rng = np.random.default_rng(10)
    weights = np.full(bars.close.shape, np.nan)
    weights[30:-2:21] = rng.dirichlet(np.ones(4), len(weights[30:-2:21]))[:, :3]
    told = ask("bt", tmp_path, **given(bars, weights=weights, commission=0.0))
    mine = play(bars, Decision(weights=weights), cash=CASH, fill="close")
    np.testing.assert_allclose(mine.equity, told["equity"], rtol=1e-9)
    told = ask("bt", tmp_path, **given(bars, weights=weights))
    paid = play(bars, Decision(weights=weights), cash=CASH, fill="close", commission=COMMISSION)
    apart = np.abs(paid.equity / told["equity"] - 1)
    assert 0 < apart.max() < COMMISSION * 5
