"""Stretches of an account below its peak."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quantboard.core.arrays import Vector
from quantboard.core.backtest.metrics import kernels

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Episode:
    """Rows of one drawdown: the peak (−1 = before the first bar), its trough, and the recovery (None = not yet)."""

    peak: int
    trough: int
    recovery: int | None
    depth: float
    length: int


@dataclass(frozen=True, eq=False)
class Falls:
    """The same for all of them, in order of time, as columns; a recovery of −1 = not yet."""

    peak: Ints
    trough: Ints
    recovery: Ints
    length: Ints
    depth: Vector

    def __len__(self) -> int:
        """How many there are."""
        return len(self.depth)


def falls_of(drawdown: Vector) -> Falls:
    """Every stretch below the peak."""
    room = len(drawdown) // 2 + 1
    rows, depth = np.empty((4, room), dtype=np.int64), np.empty(room)
    n_falls = kernels.falls(np.ascontiguousarray(drawdown), rows, depth)
    peak, trough, recovery, length = (row[:n_falls].copy() for row in rows)
    return Falls(peak, trough, recovery, length, depth[:n_falls].copy())


def episodes(drawdown: Vector) -> list[Episode]:
    """Every stretch below the peak, in order of time, one by one."""
    found = falls_of(drawdown)
    columns = (found.peak, found.trough, found.recovery, found.depth, found.length)
    return [
        Episode(peak, trough, None if recovery < 0 else recovery, depth, length)
        for peak, trough, recovery, depth, length in zip(*(column.tolist() for column in columns), strict=True)
    ]
