"""What the account held: at one bar, and its largest parts over time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quantboard.core.arrays import Panel
from quantboard.core.backtest.result import BacktestResult


@dataclass(frozen=True)
class Holding:
    """One position after a bar; value is money, short ones negative, weight a fraction of equity."""

    symbol: str
    units: float
    price: float
    value: float
    weight: float


@dataclass(frozen=True, eq=False)
class Parts:
    """Weights ``(R, S)`` of the largest symbols at some rows, and of all others and the cash together."""

    symbols: tuple[str, ...]
    weights: Panel
    others: NDArray[np.float64]
    cash: NDArray[np.float64]


@dataclass(frozen=True)
class Box:
    """A place in a square of side 1."""

    x: float
    y: float
    width: float
    height: float


def held_at(result: BacktestResult, row: int) -> list[Holding]:
    """The positions after one bar, the largest value first."""
    units, price, equity = result.positions[row], result.closes[row], float(result.equity[row])
    found = [
        Holding(
            result.symbols[k],
            float(units[k]),
            float(price[k]),
            float(units[k] * price[k]),
            float(units[k] * price[k]) / equity if equity > 0 else 0.0,
        )
        for k in np.flatnonzero(units).tolist()
        if np.isfinite(price[k])
    ]
    return sorted(found, key=lambda one: -abs(one.value))


def parts_at(result: BacktestResult, rows: NDArray[np.int64], most: int = 8) -> Parts:
    """The ``most`` symbols of the greatest mean weight at these rows by name, the others together."""
    equity = np.where(result.equity[rows] > 0, result.equity[rows], np.nan)
    values = np.nan_to_num(result.positions[rows] * result.closes[rows]) / equity[:, None]
    mean = np.abs(values).mean(axis=0)
    largest = [int(k) for k in np.argsort(-mean, kind="stable")[:most] if mean[k] > 0]
    others = np.delete(values, largest, axis=1).sum(axis=1)
    return Parts(tuple(result.symbols[k] for k in largest), values[:, largest], others, result.cash[rows] / equity)


def boxes(sizes: Sequence[float], ratio: float = 1.0) -> list[Box]:
    """Sizes, the largest first → a squarified treemap (Bruls, 2000) of a field ``ratio`` times as wide as high."""
    total = sum(sizes)
    if total <= 0:
        return []
    left, top, width, height = 0.0, 0.0, ratio, 1.0
    found: list[Box] = []
    areas = [size / total * ratio for size in sizes]
    while areas:
        side = min(width, height)
        n = _in_row(areas, side)
        thick = sum(areas[:n]) / side if side > 0 else 0.0
        along = 0.0
        for area in areas[:n]:
            length = area / thick if thick > 0 else 0.0
            if width >= height:
                found.append(Box(left / ratio, top + along, thick / ratio, length))
            else:
                found.append(Box((left + along) / ratio, top, length / ratio, thick))
            along += length
        if width >= height:
            left, width = left + thick, width - thick
        else:
            top, height = top + thick, height - thick
        areas = areas[n:]
    return found


def _in_row(areas: Sequence[float], side: float) -> int:
    """How many of the next areas stand in one row before the worst of them would grow longer."""
    best, n = float("inf"), 0
    total = 0.0
    for area in areas:
        total += area
        largest, least = areas[0], area
        worst = max(side * side * largest / (total * total), total * total / (side * side * least)) if least else best
        if worst > best:
            break
        best, n = worst, n + 1
    return max(n, 1)
