"""The rule of two crossing averages over many pairs of lengths: its tables, its decisions, its fast lanes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from quantboard.core.arrays import Codes, Panel, Vector
from quantboard.core.backtest.ledger import book
from quantboard.core.backtest.ledger.book import Ints
from quantboard.core.backtest.market import Scene
from quantboard.core.backtest.solo import loop
from quantboard.core.backtest.sweep import kernels as at
from quantboard.core.bars import Bars
from quantboard.core.indicators.facade import BUILTINS
from quantboard.core.strategy.decision import ENTRY, EXIT, SHORT_ENTRY, SHORT_EXIT, Decision
from quantboard.errors import InvalidInput

AVERAGES = ("sma", "ema", "wma")


class BadPairs(InvalidInput):
    """Lengths of averages that cannot be swept."""

    code = "sweep.bad_pairs"


@dataclass(frozen=True, eq=False)
class Crossing:
    """Buy when the average of ``fast[k]`` closes crosses above that of ``slow[k]``, sell when it crosses below.

    ``both_ways`` sells short where it leaves, as the shipped template does; it acts in a run that allows ``short``.
    """

    fast: Ints
    slow: Ints
    average: str = "sma"
    both_ways: bool = False

    def __post_init__(self) -> None:
        """Refuse what is no list of pairs."""
        if self.average not in AVERAGES:
            raise BadPairs(f"There is no average {self.average!r}.", f"Choose one of {', '.join(AVERAGES)}.")
        if self.fast.ndim != 1 or self.fast.shape != self.slow.shape or not len(self.fast):
            raise BadPairs("fast and slow are not equally long lists of bars.", "Give one slow for each fast.")

    def __len__(self) -> int:
        """How many pairs there are."""
        return len(self.fast)

    @cached_property
    def lengths(self) -> Ints:
        """The distinct lengths: each average is computed once."""
        return np.unique(np.concatenate((self.fast, self.slow)))

    @property
    def codes(self) -> tuple[int, int]:
        """What the strategy signals where it crosses above, and below."""
        return (ENTRY | SHORT_EXIT, EXIT | SHORT_ENTRY) if self.both_ways else (ENTRY, EXIT)

    def columns(self, start: int, stop: int) -> tuple[Ints, Ints]:
        """The places of the pairs ``start`` to ``stop`` among ``lengths``."""
        fast, slow = (np.searchsorted(self.lengths, one[start:stop]) for one in (self.fast, self.slow))
        return fast.astype(np.int64), slow.astype(np.int64)

    def table(self, close: Vector) -> Panel:
        """One average a row ``(M, T)``, by the kernel that draws it and trades it."""
        rows = np.empty((len(self.lengths), len(close)))
        for row, length in zip(rows, self.lengths, strict=True):
            row[:] = BUILTINS[self.average](close, int(length))
        return rows

    def decision(self, k: int, bars: Bars) -> Decision:
        """What a single run of pair ``k`` decides."""
        fast, slow = (BUILTINS[self.average](bars.close, int(one[k])) for one in (self.fast, self.slow))
        up, down = self.codes
        signals: Codes = np.where(BUILTINS["cross_above"](fast, slow), up, 0).astype(np.int8)
        signals[BUILTINS["cross_below"](fast, slow)] = down
        return Decision(signals=signals)


def crossing_of(fast: Sequence[int], slow: Sequence[int], average: str, *, both_ways: bool) -> Crossing:
    """All pairs whose slow average is the longer one."""
    found = [(quick, late) for quick in fast for late in slow if quick < late]
    if not found:
        raise BadPairs("No slow average is longer than a fast one.", "Give greater lengths for slow.")
    columns = np.array(found, dtype=np.int64).T.copy()
    return Crossing(columns[0], columns[1], average, both_ways)


def fits_lanes(scene: Scene, rule: Crossing, early: int) -> bool:
    """Whether the account is all in or flat: one symbol without a gap, long only, no stops, costs by rate alone."""
    modes, rates, prices = scene.run.modes, scene.run.rates, scene.market
    return bool(
        loop.fits(scene.run, scene.market)
        and modes[book.SIZING] == book.PERCENT
        and rates[book.SIZE] == 1.0
        and rates[book.LOT] == 0.0
        and not modes[book.GUARDED]
        and not (rule.both_ways and modes[book.SHORT])
        and early == 0
        and min(prices.open.min(), prices.close.min()) > 0
        and rates[book.SLIPPAGE] < 1.0
        and rates[book.COMMISSION] + rates[book.STAMP_DUTY] < 1.0
    )


def growths_of(scene: Scene) -> Panel:
    """What equity is multiplied by on each bar, less 1, when held, entered and left; then the logarithms."""
    start, close = scene.market.open[:, 0], scene.market.close[:, 0]
    rates = scene.run.rates
    before = np.concatenate((start[:1], close[:-1]))  # nothing is held before the first bar
    fees = rates[book.COMMISSION]
    grown = np.empty((at.N_GROWTHS, len(close)))
    grown[at.HELD] = close / before
    grown[at.ENTERED] = close / (start * (1.0 + rates[book.SLIPPAGE]) * (1.0 + fees))
    grown[at.LEFT] = start * (1.0 - rates[book.SLIPPAGE]) * (1.0 - (fees + rates[book.STAMP_DUTY])) / before
    grown[at.LOG_HELD :] = np.log(grown[: at.LOG_HELD])
    grown[: at.LOG_HELD] -= 1.0
    return grown


def lane_sums(growth: Panel, table: Panel, before: Vector, columns: tuple[Ints, Ints], cash: float) -> Panel:
    """The sums of some pairs; ``table`` is ``(T, M)`` over the period, ``before`` the averages on the bar before."""
    n = len(columns[0])
    padded = -(-n // at.LANES) * at.LANES
    fast, slow = (np.concatenate((one, np.zeros(padded - n, dtype=np.int64))) for one in columns)
    out = np.empty((padded, at.N_OUT))
    lane = np.empty(at.LANES * at.N_LANE)
    at.walk_lanes(growth, table, fast, slow, before[fast] - before[slow], cash, lane, out)
    return out[:n]
