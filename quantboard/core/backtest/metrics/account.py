"""What the metrics look at: the curves of one account, checked and derived once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from quantboard.core.arrays import Panel, Vector
from quantboard.core.backtest.trades import Fills, Trades

FLAT = 1e-12  # a deviation of returns below this is rounding


class Undefined(Exception):
    """The metric has no value here; the text says why."""


@dataclass(frozen=True, eq=False)
class Account:
    """Curves ``(T,)`` of the period; ``initial`` is the cash before it, ``per_year`` the A of the formulas."""

    initial: float
    equity: Vector
    benchmark: Vector
    gross: Vector
    net: Vector
    traded: Vector
    values: Panel
    days: NDArray[np.int64]
    months: NDArray[np.int64]
    per_year: float
    fills: Fills
    trades: Trades

    @cached_property
    def before(self) -> Vector:
        """Equity before each bar, starting with the initial cash."""
        return np.concatenate(([self.initial], self.equity[:-1]))

    @cached_property
    def returns(self) -> Vector:
        """Simple returns per bar; 0 once the account is lost."""
        return changes(self.initial, self.equity)

    @cached_property
    def benchmark_returns(self) -> Vector:
        """Simple returns per bar of buy-and-hold."""
        return changes(self.initial, self.benchmark)

    @cached_property
    def drawdown(self) -> Vector:
        """Equity below its peak, a fraction ≤ 0; peaks start at the initial cash."""
        peaks = np.maximum(np.maximum.accumulate(self.equity), self.initial)
        out: Vector = self.equity / peaks - 1
        return out

    @property
    def n_bars(self) -> int:
        """T."""
        return len(self.equity)


def changes(initial: float, equity: Vector) -> Vector:
    """r_t = E_t / E_{t−1} − 1 with E_0 = ``initial``; 0 where E_{t−1} ≤ 0."""
    before = np.concatenate(([initial], equity[:-1]))
    lost = before <= 0
    if not lost.any():
        return equity / before - 1
    return np.where(lost, 0.0, equity / np.where(lost, 1.0, before) - 1)


def deviation(values: Vector) -> float:
    """Sample deviation (ddof = 1); raises where it is not defined or zero."""
    if len(values) < 2:
        raise Undefined("fewer than two bars")
    spread = float(np.std(values, ddof=1))
    if spread <= FLAT:
        raise Undefined("returns do not vary")
    return spread
