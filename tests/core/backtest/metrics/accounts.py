"""Accounts made by hand for the metrics' tests."""

from dataclasses import replace

import numpy as np

from quantboard.core.backtest.metrics.account import Account
from quantboard.core.backtest.metrics.table import account_of
from tests.core.backtest.worlds import bars_of, play

FLAT = (100.0, 100.0, 100.0, 100.0)


def account(equity, benchmark=None, initial=100.0, per_year=252.0) -> Account:
    """Only curves, a day a bar, no trades."""
    empty = account_of(play(bars_of(*[FLAT] * len(equity))))
    equity = np.asarray(equity, dtype=float)
    other = np.full(len(equity), initial) if benchmark is None else np.asarray(benchmark, dtype=float)
    return replace(empty, initial=initial, equity=equity, benchmark=other, per_year=per_year)


def random_account(seed=1, n_bars=300) -> Account:
    rng = np.random.default_rng(seed)
    mine, theirs = rng.normal(0.001, 0.02, n_bars), rng.normal(0.0005, 0.015, n_bars)
    return account(100 * np.cumprod(1 + mine + theirs / 2), 100 * np.cumprod(1 + theirs))
