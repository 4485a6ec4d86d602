"""The fast loop gives the general loop's bits."""

import numpy as np
import pytest

from quantboard.core.backtest import kernels
from quantboard.core.backtest.ledger import book as at
from quantboard.core.backtest.market import scene_of
from quantboard.core.backtest.solo import loop
from tests.core.backtest.worlds import random_bars, random_decision, spec_for


def both(seed: int) -> tuple[at.Book, at.Book, bool]:
    rng = np.random.default_rng(seed)
    bars = random_bars(rng, int(rng.integers(2, 200)), 1, halts=0.0)
    decision = random_decision(rng, bars, "signals", short=True)
    options = {
        "cash": float(rng.choice([300.0, 10_000.0])),
        "commission": float(rng.choice([0.0, 0.01])),
        "slippage": float(rng.choice([0.0, 0.02])),
        "stamp_duty": float(rng.choice([0.0, 0.005])),
        "stop_loss": rng.choice([None, 0.03, 0.1]),
        "take_profit": rng.choice([None, 0.04, 0.15]),
        "stops_from": str(rng.choice(["entry_bar", "next_bar"])),
        "both_rule": str(rng.choice(["pessimistic", "optimistic", "adaptive"])),
        "lot": float(rng.choice([0, 0, 1, 5])),
        "short": bool(rng.random() < 0.5),
        "size": str(rng.choice(["fixed:5", "percent:1", "percent:0.4", "weights"])),
    }
    spec, chosen = spec_for(bars, "signals", **options)
    scene = scene_of(spec, chosen, decision, 0, bars.n_bars)
    assert loop.fits(scene.run, scene.market)
    books = []
    for simulate in (loop.simulate, kernels.simulate):
        book = at.opened(bars.n_bars, 1, spec.cash, 600)
        middle = int(rng.integers(0, bars.n_bars)) if simulate is loop.simulate else bars.n_bars
        row = simulate(0, middle, scene.run, scene.market, scene.wish, book)
        assert simulate(row, bars.n_bars, scene.run, scene.market, scene.wish, book) == bars.n_bars
        books.append(book)
    return books[0], books[1], bool(books[0].counts[at.N_TRADES])


@pytest.mark.parametrize("block", range(4))
def test_equal_to_the_last_bit(block: int) -> None:
    n_with_trades = 0
    for seed in range(block * 200, block * 200 + 200):
        fast, general, traded = both(seed)
        n_with_trades += traded
        for name in ("cash", "counts", "positions", "fill_ints", "trade_ints", "reject_ints"):
            np.testing.assert_array_equal(getattr(fast, name), getattr(general, name), err_msg=f"seed {seed} {name}")
        for name in ("curves", "fill_floats", "trade_floats"):
            mine, other = getattr(fast, name), getattr(general, name)
            np.testing.assert_array_equal(mine, other, err_msg=f"seed {seed} {name}")
        if general.state[at.UNITS, 0]:
            rows = [at.UNITS, at.AVERAGE, at.LAST, at.ENTRY_FEES, at.HIGHEST, at.LOWEST, at.PEAK]
            np.testing.assert_array_equal(fast.state[rows], general.state[rows])
    assert n_with_trades > 100
