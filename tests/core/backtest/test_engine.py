"""Invariants of section "Trades" on random markets, chunking, and a simple case of another engine."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from backtesting import Backtest, Strategy
from hypothesis import given, settings
from hypothesis import strategies as st

from quantboard.core.backtest import engine
from quantboard.core.backtest.market import DecisionUnfit
from quantboard.core.backtest.spec import WrongSizing
from quantboard.core.bars import Bars
from quantboard.core.progress import Cancelled
from quantboard.core.strategy.decision import Decision
from tests.core.backtest.worlds import bars_of, play, random_bars, random_decision

SEEDS = st.integers(0, 2**32 - 1)
COSTS = {"commission": 0.002, "slippage": 0.001, "stamp_duty": 0.001, "stop_loss": 0.08, "take_profit": 0.1}
PATIENT = settings(max_examples=40, deadline=None)


def world(seed: int, kind: str = "signals", *, short: bool = True, n_symbols: int = 3):
    rng = np.random.default_rng(seed)
    bars = random_bars(rng, 50, n_symbols)
    return bars, random_decision(rng, bars, kind, short=short)


@PATIENT
@given(SEEDS, st.sampled_from(["signals", "weights"]), st.sampled_from(["next_open", "next_close", "close"]))
def test_profits_of_trades_are_the_change_of_equity(seed: int, kind: str, fill: str) -> None:
    bars, decision = world(seed, kind)
    result = play(bars, decision, short=True, fill=fill, cash=10_000, **COSTS)
    assert result.trades.pnl.sum() == pytest.approx(result.final_equity - 10_000, rel=1e-9, abs=1e-9 * 10_000)
    assert (result.fills.commission.sum() + result.fills.stamp_duty.sum()) == pytest.approx(result.trades.fees.sum())


@PATIENT
@given(SEEDS, st.sampled_from(["signals", "weights"]))
def test_cash_is_never_below_zero_without_leverage(seed: int, kind: str) -> None:
    bars, decision = world(seed, kind, short=False)
    result = play(bars, decision, cash=10_000, size=None if kind == "weights" else "percent:0.7", **COSTS)
    assert result.cash.min() >= -1e-5


@PATIENT
@given(SEEDS, st.sampled_from(["fixed:20", "percent:0.4"]))
def test_doubling_cash_and_size_doubles_profits(seed: int, size: str) -> None:
    bars, decision = world(seed)
    one = play(bars, decision, short=True, cash=10_000, size=size, **COSTS)
    two = play(bars, decision, short=True, cash=20_000, size=size.replace("20", "40"), **COSTS)
    np.testing.assert_allclose(two.trades.pnl, 2 * one.trades.pnl, rtol=1e-9, atol=1e-6)


@PATIENT
@given(SEEDS, st.sampled_from(["signals", "weights"]))
def test_scaling_prices_changes_nothing(seed: int, kind: str) -> None:
    bars, decision = world(seed, kind)
    scaled = replace(bars, columns={name: panel * 8 for name, panel in bars.columns.items()})
    one, eight = (play(each, decision, short=True, **COSTS) for each in (bars, scaled))
    np.testing.assert_allclose(one.equity, eight.equity, rtol=1e-12)
    np.testing.assert_allclose(one.trades.units, eight.trades.units * 8, rtol=1e-12)


@PATIENT
@given(SEEDS, st.sampled_from(["signals", "weights"]), st.integers(2, 48))
def test_the_past_does_not_know_the_future(seed: int, kind: str, row: int) -> None:
    bars, decision = world(seed, kind)
    later = {name: panel.copy() for name, panel in bars.columns.items()}
    for panel in later.values():
        panel[row + 1 :] *= 1.5
    one, other = (play(each, decision, short=True, **COSTS) for each in (bars, replace(bars, columns=later)))
    assert one.equity[: row + 1].tolist() == other.equity[: row + 1].tolist()


@PATIENT
@given(SEEDS, st.sampled_from(["signals", "weights"]))
def test_permuting_symbols_permutes_the_result(seed: int, kind: str) -> None:
    bars, decision = world(seed, kind)
    order = [2, 0, 1]
    columns = {name: np.ascontiguousarray(panel[:, order]) for name, panel in bars.columns.items()}
    swapped = Bars(bars.stamps, bars.symbols, columns)
    parts = {
        name: None if panel is None else np.ascontiguousarray(panel[:, order])
        for name, panel in (("signals", decision.signals), ("size", decision.size), ("weights", decision.weights))
    }
    one = play(bars, decision, short=True, **COSTS)
    other = play(swapped, Decision(**parts), short=True, **COSTS)
    np.testing.assert_allclose(one.equity, other.equity, rtol=1e-9)
    np.testing.assert_allclose(one.positions[:, order], other.positions, rtol=1e-9, atol=1e-9)


def test_chunks_and_growing_buffers_change_no_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    bars, decision = world(7, n_symbols=3)
    whole = play(bars, decision, short=True, **COSTS)
    seen = []
    monkeypatch.setattr(engine, "CELLS_A_CHUNK", 21)
    monkeypatch.setattr(engine, "FIRST_FILLS", 1)
    parts = play(bars, decision, lambda fraction, *_: seen.append(fraction), short=True, **COSTS)
    assert parts.result_hash == whole.result_hash
    assert parts.equity.tobytes() == whole.equity.tobytes()
    assert len(seen) >= 8
    assert seen[-1] == 1.0


def test_a_watcher_can_cancel_between_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "CELLS_A_CHUNK", 1)

    def stop(fraction: float, *_: object) -> None:
        if fraction > 0.5:
            raise Cancelled

    bars, decision = world(7)
    with pytest.raises(Cancelled):
        play(bars, decision, stop)


def test_read_only_arrays_are_taken() -> None:
    bars, decision = world(3)
    for panel in (*bars.columns.values(), decision.signals, decision.size):
        panel.setflags(write=False)
    assert play(bars, decision).result_hash
    assert engine.is_warm(bars.close.shape[1])


def test_decisions_that_do_not_fit() -> None:
    bars = bars_of(*[(1.0, 1.0, 1.0, 1.0)] * 3)
    with pytest.raises(DecisionUnfit, match="shape"):
        play(bars, Decision(signals=np.zeros((2, 1), dtype=np.int8)))
    with pytest.raises(DecisionUnfit, match="neither"):
        play(bars, Decision())
    with pytest.raises(WrongSizing):
        play(bars, Decision(signals=np.zeros((3, 1), dtype=np.int8)), size="weights")


@pytest.mark.filterwarnings("ignore:DatetimeIndex.dayofweek")
def test_equal_to_backtesting_py_on_a_long_only_all_in_case() -> None:
    rng = np.random.default_rng(5)
    bars = random_bars(rng, 400, 1, halts=0.0)
    enter, leave = rng.random(400) < 0.1, rng.random(400) < 0.1
    enter[380:], leave[390] = False, True  # flat at the end
    frame = pd.DataFrame({name.title(): bars.columns[name][:, 0] for name in ("open", "high", "low", "close")})

    class Both(Strategy):
        def init(self) -> None:
            """Nothing to prepare."""

        def next(self) -> None:
            row = len(self.data) - 1
            if not self.position and enter[row] and not leave[row]:
                self.buy(size=1000)
            elif self.position and leave[row]:
                self.position.close()

    frame.index = pd.to_datetime(bars.stamps, unit="us")
    theirs = Backtest(frame, Both, cash=1_000_000, commission=0.001).run()
    codes = (enter * 1 + leave * 2).astype(np.int8)[:, None]
    mine = play(bars, Decision(signals=codes), size="fixed:1000", cash=1_000_000, commission=0.001)
    closed = mine.trades.taken(~mine.trades.is_open)
    trades = theirs["_trades"][theirs["_trades"]["ExitBar"] < 400 - 1]
    n = len(trades)
    assert n > 10
    np.testing.assert_allclose(closed.entry_price[:n], trades["EntryPrice"])
    np.testing.assert_allclose(closed.exit_price[:n], trades["ExitPrice"])
    np.testing.assert_allclose(closed.pnl[:n], trades["PnL"], rtol=1e-9)
