"""What the metrics look at: the curves of one account, checked and derived once."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from quantboard.core.arrays import Panel, Vector
from quantboard.core.backtest.metrics import kernels
from quantboard.core.backtest.metrics.falls import Falls, falls_of
from quantboard.core.backtest.trades import Fills, Trades
from quantboard.core.calendar import months_of

N_BINS = 2048
FLAT = 1e-12  # a deviation of returns below this is rounding


class Undefined(Exception):
    """The metric has no value here; the text says why."""


@dataclass(frozen=True, eq=False)
class Account:
    """Curves ``(T,)`` and panels ``(T, N)`` of the period; ``initial`` is the cash before it, ``per_year`` the A.

    ``days`` are dates since 1970 of each bar, ascending. What several metrics need is taken once, in few passes.
    """

    initial: float
    equity: Vector
    benchmark: Vector
    gross: Vector
    net: Vector
    traded: Vector
    positions: Panel
    closes: Panel
    days: NDArray[np.int64]
    per_year: float
    fills: Fills
    trades: Trades

    @cached_property
    def walked(self) -> "Walk":
        """Returns, drawdowns and their sums."""
        mine, other, drawdown = (np.empty(self.n_bars) for _ in range(3))
        sums = np.empty(kernels.N_WALKED)
        kernels.walk(float(self.initial), self.equity, self.benchmark, mine, other, drawdown, sums)
        return Walk(mine, other, drawdown, sums)

    @cached_property
    def exposed(self) -> Vector:
        """Sums of exposure, by the names in ``kernels``."""
        out = np.empty(kernels.N_EXPOSED)
        kernels.exposed(float(self.initial), self.equity, self.gross, self.net, self.traded, out)
        return out

    @cached_property
    def held(self) -> Vector:
        """Sums over the bars by the names in ``kernels``: symbols held, and the Herfindahl index of their values."""
        out = np.empty(kernels.N_COUNTED)
        kernels.held(self.positions, self.closes, self.gross, out)
        return out

    @cached_property
    def fill_sides(self) -> NDArray[np.int64]:
        """Whether each fill belongs to a long (1) or a short position (−1): to the one it opens, adds to or closes."""
        fills = self.fills
        out = np.empty(len(fills), dtype=np.int64)
        kernels.belonging(fills.symbol, fills.side, fills.units, np.zeros(self.positions.shape[1]), out)
        return out

    @cached_property
    def tails(self) -> tuple[float, float]:
        """The 5 % and the 95 % quantile of the returns, linear between neighbours."""
        return quantile(self.returns, 0.05, self), quantile(self.returns, 0.95, self)

    @cached_property
    def falls(self) -> Falls:
        """Every stretch below the peak, in order of time."""
        return falls_of(self.drawdown)

    @cached_property
    def day_ends(self) -> NDArray[np.int64]:
        """The last row of each date."""
        return ends_of(self.days)

    @cached_property
    def month_ends(self) -> NDArray[np.int64]:
        """The last row of each calendar month."""
        return self.day_ends[ends_of(months_of(self.days[self.day_ends]))]

    @cached_property
    def year_ends(self) -> NDArray[np.int64]:
        """The last row of each calendar year."""
        return self.day_ends[ends_of(months_of(self.days[self.day_ends]) // 12)]

    @property
    def returns(self) -> Vector:
        """Simple returns per bar; 0 once the account is lost."""
        return self.walked.returns

    @property
    def benchmark_returns(self) -> Vector:
        """Simple returns per bar of buy-and-hold."""
        return self.walked.benchmark_returns

    @property
    def drawdown(self) -> Vector:
        """Equity below its peak, a fraction ≤ 0; peaks start at the initial cash."""
        return self.walked.drawdown

    @property
    def n_bars(self) -> int:
        """T."""
        return len(self.equity)

    def mean(self, place: int) -> float:
        """One of the walk's sums over T."""
        return float(self.walked.sums[place]) / self.n_bars

    def spread(self, place: int) -> float:
        """Sample deviation (ddof = 1) of what a sum of squares stands for; raises where it is undefined or zero."""
        if self.n_bars < 2:
            raise Undefined("fewer than two bars")
        spread = math.sqrt(float(self.walked.sums[place]) / (self.n_bars - 1))
        if spread <= FLAT:
            raise Undefined("returns do not vary")
        return spread


@dataclass(frozen=True, eq=False)
class Walk:
    """What one pass over the bars gives."""

    returns: Vector
    benchmark_returns: Vector
    drawdown: Vector
    sums: Vector


def note(name: str, ask: Callable[[], float], values: dict[str, float | None], reasons: dict[str, str]) -> None:
    """Write down what ``ask`` answers, or ``None`` and the reason."""
    try:
        value = ask()
        if not math.isfinite(value):
            raise Undefined("it is not a finite number here")
    except Undefined as why:
        values[name], reasons[name] = None, str(why)
    except OverflowError:
        values[name], reasons[name] = None, "it is too large to be told"
    else:
        values[name] = value + 0.0


def ends_of(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """The last place of each run of equal labels."""
    return np.append(np.flatnonzero(labels[1:] != labels[:-1]), len(labels) - 1)


def quantile(values: Vector, share: float, account: Account) -> float:
    """As NumPy's linear quantile; long series are sorted only around the place."""
    place = share * (len(values) - 1)
    rank = int(place)
    least, most = float(account.walked.sums[kernels.LEAST]), float(account.walked.sums[kernels.MOST])
    if len(values) > N_BINS and 0 < most - least < math.inf:
        room = np.empty(len(values))
        n_kept, rank = kernels.candidates(values, least, most, rank, np.zeros(N_BINS), room)
        values = room[:n_kept]
    above = min(rank + 1, len(values) - 1)
    near = np.partition(values, (rank, above))
    return float(near[rank] + (near[above] - near[rank]) * (place - int(place)))
