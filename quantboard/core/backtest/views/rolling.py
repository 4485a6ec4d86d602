"""How risk and reward of an account moved: the same ratios as for the whole run, over a window of bars."""

import math
from dataclasses import dataclass

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.backtest.metrics.account import Account

WINDOWS = {"1m": 1 / 12, "3m": 1 / 4, "6m": 1 / 2, "1y": 1.0}  # shares of a year
STILL = 1e-9  # a deviation below this is interest and rounding
LEAST = 10  # bars: below this a ratio says nothing


@dataclass(frozen=True, eq=False)
class Rolling:
    """Vectors ``(T,)``; NaN before the window is full, and where nothing moved in it. Annualised but for ``beta``."""

    window: int
    sharpe: Vector
    volatility: Vector
    beta: Vector


def bars_of(name: str, per_year: float) -> int:
    """A window's length in bars."""
    return max(round(WINDOWS[name] * per_year), LEAST)


def windows_for(account: Account) -> tuple[str, ...]:
    """The windows that the run can fill."""
    return tuple(name for name in WINDOWS if bars_of(name, account.per_year) <= account.n_bars)


def rolling(account: Account, window: int) -> Rolling:
    """mean/σ·√A, σ·√A and cov/var of the benchmark over the last ``window`` returns, ddof = 1."""
    mine, other = account.returns, account.benchmark_returns
    year = math.sqrt(account.per_year)
    mean, variance = _moments(mine, mine, window)
    deviation = np.sqrt(np.maximum(variance, 0.0))
    moves = deviation > STILL
    _, together = _moments(mine, other, window)
    _, theirs = _moments(other, other, window)
    return Rolling(
        window=window,
        sharpe=np.divide(mean, deviation, out=_nothing(len(mine)), where=moves) * year,
        volatility=deviation * year,
        beta=np.divide(together, theirs, out=_nothing(len(mine)), where=theirs > STILL**2),
    )


def _moments(one: Vector, two: Vector, window: int) -> tuple[Vector, Vector]:
    """The mean of ``one`` and its covariance with ``two`` in each window; sums of what is centred lose no digits."""
    n = len(one)
    mean, together = _nothing(n), _nothing(n)
    if n < max(window, 2):
        return mean, together
    middle, other = float(one.mean()), float(two.mean())
    x, y = one - middle, two - other
    sum_x, sum_y, sum_xy = (_sums(values, window) for values in (x, y, x * y))
    mean[window - 1 :] = sum_x / window + middle
    together[window - 1 :] = (sum_xy - sum_x * sum_y / window) / (window - 1)
    return mean, together


def _sums(values: Vector, window: int) -> Vector:
    total = np.concatenate(([0.0], np.cumsum(values)))
    out: Vector = total[window:] - total[:-window]
    return out


def _nothing(n: int) -> Vector:
    return np.full(n, np.nan)
