"""How deep and how long the account stood below its peak."""

from dataclasses import dataclass

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.backtest.metrics.account import Account, Undefined


@dataclass(frozen=True)
class Episode:
    """Rows of one drawdown: the peak (−1 = before the first bar), its trough, and the recovery (None = not yet)."""

    peak: int
    trough: int
    recovery: int | None
    depth: float
    length: int


def max_drawdown(account: Account) -> float:
    """min(E / peak so far − 1) ≤ 0; peaks start at E_0. As empyrical's `max_drawdown`."""
    return float(np.min(account.drawdown))


def max_drawdown_length(account: Account) -> float:
    """Bars of the deepest drawdown, from its peak to its recovery or the end."""
    found = episodes(account.drawdown)
    return float(min(found, key=lambda one: one.depth).length) if found else 0.0


def average_drawdown(account: Account) -> float:
    """Mean depth of all drawdowns."""
    found = episodes(account.drawdown)
    if not found:
        raise Undefined("the account never fell below its peak")
    return float(np.mean([one.depth for one in found]))


def longest_under_water(account: Account) -> float:
    """Most bars from a peak to its recovery or the end."""
    return float(max((one.length for one in episodes(account.drawdown)), default=0))


def pain_index(account: Account) -> float:
    """mean(|drawdown|) over all bars."""
    return float(np.mean(-account.drawdown))


def recovery_factor(account: Account) -> float:
    """Total return over |max drawdown|."""
    deepest = max_drawdown(account)
    if deepest == 0:
        raise Undefined("the account never fell below its peak")
    return float((account.equity[-1] / account.initial - 1) / -deepest)


def episodes(drawdown: Vector) -> list[Episode]:
    """Every stretch below the peak, in order of time."""
    below = np.concatenate(([False], drawdown < 0, [False]))
    starts, stops = np.flatnonzero(~below[:-1] & below[1:]), np.flatnonzero(below[:-1] & ~below[1:])
    found = []
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        trough = start + int(np.argmin(drawdown[start:stop]))
        recovered = stop < len(drawdown)
        length = stop - start + (1 if recovered else 0)
        found.append(Episode(start - 1, trough, stop if recovered else None, float(drawdown[trough]), length))
    return found
