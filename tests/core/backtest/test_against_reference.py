"""The kernels against an independent slow engine, on many random markets, signals and settings."""

import numpy as np
import pytest

from quantboard.core.backtest.hashing import NO_STAMP
from quantboard.core.backtest.trades import OPEN, REASONS
from tests.core.backtest.reference import Reference
from tests.core.backtest.worlds import WORDS, play, random_bars, random_decision

N_WORLDS = 600


@pytest.mark.parametrize("block", range(6))
def test_equal_to_the_reference(block: int) -> None:
    for seed in range(block * N_WORLDS // 6, (block + 1) * N_WORLDS // 6):
        compare(np.random.default_rng(seed), seed)


def compare(rng: np.random.Generator, seed: int) -> None:
    n_symbols = int(rng.integers(1, 5))
    bars = random_bars(rng, int(rng.integers(5, 70)), n_symbols, halts=rng.choice([0.0, 0.1]))
    kind = rng.choice(["signals", "weights"], p=[0.65, 0.35])
    short = bool(rng.random() < 0.5)
    decision = random_decision(rng, bars, kind, short=short)
    options = {
        "cash": 10_000.0,
        "commission": float(rng.choice([0.0, 0.001, 0.02])),
        "slippage": float(rng.choice([0.0, 0.002, 0.02])),
        "stamp_duty": float(rng.choice([0.0, 0.005])),
        "stop_loss": rng.choice([None, 0.03, 0.1]),
        "take_profit": rng.choice([None, 0.04, 0.15]),
        "stops_from": str(rng.choice(["entry_bar", "next_bar"])),
        "fill": str(rng.choice(["next_open", "next_close", "close"], p=[0.6, 0.2, 0.2])),
        "whole_units": bool(rng.random() < 0.3),
        "short": short,
        "size": None if kind == "weights" else str(rng.choice(["fixed:40", "percent:1", "percent:0.4", "weights"])),
    }
    result = play(bars, decision, **options)
    said = reference(bars, decision, options)
    label = f"seed {seed}: {options}"
    np.testing.assert_allclose(result.equity, said.equity, rtol=1e-9, err_msg=label)
    assert len(result.trades) == len(said.trades), label
    rows = {int(stamp): row for row, stamp in enumerate(bars.stamps)}
    for k, trade in enumerate(said.trades):
        mine = result.trades
        assert (mine.symbol[k], mine.side[k]) == (trade["symbol"], trade["side"]), label
        assert rows[int(mine.entry_at[k])] == trade["entry"], label
        assert (None if mine.exit_at[k] == NO_STAMP else rows[int(mine.exit_at[k])]) == trade["exit"], label
        assert (None if mine.reason[k] == OPEN else REASONS[mine.reason[k]]) == trade["reason"], label
        assert mine.bars_held[k] == trade["bars"], label
        for name in ("units", "entry_price", "fees", "pnl", "mfe", "mae"):
            value = getattr(mine, name)[k]
            assert value == pytest.approx(trade[name], rel=1e-9, abs=1e-7 if name == "pnl" else 1e-12), (name, label)
        if trade["exit"] is not None:
            assert mine.exit_price[k] == pytest.approx(trade["exit_price"], rel=1e-9), label
    places = [(row["at"], row["symbol"], row["reason"]) for row in result.rejected]
    assert places == [(bars.text_of(row), bars.symbols[n], why) for row, n, why in said.rejected], label


def reference(bars, decision, options) -> Reference:
    prices = np.stack([bars.open, bars.high, bars.low, bars.close], axis=-1)
    table = [[None if np.isnan(bar[0]) else tuple(bar.tolist()) for bar in row] for row in prices]
    words = None
    if decision.signals is not None:
        words = [[{word for word, code in WORDS.items() if value & code} for value in row] for row in decision.signals]
    kind, _, number = (options["size"] or "weights").partition(":")
    return Reference(
        table,
        signals=words,
        sizes=None if decision.size is None else decision.size.tolist(),
        weights=None if decision.weights is None else decision.weights.tolist(),
        cash=options["cash"],
        commission=options["commission"],
        slippage=options["slippage"],
        stamp_duty=options["stamp_duty"],
        stop=options["stop_loss"],
        target=options["take_profit"],
        stops_from=options["stops_from"],
        size=(kind, float(number or 0)),
        whole=options["whole_units"],
        short=options["short"],
        fill=options["fill"],
    ).run()
