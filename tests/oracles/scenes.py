"""The shipped prices of real stocks and seeded ones, with decisions of plain NumPy."""

from dataclasses import replace
from functools import cache

import numpy as np

from quantboard import research
from quantboard.core.bars import MICROSECONDS_A_DAY, Bars
from quantboard.store import library
from tests.core.backtest.worlds import random_bars

CASH, COMMISSION = 1_000_000.0, 0.001


@cache
def sample() -> Bars:
    return research.read(library.sample_path()).rows.bars()


def market(name: str) -> Bars:
    """A symbol of the sample, several of them by ``+``, or ``seeded:N`` of random prices."""
    kind, _, seed = name.partition(":")
    if kind == "seeded":
        return random_bars(np.random.default_rng(int(seed)), 1_500, 1, halts=0.0)
    chosen = sample().select(tuple(name.split("+")))
    return replace(chosen, columns={column: chosen.columns[column] for column in ("open", "high", "low", "close")})


def crossings(bars: Bars, fast: int, slow: int) -> tuple[np.ndarray, np.ndarray]:
    """Where the fast mean of closes passes the slow one, upwards and downwards; not on the last bars."""
    close = bars.close[:, 0]
    means = [np.convolve(close, np.ones(n) / n)[: len(close)] for n in (fast, slow)]
    above = means[0] > means[1]
    above[: slow - 1] = False
    up, down = np.zeros((2, len(close), 1), dtype=bool)
    up[1:, 0], down[1:, 0] = above[1:] & ~above[:-1], ~above[1:] & above[:-1]
    up[:slow] = down[:slow] = False
    up[-3:] = False
    return up, down


def given(bars: Bars, **more) -> dict:
    prices = {name: bars.columns[name] for name in ("open", "high", "low", "close")}
    fixed = {
        "days": bars.stamps // MICROSECONDS_A_DAY,
        "cash": CASH,
        "commission": COMMISSION,
        "stop": 0.0,
        "target": 0.0,
    }
    return {**prices, **fixed, "units": 100, **more}
