"""The deepest drawdowns of a run, as spans of time."""

from dataclasses import dataclass

import numpy as np

from quantboard.core.backtest.metrics.account import Account


@dataclass(frozen=True)
class Fall:
    """Rows: ``first`` under water, ``trough``, ``last`` under water; ``depth`` ≤ 0; ``length`` in bars."""

    rank: int
    first: int
    trough: int
    last: int
    depth: float
    length: int
    is_over: bool


def worst(account: Account, most: int = 5) -> list[Fall]:
    """The deepest stretches below the peak, the deepest first."""
    falls = account.falls
    order = np.argsort(falls.depth, kind="stable")[:most].tolist()
    return [
        Fall(
            rank=rank,
            first=int(falls.peak[k]) + 1,
            trough=int(falls.trough[k]),
            last=int(falls.recovery[k]) if falls.recovery[k] >= 0 else account.n_bars - 1,
            depth=float(falls.depth[k]),
            length=int(falls.length[k]),
            is_over=bool(falls.recovery[k] >= 0),
        )
        for rank, k in enumerate(order, 1)
    ]


def span_around(account: Account, row: int, most: int = 5) -> tuple[int, int]:
    """What a click on the curve means: one of the ``most`` deepest falls, else the calendar month of the bar."""
    for fall in worst(account, most):
        if fall.first <= row <= fall.last:
            return fall.first, fall.last
    days = account.days.astype("datetime64[D]").astype("datetime64[M]")
    month = days[row]
    return int(np.searchsorted(days, month)), int(np.searchsorted(days, month, side="right")) - 1
