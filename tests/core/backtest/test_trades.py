import numpy as np
import pytest

from quantboard.core.backtest.hashing import NO_STAMP
from quantboard.core.strategy.decision import Decision
from tests.core.backtest.worlds import bars_of, play

FLAT = (100.0, 100.0, 100.0, 100.0)


def test_sorted_by_entry_symbol_exit_and_open_ones_are_marked() -> None:
    bars = bars_of(*[(FLAT, FLAT)] * 6, symbols="AB")
    result = play(bars, entry=[(0, 1), (1, 0), (3, 1)], exit=[(2, 1)], size="fixed:1")
    trades = result.trades
    assert trades.symbol.tolist() == [1, 0, 1]
    assert trades.is_open.tolist() == [False, True, True]
    assert (trades.exit_at == NO_STAMP).tolist() == [False, True, True]
    rows = trades.rows(result.symbols, "1d")
    assert set(rows[1]) == {
        "symbol", "side", "units", "entry_at", "entry_price", "exit_at", "exit_price", "pnl", "fees", "exit_reason",
        "return", "bars_held", "mfe", "mae",
    }  # fmt: skip
    assert rows[1]["exit_price"] is None


def test_average_cost_and_fees_pro_rata() -> None:
    higher = (200.0, 200.0, 200.0, 200.0)
    bars = bars_of(FLAT, FLAT, FLAT, higher, higher)
    weights = np.array([[0.25], [0.5], [0.25], [0.0], [np.nan]])
    result = play(bars, Decision(weights=weights), cash=10_000, commission=0.01)
    trades = result.trades
    assert trades.entry_price.tolist() == pytest.approx([100.0, 100.0])
    bought = result.fills.commission[result.fills.side > 0].sum()
    sold = result.fills.commission[result.fills.side < 0]
    assert trades.fees.sum() == pytest.approx(bought + sold.sum())
    part = trades.units[0] / trades.units.sum()
    assert trades.fees[0] == pytest.approx(bought * part + sold[0])
    assert trades.gain.tolist() == pytest.approx((trades.pnl / (trades.units * 100)).tolist())


def test_fills_know_when_they_were_decided() -> None:
    bars = bars_of(FLAT, FLAT, (100.0, 100.0, 50.0, 60.0))
    fills = play(bars, entry=[0], size="fixed:1", stop_loss=0.1).fills
    assert fills.at.tolist() == bars.stamps[[1, 2]].tolist()
    assert fills.decided_at.tolist() == bars.stamps[[0, 2]].tolist()
